package skerry.agent.cluster.outcome;

import skerry.agent.collect.SampleSink;

/** What is told of objects that are put together. Thread-safe. */
public interface Derived {
    /** Hands over what is known now. */
    void tell(SampleSink sink);

    /** How many objects found no room. */
    int leftOut();
}
