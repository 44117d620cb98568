/** Simulated agents with the agent's own session, the hub's own ingest and store, and a real broker, in one process. */
@NullMarked
package skerry.system.fleet;

import org.jspecify.annotations.NullMarked;
