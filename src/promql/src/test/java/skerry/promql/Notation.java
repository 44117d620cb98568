package skerry.promql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skerry.protocol.series.Labels;

/**
 * Series as text, one a line: the series, and its values at the multiples of an interval from 1970 on. {@code 5} is a
 * value, {@code _} is none, {@code stale} is the mark of an end; {@code 0+10x5} is 0 and five more, each 10 higher;
 * {@code 7x3} is 7 and three more of it, {@code _x3} three times none.
 */
final class Notation implements SeriesSource {
    private static final Pattern STEPS = Pattern.compile("(-?[0-9.e]+)([+-][0-9.e]+)?x(\\d+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    private final Map<Labels, List<Value.Point>> series = new LinkedHashMap<>();

    Notation(long intervalMillis, String text) {
        for (String line : text.lines().map(String::strip).toList()) {
            if (!line.isEmpty()) {
                int space = line.indexOf(' ', line.indexOf('}') + 1);
                series.put(labels(line.substring(0, space)), points(intervalMillis, line.substring(space + 1)));
            }
        }
    }

    /** Reads {@code name{label="value"}}, either part of which may be missing. */
    static Labels labels(String text) {
        var labels = new LinkedHashMap<String, String>();
        int brace = text.indexOf('{');
        labels.put(LabelSets.NAME, brace < 0 ? text : text.substring(0, brace));
        Matcher label = LABEL.matcher(brace < 0 ? "" : text.substring(brace));
        while (label.find()) {
            labels.put(label.group(1), label.group(2).replace("\\\"", "\""));
        }
        return Labels.of(labels);
    }

    private static List<Value.Point> points(long interval, String values) {
        var points = new ArrayList<Value.Point>();
        int slot = 0;
        for (String value : values.strip().split("\\s+", -1)) {
            Matcher steps = STEPS.matcher(value);
            if (value.startsWith("_")) {
                slot += value.length() > 1 ? Integer.parseInt(value.substring(2)) : 1;
            } else if (steps.matches()) {
                double first = Double.parseDouble(steps.group(1));
                double more = steps.group(2) == null ? 0 : Double.parseDouble(steps.group(2));
                for (int i = 0; i <= Integer.parseInt(steps.group(3)); i++) {
                    points.add(new Value.Point(slot++ * interval, first + i * more));
                }
            } else {
                points.add(new Value.Point(slot++ * interval, number(value)));
            }
        }
        return points;
    }

    static double number(String text) {
        return switch (text) {
            case "stale" -> STALE;
            case "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    @Override
    public void select(List<skerry.promql.Matcher> matchers, long fromMillis, long toMillis, Visitor visitor) {
        series.forEach((labels, points) -> {
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels.get(matcher.label())))) {
                for (Value.Point point : points) {
                    if (point.timeMillis() >= fromMillis && point.timeMillis() <= toMillis) {
                        visitor.sample(labels, point.timeMillis(), point.value());
                    }
                }
            }
        });
    }
}
