package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import skerry.agent.privacy.Redactor;
import skerry.agent.summary.Pattern;
import skerry.agent.summary.PatternMiner;

/** Shows the pattern of each line, mined as the agent does: after redaction, and with what later lines taught. */
@Command(
        name = "patterns",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the log pattern of each line: its id, a tab, and its template with <*>.",
            "With --json the same as {\"id\",\"template\"}. The input is one message per line."
        })
public final class PreviewPatternsCommand extends LineCommand {
    private final Supplier<Redactor> redactors;
    private final Supplier<PatternMiner> miners;

    /** @param miners makes the miner of one run, as the agent's is made */
    public PreviewPatternsCommand(
            Supplier<Redactor> redactors, Supplier<PatternMiner> miners, InputStream stdin, OutputStream stdout) {
        super(stdin, stdout);
        this.redactors = redactors;
        this.miners = miners;
    }

    @Override
    void preview(InputLines lines, Writer out) throws InputException, IOException {
        for (Pattern pattern : patterns(lines)) {
            out.write(HexFormat.of().toHexDigits(pattern.id()) + "\t" + pattern.template() + "\n");
        }
    }

    @Override
    void previewJson(InputLines lines, JsonGenerator out, Writer lineEnds) throws InputException, IOException {
        for (Pattern pattern : patterns(lines)) {
            out.writeStartObject();
            out.writeStringField("id", HexFormat.of().toHexDigits(pattern.id()));
            out.writeStringField("template", pattern.template());
            out.writeEndObject();
            out.flush();
            lineEnds.write('\n');
        }
    }

    private List<Pattern> patterns(InputLines lines) throws InputException {
        PatternMiner miner = miners.get();
        var patterns = new ArrayList<Pattern>();
        String line;
        while ((line = lines.next()) != null) {
            patterns.add(miner.mine(file(), redactors.get().redact(line)));
        }
        patterns.replaceAll(miner::current);
        return patterns;
    }
}
