@NullMarked
package skerry.agent.cli;

import org.jspecify.annotations.NullMarked;
