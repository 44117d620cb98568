package skerry.agent.ring;

import skerry.protocol.series.Series;

/** Takes the newest samples of a ring, one by one. */
@FunctionalInterface
public interface RecentSink {
    /** Takes one sample; says whether older ones of its series are wanted. */
    boolean sample(Series series, long timeMillis, double value);
}
