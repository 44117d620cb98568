package skerry.agent.cli;

import java.io.PrintStream;
import java.util.Locale;
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

/** Prints which series the ring knows. */
@Command(name = "series", mixinStandardHelpOptions = true, description = "Prints the series that the ring knows.")
final class QuerySeriesCommand implements Callable<Integer> {
    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SERIES",
            defaultValue = "",
            description = "Only those of a metric, such as node_load1; usually all.")
    private String series = "";

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    QuerySeriesCommand(PrintStream target) {
        this.target = target;
    }

    @Override
    public Integer call() throws Exception {
        SeriesSelector selector = selector();
        try (RingReader reader = ring.open();
                var out = new QueryOutput(target)) {
            for (Series found : reader.series(selector)) {
                if (json) {
                    out.json().writeStartObject();
                    out.json().writeStringField("name", found.name());
                    out.labels(found.labels());
                    out.json().writeStringField("type", found.type().name().toLowerCase(Locale.ROOT));
                    out.json().writeEndObject();
                } else {
                    out.line(found.toString());
                }
                if (!out.next()) {
                    break;
                }
            }
        }
        return 0;
    }

    private SeriesSelector selector() {
        try {
            return SeriesSelector.parse(series);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
