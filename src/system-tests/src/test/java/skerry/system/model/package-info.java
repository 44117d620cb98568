/**
 * The sync protocol's model, made of the real parts: an agent's ring, recorder and session, the hub's front desk and store,
 * between simulated carriers, disks and clocks. A seed decides everything that happens; {@link
 * skerry.system.model.Schedule} says what.
 */
@NullMarked
package skerry.system.model;

import org.jspecify.annotations.NullMarked;
