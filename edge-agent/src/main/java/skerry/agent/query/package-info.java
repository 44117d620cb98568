/** Expressions over what the ring holds. */
@NullMarked
package skerry.agent.query;

import org.jspecify.annotations.NullMarked;
