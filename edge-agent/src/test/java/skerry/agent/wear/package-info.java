@NullMarked
package skerry.agent.wear;

import org.jspecify.annotations.NullMarked;
