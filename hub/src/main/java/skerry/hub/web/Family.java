package skerry.hub.web;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.series.Labels;

/** A metric family of the hub itself or of its sites, with its samples. Not thread-safe. */
public final class Family {
    private final String name;
    private final String type;
    private final String help;
    private final List<Point> points = new ArrayList<>();

    /** A sample. */
    record Point(Labels labels, double value) {}

    private Family(String name, String type, String help) {
        this.name = name;
        this.type = type;
        this.help = help;
    }

    /** @param name ends in {@code _total} */
    public static Family counter(String name, String help) {
        return new Family(name, "counter", help);
    }

    public static Family gauge(String name, String help) {
        return new Family(name, "gauge", help);
    }

    /** Adds a sample without labels. */
    public Family with(long value) {
        return with(Labels.NONE, value);
    }

    public Family with(Labels labels, double value) {
        points.add(new Point(labels, value));
        return this;
    }

    /** Adds a count, exact up to 2^53. */
    public Family with(Labels labels, long value) {
        return with(labels, (double) value);
    }

    String name() {
        return name;
    }

    String type() {
        return type;
    }

    String help() {
        return help;
    }

    List<Point> points() {
        return List.copyOf(points);
    }
}
