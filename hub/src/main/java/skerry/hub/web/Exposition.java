package skerry.hub.web;

/** Prometheus text 0.0.4, one family after the other. Source: Prometheus documentation, "Exposition formats". */
final class Exposition {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    Exposition add(Family family) {
        text.append("# HELP ")
                .append(family.name())
                .append(' ')
                .append(family.help())
                .append('\n');
        text.append("# TYPE ")
                .append(family.name())
                .append(' ')
                .append(family.type())
                .append('\n');
        for (Family.Point point : family.points()) {
            text.append(family.name()).append(point.labels()).append(' ');
            append(point.value());
        }
        return this;
    }

    private void append(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            text.append((long) value);
        } else {
            text.append(value);
        }
        text.append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
