/**
 * What was recorded before a container crashed or a pod was evicted, copied aside so that it outlives the ring's raw detail.
 *
 * <p>A crash is noted in the transaction that stores the first line after it ({@link skerry.agent.blackbox.CrashWatch}), as a
 * box without content. {@link skerry.agent.blackbox.BlackBox} fills it a little later from the ring, and stores it together with
 * the event that tells of it; a box that was not filled when the process ended is filled after the next start. A box is a copy:
 * no account knows it, and nothing else leaves the ring for it.
 */
@NullMarked
package skerry.agent.blackbox;

import org.jspecify.annotations.NullMarked;
