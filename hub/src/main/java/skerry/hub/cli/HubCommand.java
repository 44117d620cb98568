package skerry.hub.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks the running hub. */
abstract class HubCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Asks the hub and prints what came of it. */
    abstract void run(LocalHub hub, PrintWriter out) throws IOException;

    /**
     * Waits before the hub is asked again.
     *
     * @param meanwhile what goes on without this program, should it be interrupted
     */
    static void pause(Duration span, String meanwhile) throws IOException {
        try {
            Thread.sleep(span);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted; " + meanwhile);
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public final Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (var hub = LocalHub.of(options.load().data())) {
            run(hub, out);
        }
        out.flush();
        return 0;
    }
}
