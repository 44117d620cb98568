package skerry.promql;

import java.util.List;
import skerry.protocol.series.Labels;

/** What a query yields. Times are UTC epoch milliseconds. */
public sealed interface Value {
    /** A number at a moment. */
    record Scalar(long timeMillis, double value) implements Value {}

    /** A text. */
    record Text(long timeMillis, String value) implements Value {}

    /** One sample a series, all of one moment, in the order that the expression gave them. */
    record InstantVector(long timeMillis, List<Sample> samples) implements Value {
        public InstantVector {
            samples = List.copyOf(samples);
        }
    }

    /** Points over time, in the order of their labels. */
    record RangeVector(List<Line> lines) implements Value {
        public RangeVector {
            lines = List.copyOf(lines);
        }
    }

    /** One series of a range vector. */
    record Line(Labels labels, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    record Point(long timeMillis, double value) {}
}
