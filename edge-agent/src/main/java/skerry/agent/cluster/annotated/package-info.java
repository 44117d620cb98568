/**
 * Targets by the annotations {@code prometheus.io/*} of pods and services, from the objects that are followed anyway. An annotation
 * is anyone's who may make a pod: it says port, path and parameters, and never where to.
 */
@NullMarked
package skerry.agent.cluster.annotated;

import org.jspecify.annotations.NullMarked;
