package skerry.hub;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import skerry.platform.cli.Program;

/** A start of {@code skerry-hub run} that must end by itself. */
record FailedStart(int code, String said) {
    static FailedStart of(String... settings) {
        var said = new StringWriter();
        var line = Main.commands();
        line.setErr(new PrintWriter(said, true));
        line.setOut(new PrintWriter(said, true));
        var arguments = new ArrayList<>(List.of("run"));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        int code = Program.run(line, arguments.toArray(String[]::new));
        return new FailedStart(code, said.toString().strip());
    }
}
