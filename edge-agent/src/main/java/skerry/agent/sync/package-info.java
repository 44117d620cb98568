/** The session with the hub, as a pure state machine, and the sealing of batches. */
@NullMarked
package skerry.agent.sync;

import org.jspecify.annotations.NullMarked;
