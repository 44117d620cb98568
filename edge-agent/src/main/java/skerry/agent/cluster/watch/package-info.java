/**
 * Follows the objects of a cluster, a thread for each kind: list, then watch from there, through every fault of server and link.
 *
 * <p>Why not fabric8's informers: they read whole pages and keep whole objects, and a client's pools and threads are kept
 * beside them. Here one object is in memory at a time, what nobody asks for is skipped while it is read, and only what is told
 * of an object is kept (ADR 37).
 */
@NullMarked
package skerry.agent.cluster.watch;

import org.jspecify.annotations.NullMarked;
