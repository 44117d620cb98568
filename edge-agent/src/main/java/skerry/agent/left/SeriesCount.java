package skerry.agent.left;

import skerry.protocol.payload.SummaryReader;

/** Counts the series of a summary, and remembers the first with a value. Not thread-safe. */
final class SeriesCount implements SummaryReader.GaugeVisitor, SummaryReader.CounterVisitor {
    private int series;
    private int first = -1;
    private double value;

    @Override
    public void gauge(int position, int count, double min, double max, double sum, double last) {
        take(position, last);
    }

    @Override
    public void counter(
            int position, int count, double from, double last, int resets, double increase, double peakRate) {
        take(position, last);
    }

    int series() {
        return series;
    }

    /** Its place in the dictionary; -1 if there is none. */
    int first() {
        return first;
    }

    double value() {
        return value;
    }

    private void take(int position, double last) {
        if (series++ == 0) {
            first = position;
            value = last;
        }
    }
}
