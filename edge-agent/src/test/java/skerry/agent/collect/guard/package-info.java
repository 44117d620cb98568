@NullMarked
package skerry.agent.collect.guard;

import org.jspecify.annotations.NullMarked;
