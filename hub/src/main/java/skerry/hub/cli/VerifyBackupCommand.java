package skerry.hub.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.hub.backup.RecoveryKey;
import skerry.hub.backup.Verification;

/** Reads all of the backups in a folder. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Reads and opens every piece of every backup in a folder, and says which are whole. Needs no hub.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there are backups, and all are whole",
            "1:one is not whole, or there is none; a sentence says why",
            "2:wrong use"
        })
public final class VerifyBackupCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder that was backed up to.")
    @SuppressWarnings("NullAway.Init")
    private Path from;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "File with the recovery key.")
    @SuppressWarnings("NullAway.Init")
    private Path key;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        boolean whole = new Verification(RecoveryKey.read(key), sentence -> {
                    out.println(sentence);
                    out.flush();
                })
                .of(from);
        return whole ? 0 : 1;
    }
}
