package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.agent.collect.Exposition;
import skerry.agent.collect.scrape.MetricsText;
import skerry.agent.collect.scrape.ParsedSample;
import skerry.agent.collect.scrape.ScrapeLimits;
import skerry.agent.collect.scrape.TextFormatException;
import skerry.protocol.series.Labels;

/** {@code preview scrape}: the samples that the agent would take from metrics text, or the line that it would refuse. */
@Command(
        name = "scrape",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the samples of metrics text, or the first line that makes the agent refuse it.",
            "Prometheus text 0.0.4 and OpenMetrics 1.0 are read as strictly as they are specified."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the text is accepted",
            "1:it is refused: line and reason are on standard error",
            "2:wrong use"
        })
public final class PreviewScrapeCommand implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final int WRONG_INPUT = 2;
    private static final ScrapeLimits LIMITS = new ScrapeLimits(32 << 20, 64 << 10, 200_000, 64, 4_096);

    private final InputStream stdin;
    private final OutputStream stdout;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "File to read; - is standard input.")
    private String file = "-";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "prometheus (text 0.0.4), openmetrics (1.0), or auto: by the text. Default: auto.")
    private Format format = Format.AUTO;

    @Option(names = "--json", description = "One JSON object per sample.")
    private boolean json;

    private enum Format {
        AUTO,
        PROMETHEUS,
        OPENMETRICS
    }

    public PreviewScrapeCommand(InputStream stdin, OutputStream stdout) {
        this.stdin = stdin;
        this.stdout = stdout;
    }

    @Override
    public Integer call() throws IOException {
        try {
            byte[] text = InputLines.bytes(file, stdin, LIMITS.maxBytes() + 1);
            List<ParsedSample> samples = form(text).parse(text, LIMITS);
            var out = new BufferedWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
            if (json) {
                writeJson(samples, out);
            } else {
                writeText(samples, out);
            }
            out.flush();
            return 0;
        } catch (TextFormatException e) {
            complain(e);
            return REFUSED;
        } catch (InputException e) {
            complain(e);
            return WRONG_INPUT;
        }
    }

    private MetricsText form(byte[] text) {
        return switch (format) {
            case AUTO -> MetricsText.of(text);
            case PROMETHEUS -> MetricsText.PROMETHEUS;
            case OPENMETRICS -> MetricsText.OPENMETRICS;
        };
    }

    private static void writeText(List<ParsedSample> samples, Writer out) throws IOException {
        for (ParsedSample sample : samples) {
            Exposition.writeSample(sample.family(), sample.labels(), sample.value(), out);
            if (sample.timestampMillis().isPresent()) {
                out.append(' ').append(Long.toString(sample.timestampMillis().getAsLong()));
            }
            out.append('\n');
        }
    }

    private static void writeJson(List<ParsedSample> samples, Writer out) throws IOException {
        var object = LineCommand.JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        for (ParsedSample sample : samples) {
            object.writeStartObject();
            object.writeNumberField("line", sample.line());
            object.writeStringField("name", sample.family().name());
            object.writeStringField("type", sample.family().type().name().toLowerCase(Locale.ROOT));
            object.writeObjectFieldStart("labels");
            Labels labels = sample.labels();
            for (int i = 0; i < labels.size(); i++) {
                object.writeStringField(labels.name(i), labels.value(i));
            }
            object.writeEndObject();
            object.writeNumberField("value", sample.value()); // NaN and infinities become strings.
            if (sample.timestampMillis().isPresent()) {
                object.writeStringField(
                        "time",
                        Instant.ofEpochMilli(sample.timestampMillis().getAsLong())
                                .toString());
            }
            object.writeEndObject();
            object.flush();
            out.write('\n');
        }
    }

    private void complain(Exception problem) {
        if (spec != null) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(problem.getMessage());
            err.flush();
        }
    }
}
