package skerry.agent.collect.scrape;

import java.util.List;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.TextType;
import skerry.protocol.series.MetricType;

/**
 * What a text said of a metric's name so far. It outlives the text, so that the next one finds the family made already; what was
 * said is forgotten with each text that {@link #in begins}.
 */
final class MetricName {
    private static final String BUCKET = "_bucket";
    private static final List<String> PARTS = List.of(BUCKET, "_sum", "_count");

    private final String name;
    private int text;
    private String help = "";
    private boolean typed;
    private TextType type = TextType.UNTYPED;
    private boolean gaugeHistogram;
    private boolean hasSamples;
    private boolean settled;
    private boolean remembered;
    private boolean knowsWhole;
    private MetricName whole = this;
    private MetricName over = this;
    private @Nullable MetricFamily family;

    MetricName(String name) {
        this.name = name;
    }

    /** The name of the histogram or summary that this may be a part of; empty if it can be none. */
    static String whole(String name) {
        for (String part : PARTS) {
            if (name.endsWith(part)) {
                return name.substring(0, name.length() - part.length());
            }
        }
        return "";
    }

    /**
     * Forgets what an earlier text said.
     *
     * @param number of the text that is read now
     */
    MetricName in(int number) {
        if (text != number) {
            text = number;
            help = "";
            typed = false;
            type = TextType.UNTYPED;
            gaugeHistogram = false;
            hasSamples = false;
            settled = false;
        }
        return this;
    }

    boolean isIn(int number) {
        return text == number;
    }

    String name() {
        return name;
    }

    boolean hasHelp() {
        return !help.isEmpty();
    }

    void help(String words) {
        help = words;
    }

    boolean isTyped() {
        return typed;
    }

    boolean hasSamples() {
        return hasSamples;
    }

    /** @param gauge whether it is a histogram whose parts go down as well */
    void type(TextType given, boolean gauge) {
        typed = true;
        type = given;
        gaugeHistogram = gauge;
    }

    /** Whether {@link #whole(MetricName)} was said. */
    boolean knowsWhole() {
        return knowsWhole;
    }

    /** @param other what {@link #whole(String)} names; this itself if nothing */
    void whole(MetricName other) {
        whole = other;
        knowsWhole = true;
    }

    /** After a text that asked for no family: the other name may be forgotten. */
    void forgetWholeUnlessSettled() {
        if (!settled) {
            whole(this);
            knowsWhole = false;
        }
    }

    /**
     * The family of samples with this name, by what was said of it until the first of them came; that of an earlier text if nothing
     * changed.
     */
    MetricFamily family() {
        MetricFamily known = family;
        if (settled && known != null) {
            over.hasSamples = true;
            return known;
        }
        settled = true;
        whole.in(text);
        over = !typed && whole != this && whole.hasPart(name) ? whole : this;
        over.hasSamples = true;
        MetricType values = over == this ? ownType() : over.gaugeHistogram ? MetricType.GAUGE : MetricType.COUNTER;
        if (known == null
                || known.type() != values
                || known.textType() != over.type
                || !known.textName().equals(over.name)
                || !known.help().equals(over.help)) {
            known = new MetricFamily(name, values, over.help, over.type, over.name, List.of());
            family = known;
        }
        return known;
    }

    private boolean hasPart(String part) {
        return type == TextType.HISTOGRAM || (type == TextType.SUMMARY && !part.endsWith(BUCKET));
    }

    /** What is untyped by a name that ends like a counter's most likely is one. */
    private MetricType ownType() {
        boolean counts = type == TextType.COUNTER || (type == TextType.UNTYPED && name.endsWith("_total"));
        return counts ? MetricType.COUNTER : MetricType.GAUGE;
    }

    /** A line with this name is remembered. */
    void remember() {
        remembered = true;
        whole.remembered = true;
    }

    boolean isRemembered() {
        return remembered;
    }
}
