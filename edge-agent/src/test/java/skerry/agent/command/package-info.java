@NullMarked
package skerry.agent.command;

import org.jspecify.annotations.NullMarked;
