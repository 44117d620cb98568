package skerry.system.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import skerry.simulator.ChildProcess;

/**
 * One command of skerry-agent, run to its end as a process of its own.
 *
 * @param out what it printed; empty if it was handed over line by line
 * @param err what it complained about
 */
public record AgentCommand(int exitCode, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs, for example, {@code query account --json --data DIR}. */
    public static AgentCommand run(String... arguments) throws IOException, InterruptedException {
        var out = new StringBuilder();
        AgentCommand command = stream(line -> out.append(line).append('\n'), arguments);
        return new AgentCommand(command.exitCode, out.toString(), command.err);
    }

    /** Runs it and hands over what it prints line by line, however much that is. */
    public static AgentCommand stream(Consumer<String> lines, String... arguments)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile("skerry-agent-", ".err");
        try {
            List<String> command =
                    ChildProcess.command("agent", Checkout.home(), "edge-agent", "agent", List.of(arguments));
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            try (var in = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), 1 << 16)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.accept(line);
                }
            } finally {
                process.destroy();
            }
            return new AgentCommand(process.waitFor(), "", Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    /** What it printed, as one JSON value. */
    public JsonNode json() throws IOException {
        if (exitCode != 0) {
            throw new IOException("skerry-agent ended with " + exitCode + ": " + err);
        }
        return JSON.readTree(out);
    }
}
