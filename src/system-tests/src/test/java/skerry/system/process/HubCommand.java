package skerry.system.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import skerry.simulator.ChildProcess;

/**
 * One command of skerry-hub, run to its end as a process of its own.
 *
 * @param out what it printed, its complaints too
 */
public record HubCommand(int exitCode, String out) {
    /** Runs, for example, {@code import /media/stick --data DIR}. */
    public static HubCommand run(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ChildProcess.command("hub", Checkout.home(), "hub", "hub", List.of(arguments)))
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new HubCommand(process.waitFor(), out);
    }
}
