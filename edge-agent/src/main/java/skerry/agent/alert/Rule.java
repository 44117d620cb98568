package skerry.agent.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import skerry.promql.Expr;
import skerry.promql.LabelSets;
import skerry.protocol.series.Labels;

/**
 * An alerting rule, as Prometheus has them.
 *
 * @param alert what its alerts are called
 * @param text of the expression
 * @param holds how long the expression must hold until an alert fires ({@code for})
 * @param keepFiring how long an alert goes on firing when the expression holds no longer ({@code keep_firing_for})
 */
public record Rule(
        String group,
        String alert,
        String text,
        Expr expr,
        Duration holds,
        Duration keepFiring,
        SortedMap<String, TextTemplate> labels,
        SortedMap<String, TextTemplate> annotations) {
    private static final int KEY_BYTES = 8;

    public Rule {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** Its name and its own labels, by which no two rules are alike; 16 hexadecimal digits. */
    public String id() {
        var said = new StringBuilder(alert);
        labels.forEach(
                (name, template) -> said.append('\n').append(name).append('=').append(template.source()));
        return hash(said.toString());
    }

    /** The labels of an alert of a series. */
    Labels labelsOf(Labels series, double value) {
        Map<String, String> all = LabelSets.withoutName(series).asMap();
        labels.forEach((name, template) -> all.put(name, cut(template.render(series, value))));
        all.put("alertname", alert);
        return Labels.of(all);
    }

    /** An annotation; empty if the rule has none of that name. */
    String annotation(String name, Labels series, double value) {
        TextTemplate template = annotations.get(name);
        return template == null ? "" : template.render(series, value).strip();
    }

    /** Names an alert within its agent for ever: 16 hexadecimal digits of its labels, the rule's name among them. */
    static String key(Labels labels) {
        return hash(String.join("\n", labels.asList()));
    }

    private static String cut(String text) {
        return text.length() <= Alert.MOST_LABEL ? text : text.substring(0, Alert.MOST_LABEL);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
