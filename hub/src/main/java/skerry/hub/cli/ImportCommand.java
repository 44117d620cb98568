package skerry.hub.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.hub.ingest.stick.Imported;
import skerry.hub.ingest.stick.StickImport;
import skerry.platform.files.Arrivals;
import skerry.platform.files.LocalDisk;
import skerry.protocol.stick.StickLayout;

/** Hands the data on a stick to the running hub, and writes its receipts to the stick. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Hands the data on a stick to the running hub, and writes the hub's receipts to the stick.",
            "Importing a stick again does no harm."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything on the stick is at the hub",
            "1:something could not be imported; a sentence says what",
            "2:wrong use, or a wrong configuration"
        })
public final class ImportCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "DIR", description = "The folder at which the stick is mounted.")
    private Path folder = Path.of("");

    @Option(
            names = "--watch",
            description =
                    "Goes on until it is ended: imports each stick that is mounted at DIR or up to two folders below,"
                            + " once for each time it is put in.")
    private boolean watch;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (LocalHub hub = LocalHub.of(options.load().data())) {
            var disk = new LocalDisk();
            var sticks = new StickImport(disk, new RemoteDesk(hub), new RemoteDoor(hub));
            if (!watch) {
                return print(sticks.run(folder, this::say)) ? 0 : 1;
            }
            var arrivals = new Arrivals(disk, List.of(folder), StickLayout.ROOT, _ -> true, _ -> "");
            while (true) {
                for (Path stick : arrivals.look()) {
                    importTo(sticks, stick);
                }
                Thread.sleep(LOOK_EVERY);
            }
        }
    }

    /** One bad stick does not end the watch. */
    private void importTo(StickImport sticks, Path stick) {
        say("importing the stick at " + stick);
        try {
            boolean _ = print(sticks.run(stick, this::say));
        } catch (IOException e) {
            say(String.valueOf(e.getMessage()));
        }
    }

    private boolean print(List<Imported> imported) {
        boolean whole = true;
        for (Imported one : imported) {
            String name = one.agent().isEmpty() ? "agent " + one.uid() : one.agent();
            String what = one.stored() == 0 && one.known() > 0
                    ? "already known, nothing new"
                    : one.stored() + " batches new, " + one.known() + " already known";
            say(name + ": " + what + (one.refused() > 0 ? ", " + one.refused() + " refused" : "")
                    + (one.receipt() ? "; receipt written" : ""));
            one.problems().forEach(this::say);
            whole &= one.problems().isEmpty() && one.refused() == 0;
        }
        say(imported.isEmpty() ? "There is no agent's data on the stick." : "It is safe to remove the stick.");
        return whole;
    }

    private void say(String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(sentence);
        out.flush();
    }
}
