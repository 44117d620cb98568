package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import skerry.agent.config.ConfigSource;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.Redaction;
import skerry.agent.privacy.Redactor;
import skerry.platform.config.ConfigException;

/** Shows what redaction would make of lines, without an agent running. */
@Command(
        name = "redact",
        mixinStandardHelpOptions = true,
        description = {
            "Shows lines as they would be stored, without personal data and secrets.",
            "With --json each input line is {\"id\",\"text\"}, and each output line has \"spans\" beside them:",
            "[[start,end,\"kind\"]...] in code points of the input text."
        })
public final class PreviewRedactCommand extends LineCommand {
    private final Supplier<Redactor> usual;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration whose privacy.rules and privacy.allow count; without one, the usual rules.")
    private @Nullable Path config;

    /** @param usual by the rules that every agent has */
    public PreviewRedactCommand(Supplier<Redactor> usual, InputStream stdin, OutputStream stdout) {
        super(stdin, stdout);
        this.usual = usual;
    }

    private Redactor redactor() throws InputException {
        if (config == null) {
            return usual.get();
        }
        try {
            return PolicyRedactor.masked(
                    new ConfigSource(Optional.of(config), Map.of()).load().privacy());
        } catch (ConfigException e) {
            throw new InputException(String.valueOf(e.getMessage()));
        }
    }

    /** A line of the input with {@code --json}. */
    private record Sample(String id, String text) {}

    @Override
    void preview(InputLines lines, Writer out) throws InputException, IOException {
        Redactor redactor = redactor();
        String line;
        while ((line = lines.next()) != null) {
            out.write(redactor.redact(line));
            out.write('\n');
        }
    }

    @Override
    void previewJson(InputLines lines, JsonGenerator out, Writer lineEnds) throws InputException, IOException {
        Redactor redactor = redactor();
        String line;
        while ((line = lines.next()) != null) {
            Sample sample = parse(lines, line);
            write(sample, redactor.inspect(sample.text), out);
            out.flush();
            lineEnds.write('\n');
        }
    }

    private static Sample parse(InputLines lines, String line) throws InputException, IOException {
        String id = null;
        String text = null;
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw lines.wrong("is no JSON object: write {\"id\":…,\"text\":\"…\"}");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("id") && value.isScalarValue()) {
                    id = parser.getValueAsString();
                } else if (name.equals("text") && value == JsonToken.VALUE_STRING) {
                    text = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw lines.wrong(
                    "is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse("it cannot be read"));
        }
        if (id == null || text == null) {
            throw lines.wrong("has no " + (id == null ? "id" : "text") + ": write {\"id\":…,\"text\":\"…\"}");
        }
        return new Sample(id, text);
    }

    private static void write(Sample sample, Redaction redaction, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", sample.id);
        out.writeStringField("text", redaction.text());
        out.writeArrayFieldStart("spans");
        int chars = 0;
        int codePoints = 0;
        for (Redaction.Finding finding : redaction.findings()) {
            codePoints += sample.text.codePointCount(chars, finding.start());
            int length = sample.text.codePointCount(finding.start(), finding.end());
            out.writeStartArray();
            out.writeNumber(codePoints);
            out.writeNumber(codePoints + length);
            out.writeString(finding.kind());
            out.writeEndArray();
            codePoints += length;
            chars = finding.end();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
