package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import skerry.protocol.RecordCounts;
import skerry.protocol.series.Labels;

/**
 * Writes results as they come: lines of a table, or one JSON object a line. Notices when nobody reads on, as behind
 * {@code head}.
 */
final class QueryOutput implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    /** Results after which is looked whether somebody still reads. */
    private static final int LOOK_EVERY = 1024;

    private final PrintStream target;
    private final OutputStream out;
    private final JsonGenerator json;
    private int results;

    QueryOutput(PrintStream target) throws IOException {
        this.target = target;
        this.out = new BufferedOutputStream(target, BUFFER);
        this.json = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    /** For one object at a time. */
    JsonGenerator json() {
        return json;
    }

    /** Writes the start of a table's line. */
    void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    void line(String text) throws IOException {
        text(text);
        out.write('\n');
    }

    /** Ends a result; says whether somebody still reads. */
    boolean next() throws IOException {
        results++;
        if (results % LOOK_EVERY != 0) {
            return true;
        }
        json.flush();
        out.flush();
        return !target.checkError();
    }

    void labels(Labels labels) throws IOException {
        json.writeObjectFieldStart("labels");
        for (int i = 0; i < labels.size(); i++) {
            json.writeStringField(labels.name(i), labels.value(i));
        }
        json.writeEndObject();
    }

    void records(String field, RecordCounts records) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeNumberField("samples", records.samples());
        json.writeNumberField("lines", records.lines());
        json.writeNumberField("events", records.events());
        json.writeEndObject();
    }

    /** Ends the last line and hands everything on; the target stays open. */
    @Override
    public void close() throws IOException {
        boolean wroteJson = json.getOutputContext().getEntryCount() > 0;
        json.flush();
        if (wroteJson) {
            out.write('\n');
        }
        out.flush();
        target.flush();
    }
}
