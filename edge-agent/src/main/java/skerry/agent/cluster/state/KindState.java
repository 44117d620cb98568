package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.HasMetadata;
import skerry.agent.collect.SampleSink;

/** What kube-state-metrics tells of the objects of one kind. Stateless: any number of threads may ask. */
interface KindState<T extends HasMetadata> {
    /**
     * Hands over the object's samples. An object without spec or status is told as far as it goes.
     *
     * @return how many series had no room or no value that can be read, see {@link ObjectSeries}
     */
    int tell(T object, SampleSink sink);
}
