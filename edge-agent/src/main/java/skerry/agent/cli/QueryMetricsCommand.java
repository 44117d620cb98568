package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.SeriesSelector;
import skerry.protocol.series.Series;

/** Prints the samples of a metric. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description = "Prints the samples of a metric over a span, as they were collected.")
final class QueryMetricsCommand implements Callable<Integer> {
    private final InstantSource wall;
    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Mixin
    private SpanOption span = new SpanOption();

    @Parameters(
            index = "0",
            paramLabel = "SERIES",
            description = "A metric, such as node_load1, or 'node_cpu_seconds_total{mode=\"idle\"}'.")
    @SuppressWarnings("NullAway.Init")
    private String series;

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    QueryMetricsCommand(InstantSource wall, PrintStream target) {
        this.wall = wall;
        this.target = target;
    }

    @Override
    public Integer call() throws Exception {
        SeriesSelector selector = selector();
        try (RingReader reader = ring.open();
                var out = new QueryOutput(target)) {
            boolean[] found = {false};
            reader.samples(selector, span.fromMillis(wall), span.toMillis(wall), (sampled, time, value) -> {
                found[0] = true;
                return print(sampled, time, value, out);
            });
            if (!found[0]) {
                spec.commandLine().getErr().println(nothing(reader, selector));
            }
            QueryLogsCommand.warnOfDamage(reader, spec.commandLine().getErr());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return 0;
    }

    private String nothing(RingReader reader, SeriesSelector selector) throws SQLException {
        return reader.series(selector).isEmpty()
                ? "skerry-agent: the ring knows no series " + series + ": 'query series' prints those it knows"
                : "skerry-agent: there are no samples of " + series + " in this span: widen it with --since";
    }

    private SeriesSelector selector() {
        try {
            return SeriesSelector.parse(series);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private boolean print(Series sampled, long time, double value, QueryOutput out) {
        try {
            if (json) {
                JsonGenerator object = out.json();
                object.writeStartObject();
                object.writeNumberField("time", time);
                object.writeStringField("name", sampled.name());
                out.labels(sampled.labels());
                object.writeNumberField("value", value); // NaN and infinities become strings.
                object.writeEndObject();
            } else {
                out.line(Instant.ofEpochMilli(time) + " " + sampled + " " + number(value));
            }
            return out.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole numbers without a fraction, as they were read. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
