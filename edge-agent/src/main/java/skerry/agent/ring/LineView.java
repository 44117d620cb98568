package skerry.agent.ring;

import skerry.agent.collect.logs.LogSource;
import skerry.protocol.payload.Severity;

/** A stored log line, valid during the call that hands it over. */
public interface LineView {
    LogSource source();

    /** UTC epoch milliseconds. */
    long timeMillis();

    /** {@code stdout}, {@code stderr}, or empty. */
    String stream();

    Severity severity();

    /** Source lines that were joined into it, at least 1. */
    int lines();

    /** Whether it was longer than the limit and lost its tail. */
    boolean cut();

    String text();

    /** Holds the text in UTF-8, from {@link #offset} on, without the cost of making a string of it. */
    byte[] bytes();

    int offset();

    int length();
}
