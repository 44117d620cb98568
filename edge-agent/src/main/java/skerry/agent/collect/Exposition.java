package skerry.agent.collect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import skerry.protocol.series.Labels;

/**
 * Writes samples as Prometheus text 0.0.4: families sorted by name, HELP and TYPE once each, samples in the order they
 * were collected, no timestamps. Source: Prometheus "Text-based format".
 */
public final class Exposition {
    /** The HTTP content type of what {@link #write} writes, in UTF-8. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Up to here every whole number has its exact double. */
    private static final double EXACT_INTEGERS = 1L << 53;

    private Exposition() {}

    /** @throws IOException if {@code out} cannot be written */
    public static void write(Samples samples, Appendable out) throws IOException {
        write(samples, labels -> labels, out);
    }

    /** @param shown what is written of the labels of a sample */
    public static void write(Samples samples, UnaryOperator<Labels> shown, Appendable out) throws IOException {
        List<Integer> order = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(i -> samples.family(i).textName()));
        String open = "";
        for (int i : order) {
            var family = samples.family(i);
            if (!family.textName().equals(open)) {
                open = family.textName();
                writeHeader(family, out);
            }
            writeSample(family, shown.apply(samples.labels(i)), samples.value(i), out);
            out.append('\n');
        }
    }

    /**
     * Writes one sample without a line feed.
     *
     * @throws IOException if {@code out} cannot be written
     */
    public static void writeSample(MetricFamily family, Labels labels, double value, Appendable out)
            throws IOException {
        boolean plain = isPlain(family.name());
        if (plain) {
            out.append(family.name());
        }
        writeLabels(plain ? "" : family.name(), family.labelNames(), labels, out);
        out.append(' ').append(number(value));
    }

    private static void writeHeader(MetricFamily family, Appendable out) throws IOException {
        if (!family.help().isEmpty()) {
            out.append("# HELP ");
            writeName(family.textName(), out);
            out.append(' ');
            escape(family.help(), false, out);
            out.append('\n');
        }
        out.append("# TYPE ");
        writeName(family.textName(), out);
        out.append(' ').append(family.textType().word()).append('\n');
    }

    /**
     * Merges the labels with the names that are shown even when empty; both are sorted by name.
     *
     * @param quotedName the metric's name if it must stand in quotes among the labels, else nothing
     */
    private static void writeLabels(String quotedName, List<String> shown, Labels labels, Appendable out)
            throws IOException {
        char before = '{';
        if (!quotedName.isEmpty()) {
            out.append(before);
            writeName(quotedName, out);
            before = ',';
        }
        int next = 0;
        for (int i = 0; i < labels.size(); i++) {
            while (next < shown.size() && shown.get(next).compareTo(labels.name(i)) < 0) {
                writeLabel(before, shown.get(next++), "", out);
                before = ',';
            }
            if (next < shown.size() && shown.get(next).equals(labels.name(i))) {
                next++;
            }
            writeLabel(before, labels.name(i), labels.value(i), out);
            before = ',';
        }
        for (; next < shown.size(); next++) {
            writeLabel(before, shown.get(next), "", out);
            before = ',';
        }
        if (before == ',') {
            out.append('}');
        }
    }

    private static void writeLabel(char before, String name, String value, Appendable out) throws IOException {
        out.append(before);
        writeName(name, out);
        out.append("=\"");
        escape(value, true, out);
        out.append('"');
    }

    private static void writeName(String name, Appendable out) throws IOException {
        if (isPlain(name)) {
            out.append(name);
        } else {
            out.append('"');
            escape(name, true, out);
            out.append('"');
        }
    }

    /** Whether the name may stand without quotes: it has only letters, digits, underscore and colon. */
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
            boolean digit = c >= '0' && c <= '9' && i > 0;
            if (!letter && !digit) {
                return false;
            }
        }
        return true;
    }

    private static void escape(String text, boolean quoted, Appendable out) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '"' -> out.append(quoted ? "\\\"" : "\"");
                default -> out.append(c);
            }
        }
    }

    /** The shortest text that reads back as the same number. */
    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) <= EXACT_INTEGERS) {
            return Long.toString((long) value);
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }
}
