package skerry.hub.cli;

import java.io.IOException;
import java.io.PrintWriter;
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
