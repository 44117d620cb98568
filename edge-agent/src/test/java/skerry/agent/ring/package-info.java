@NullMarked
package skerry.agent.ring;

import org.jspecify.annotations.NullMarked;
