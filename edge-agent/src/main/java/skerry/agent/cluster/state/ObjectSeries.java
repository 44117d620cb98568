package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.Quantity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Writes the series of one object: each has the labels that name the object, none is written twice, and there is a bound
 * to their number and to the length of their labels, whatever the object says. Not thread-safe.
 */
final class ObjectSeries {
    /** A pod with 200 containers that have all states and resources has about 4,000. */
    static final int MAX_SERIES = 10_000;

    static final int MAX_LABEL_CHARS = 1_024;

    private static final List<String> CONDITIONS = List.of("true", "false", "unknown");

    private static final RecentTexts TEXTS = new RecentTexts();

    private final SampleSink sink;
    private final String[] own;
    private final Set<Series> written = new HashSet<>();
    /** Many of an object's series have the same labels, which are kept once. */
    private final Map<Labels, Labels> labelSets = new HashMap<>();

    private int leftOut;

    private record Series(String metric, Labels labels) {}

    /** @param own names and values, by turns, of the labels that name the object */
    ObjectSeries(SampleSink sink, String... own) {
        this.sink = sink;
        this.own = own.clone();
        for (int i = 1; i < this.own.length; i += 2) {
            this.own[i] = bounded(this.own[i]);
        }
    }

    /** @param more names and values, by turns, of labels beside those that name the object */
    void add(MetricFamily family, double value, String... more) {
        if (written.size() == MAX_SERIES) {
            leftOut++;
            return;
        }
        String[] all = Arrays.copyOf(own, own.length + more.length);
        for (int i = 0; i < more.length; i++) {
            all[own.length + i] = i % 2 == 0 ? more[i] : bounded(more[i]);
        }
        var labels = labelSets.computeIfAbsent(Labels.of(all), same -> same);
        if (written.add(new Series(family.name(), labels))) {
            sink.add(family, labels, value);
        }
    }

    void flag(MetricFamily family, boolean value, String... more) {
        add(family, value ? 1 : 0, more);
    }

    /** Seconds since 1970; nothing where there is no time. */
    void time(MetricFamily family, @Nullable String time, String... more) {
        if (time != null) {
            instant(time)
                    .ifPresentOrElse(instant -> add(family, (double) instant.getEpochSecond(), more), () -> leftOut++);
        }
    }

    /** The time in RFC 3339, as the API server writes it; empty for anything else. */
    static Optional<Instant> instant(@Nullable String time) {
        try {
            return time == null
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** An amount to the thousandth; nothing where there is none. */
    void thousandths(MetricFamily family, @Nullable Quantity quantity, String... more) {
        amount(family, quantity, Amount::inThousandths, more);
    }

    /** A whole amount; nothing where there is none. */
    void whole(MetricFamily family, @Nullable Quantity quantity, String... more) {
        amount(family, quantity, Amount::whole, more);
    }

    private void amount(
            MetricFamily family, @Nullable Quantity quantity, ToDoubleFunction<Amount> value, String... more) {
        if (quantity != null) {
            Amount.of(quantity)
                    .ifPresentOrElse(amount -> add(family, value.applyAsDouble(amount), more), () -> leftOut++);
        }
    }

    /** A number where the object says one, which may be zero. */
    void given(MetricFamily family, @Nullable Number number) {
        if (number != null) {
            add(family, number.doubleValue());
        }
    }

    /** The version of an object in the API, which is a number wherever the store is etcd or kine. */
    void version(MetricFamily family, @Nullable String version) {
        if (version != null && version.matches("\\d{1,18}")) {
            add(family, (double) Long.parseLong(version));
        }
    }

    /** One series for each value of the label, 1 for the one that applies. */
    void oneOf(MetricFamily family, String label, List<String> values, @Nullable String actual, String... more) {
        for (String value : values) {
            flag(family, value.equals(actual), with(more, label, value));
        }
    }

    /** A condition's status as three series: true, false and unknown. */
    void condition(MetricFamily family, String label, @Nullable String status, String... more) {
        for (String word : CONDITIONS) {
            flag(family, word.equalsIgnoreCase(status), with(more, label, word));
        }
    }

    /** How many series had no room, or no value that can be read. */
    int leftOut() {
        return leftOut;
    }

    private static String[] with(String[] more, String name, String value) {
        String[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = name;
        all[more.length + 1] = value;
        return all;
    }

    private static String bounded(String value) {
        if (value.length() <= MAX_LABEL_CHARS) {
            return TEXTS.of(value);
        }
        boolean splitsPair = Character.isHighSurrogate(value.charAt(MAX_LABEL_CHARS - 1));
        return value.substring(0, splitsPair ? MAX_LABEL_CHARS - 1 : MAX_LABEL_CHARS);
    }
}
