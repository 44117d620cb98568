package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.agent.query.RingSeries;
import skerry.agent.ring.RingReader;
import skerry.platform.config.Units;
import skerry.promql.Answer;
import skerry.promql.Evaluator;
import skerry.promql.Expr;
import skerry.promql.LabelSets;
import skerry.promql.Parsed;
import skerry.promql.Parser;
import skerry.promql.QueryLimits;
import skerry.promql.Refusal;
import skerry.promql.Value;
import skerry.protocol.series.Labels;

/** Prints what a PromQL expression is, at a moment or over a span. */
@Command(
        name = "promql",
        mixinStandardHelpOptions = true,
        description =
                "Prints what a PromQL expression is, now or at another time; docs/promql.md tells what it may use.")
final class QueryPromqlCommand implements Callable<Integer> {
    private final InstantSource wall;
    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Parameters(
            index = "0",
            paramLabel = "EXPR",
            description = "An expression, such as 'rate(node_network_receive_bytes_total[5m])'.")
    @SuppressWarnings("NullAway.Init")
    private String text;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "At a moment: this long ago (30s, 15m, 2h, 7d) or 2026-11-21T10:00:00Z. Usually now.")
    private @Nullable String at;

    @Option(names = "--from", paramLabel = "TIME", description = "From a moment on, written as with --at.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "With --from: up to a moment. Usually now.")
    private @Nullable String to;

    @Option(
            names = "--step",
            paramLabel = "DURATION",
            description = "With --from: from one value to the next. Usually 1m.")
    private @Nullable String step;

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    QueryPromqlCommand(InstantSource wall, PrintStream target) {
        this.wall = wall;
        this.target = target;
    }

    @Override
    public Integer call() throws Exception {
        checkOptions();
        Expr expr = expression();
        try (RingReader reader = ring.open();
                var out = new QueryOutput(target)) {
            Answer answer = answer(expr, new Evaluator(new RingSeries(reader), QueryLimits.USUAL));
            QueryLogsCommand.warnOfDamage(reader, spec.commandLine().getErr());
            return switch (answer) {
                case Answer.Result(var value) -> {
                    print(value, out);
                    yield ExitCode.OK;
                }
                case Answer.Refused(var refusal)
                when refusal.kind() == Refusal.Kind.MALFORMED -> throw misuse(refusal.message());
                case Answer.Refused(var refusal) -> {
                    spec.commandLine().getErr().println("skerry-agent: " + refusal.message());
                    yield ExitCode.SOFTWARE;
                }
            };
        }
    }

    private void checkOptions() {
        if (at != null && from != null) {
            throw misuse("--at and --from cannot go together: ask for a moment or for a span");
        }
        if (from == null && (to != null || step != null)) {
            throw misuse("--to and --step need --from");
        }
    }

    private Expr expression() {
        return switch (new Parser().parse(text)) {
            case Parsed.Expression(var expr) -> expr;
            case Parsed.Refused(var refusal) -> throw misuse(refusal.message());
        };
    }

    private Answer answer(Expr expr, Evaluator evaluator) throws IOException {
        if (from == null) {
            return evaluator.instant(expr, moment("--at", at));
        }
        return evaluator.range(expr, moment("--from", from), moment("--to", to), stepMillis());
    }

    private long moment(String option, @Nullable String moment) {
        return moment == null ? wall.millis() : MomentText.millis(option, moment, wall, spec);
    }

    private long stepMillis() {
        if (step == null) {
            return Duration.ofMinutes(1).toMillis();
        }
        try {
            return Units.duration(step).toMillis();
        } catch (IllegalArgumentException e) {
            throw misuse("--step cannot be '" + step + "': it " + e.getMessage());
        }
    }

    private void print(Value value, QueryOutput out) throws IOException {
        switch (value) {
            case Value.Scalar scalar -> printNumber(scalar, out);
            case Value.Text texted -> printText(texted, out);
            case Value.InstantVector vector -> printVector(vector, out);
            case Value.RangeVector vector -> printLines(vector, out);
        }
    }

    private void printNumber(Value.Scalar scalar, QueryOutput out) throws IOException {
        if (json) {
            printObject(Labels.NONE, scalar.timeMillis(), scalar.value(), out);
        } else {
            out.line(QueryMetricsCommand.number(scalar.value()));
        }
    }

    private void printText(Value.Text texted, QueryOutput out) throws IOException {
        if (json) {
            out.json().writeStartObject();
            out.json().writeNumberField("time", texted.timeMillis());
            out.json().writeStringField("text", texted.value());
            out.json().writeEndObject();
        } else {
            out.line(texted.value());
        }
    }

    private void printVector(Value.InstantVector vector, QueryOutput out) throws IOException {
        int width = vector.samples().stream()
                .mapToInt(sample -> LabelSets.text(sample.labels()).length())
                .max()
                .orElse(0);
        for (var sample : vector.samples()) {
            if (json) {
                printObject(sample.labels(), vector.timeMillis(), sample.value(), out);
            } else {
                String series = LabelSets.text(sample.labels());
                out.line(series + " ".repeat(width - series.length() + 2) + QueryMetricsCommand.number(sample.value()));
            }
            if (!out.next()) {
                return;
            }
        }
        if (vector.samples().isEmpty()) {
            complain("at " + Instant.ofEpochMilli(vector.timeMillis()));
        }
    }

    private void printLines(Value.RangeVector vector, QueryOutput out) throws IOException {
        for (var line : vector.lines()) {
            String series = LabelSets.text(line.labels());
            for (var point : line.points()) {
                if (json) {
                    printObject(line.labels(), point.timeMillis(), point.value(), out);
                } else {
                    out.line(Instant.ofEpochMilli(point.timeMillis()) + " " + series + " "
                            + QueryMetricsCommand.number(point.value()));
                }
                if (!out.next()) {
                    return;
                }
            }
        }
        if (vector.lines().isEmpty()) {
            complain("in this span");
        }
    }

    private static void printObject(Labels labels, long timeMillis, double value, QueryOutput out) throws IOException {
        JsonGenerator object = out.json();
        object.writeStartObject();
        object.writeNumberField("time", timeMillis);
        String name = labels.get(LabelSets.NAME);
        if (!name.isEmpty()) {
            object.writeStringField("name", name);
        }
        out.labels(LabelSets.withoutName(labels));
        object.writeNumberField("value", value); // NaN and infinities become strings.
        object.writeEndObject();
    }

    private void complain(String when) {
        spec.commandLine()
                .getErr()
                .println(
                        "skerry-agent: the expression yields nothing " + when
                                + ": 'query series' prints the series that the ring knows, --at and --from look at other times");
    }

    private CommandLine.ParameterException misuse(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
