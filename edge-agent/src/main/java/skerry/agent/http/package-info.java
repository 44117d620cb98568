/**
 * A small client of HTTP/1.1 over sockets: one connection for each exchange, bounded in time as a whole and in bytes, and ended
 * from another thread at any moment. It starts no threads and keeps no pools, which in an agent of this size weigh more than what
 * is asked for. What fails is a sentence that names whom was asked. It knows nothing of who uses it.
 */
@NullMarked
package skerry.agent.http;

import org.jspecify.annotations.NullMarked;
