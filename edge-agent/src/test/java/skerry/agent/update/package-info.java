@NullMarked
package skerry.agent.update;

import org.jspecify.annotations.NullMarked;
