/** Limits on series and on values of labels, by source: what is beyond is refused, counted and named (ADR 60). */
@NullMarked
package skerry.agent.collect.guard;

import org.jspecify.annotations.NullMarked;
