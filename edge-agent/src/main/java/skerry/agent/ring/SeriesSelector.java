package skerry.agent.ring;

import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.series.Series;

/**
 * Which series are wanted: a metric name and labels that must have these values.
 *
 * @param name empty for any
 */
public record SeriesSelector(String name, Map<String, String> labels) {
    public SeriesSelector {
        labels = Map.copyOf(labels);
    }

    /**
     * Reads {@code name}, {@code name{label="value",other="value"}} or {@code {label="value"}}.
     *
     * @throws IllegalArgumentException if it is none of these; says what is wrong
     */
    public static SeriesSelector parse(String text) {
        int brace = text.indexOf('{');
        String name = (brace < 0 ? text : text.substring(0, brace)).strip();
        if (!name.chars().allMatch(c -> c == '_' || c == ':' || Character.isLetterOrDigit(c))) {
            throw wrong(text, "'" + name + "' is no metric name");
        }
        if (brace < 0) {
            return new SeriesSelector(name, Map.of());
        }
        var labels = new TreeMap<String, String>();
        int at = brace + 1;
        while (at < text.length() && text.charAt(at) != '}') {
            at = readLabel(text, at, labels);
        }
        if (at != text.length() - 1) {
            throw wrong(text, "it must end with one }");
        }
        return new SeriesSelector(name, labels);
    }

    public boolean matches(Series series) {
        return (name.isEmpty() || series.name().equals(name))
                && labels.entrySet().stream()
                        .allMatch(label -> series.labels().get(label.getKey()).equals(label.getValue()));
    }

    /** Reads one {@code label="value"} with its comma, and says where the next begins. */
    private static int readLabel(String text, int from, Map<String, String> labels) {
        int quote = text.indexOf("=\"", from);
        if (quote < 0) {
            throw wrong(text, "a label is written name=\"value\"");
        }
        var value = new StringBuilder();
        int at = quote + 2;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
                value.append(text.charAt(at) == 'n' ? '\n' : text.charAt(at));
            } else {
                value.append(text.charAt(at));
            }
            at++;
        }
        if (at >= text.length()) {
            throw wrong(text, "a value has no closing quote");
        }
        labels.put(text.substring(from, quote).strip(), value.toString());
        int next = at + 1;
        return next < text.length() && text.charAt(next) == ',' ? next + 1 : next;
    }

    private static IllegalArgumentException wrong(String text, String reason) {
        return new IllegalArgumentException("cannot read the series '" + text + "': " + reason);
    }
}
