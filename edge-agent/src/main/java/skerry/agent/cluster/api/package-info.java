/**
 * The Kubernetes API over plain HTTP/1.1: where it is, who asks, and single exchanges that are bounded in time and bytes and
 * can be ended from another thread. It knows no objects.
 */
@NullMarked
package skerry.agent.cluster.api;

import org.jspecify.annotations.NullMarked;
