/**
 * What the containers of a cluster ask for, told in few bytes. The kube_pod_container_resource_* series, up to four of each
 * container of each pod, stay in the ring. What leaves the site are the same numbers once for each workload, and which
 * workload each pod belongs to; and of these only what is new or has changed, and all of it twice an hour (ADR 44).
 */
@NullMarked
package skerry.agent.cluster.demand;

import org.jspecify.annotations.NullMarked;
