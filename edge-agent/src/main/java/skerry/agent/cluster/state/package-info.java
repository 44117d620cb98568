/**
 * What kube-state-metrics 2.20 tells of Kubernetes objects, as pure mappings from an object to samples: a class per kind.
 *
 * <p>Names, labels, units and values are those of kube-state-metrics, because people's alerts and dashboards name them.
 * Where it leaves a value out, so do we; where it writes one for what an object does not say, so do we. Each object has a
 * bounded number of series ({@link skerry.agent.cluster.state.ObjectSeries}), whatever is written in it.
 */
@NullMarked
package skerry.agent.cluster.state;

import org.jspecify.annotations.NullMarked;
