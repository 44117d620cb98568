/**
 * The Kubernetes API over plain HTTP/1.1: where it is, who asks, and single exchanges ({@code skerry.agent.http}) with its own
 * form of errors. It knows no objects.
 */
@NullMarked
package skerry.agent.cluster.api;

import org.jspecify.annotations.NullMarked;
