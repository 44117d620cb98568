package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A preview that reads lines and writes lines. Exit code 2, and one sentence, for input that cannot be used. */
abstract class LineCommand implements Callable<Integer> {
    private static final int WRONG_INPUT = 2;

    /** Half a surrogate pair may stand in a text, which UTF-8 cannot say: so all that is not ASCII is escaped. */
    static final JsonFactory JSON = new JsonFactoryBuilder()
            .rootValueSeparator("")
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final InputStream stdin;
    private final OutputStream stdout;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "File to read; - is standard input.")
    private String file = "-";

    @Option(names = "--json", description = "One JSON object per line.")
    private boolean json;

    LineCommand(InputStream stdin, OutputStream stdout) {
        this.stdin = stdin;
        this.stdout = stdout;
    }

    @Override
    public final Integer call() throws IOException {
        try (InputLines lines = InputLines.open(file, stdin)) {
            var out = new BufferedWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
            try {
                if (json) {
                    var generator = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                    previewJson(lines, generator, out);
                    generator.close();
                } else {
                    preview(lines, out);
                }
            } finally {
                out.flush();
            }
            return 0;
        } catch (InputException e) {
            complain(e);
            return WRONG_INPUT;
        }
    }

    /** What was named on the command line. */
    final String file() {
        return file;
    }

    abstract void preview(InputLines lines, Writer out) throws InputException, IOException;

    /** @param out writes to {@code lineEnds}, which needs a line feed after each object */
    abstract void previewJson(InputLines lines, JsonGenerator out, Writer lineEnds) throws InputException, IOException;

    private void complain(InputException problem) {
        if (spec != null) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(problem.getMessage());
            err.flush();
        }
    }
}
