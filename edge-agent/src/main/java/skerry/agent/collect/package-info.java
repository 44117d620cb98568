/** Collectors and the round that schedules, limits and isolates them. */
@NullMarked
package skerry.agent.collect;

import org.jspecify.annotations.NullMarked;
