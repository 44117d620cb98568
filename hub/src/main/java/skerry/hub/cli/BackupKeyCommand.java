package skerry.hub.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.hub.backup.BackupKey;
import skerry.hub.backup.RecoveryKey;
import skerry.platform.PrivateFile;

/** Makes the key that opens backups, and leaves the hub the half that only seals them. */
@Command(
        name = "backup-key",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the recovery key of this hub's backups and prints it, once: the hub keeps only what seals. Without it no"
                    + " backup can be opened by anyone, so keep it apart from the hub, on paper or among your passwords.",
            "A new key (--replace) does not open older backups, and the next backup is a full one."
        })
public final class BackupKeyCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--to", paramLabel = "FILE", description = "Writes it to a new file instead of printing it.")
    private @Nullable Path to;

    @Option(names = "--replace", description = "Makes a new key although there is one.")
    private boolean replace;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path data = options.load().data();
        if (!Files.isDirectory(data)) {
            throw new IOException(
                    "there is no data folder " + data + ": start the hub once, or name its folder with --data");
        }
        if (BackupKey.isIn(data) && !replace) {
            throw new IOException(
                    "this hub has a backup key: use its recovery key, or make a new one with --replace if that is lost");
        }
        RecoveryKey key = RecoveryKey.generate(new SecureRandom());
        if (to != null) {
            write(to, data, key);
        }
        key.backupKey().write(data);
        if (to == null) {
            out.println(key.text());
            out.println("Write it down now: it is shown only once, and no backup can be opened without it.");
        } else {
            out.println("The recovery key is in " + to
                    + ". Take the file off this machine: no backup can be opened without it.");
        }
        out.flush();
        return 0;
    }

    private static void write(Path to, Path data, RecoveryKey key) throws IOException {
        if (Files.exists(to)) {
            throw new FileAlreadyExistsException(to.toString(), null, "is there already: name a new file");
        }
        if (to.toAbsolutePath().normalize().startsWith(data.toAbsolutePath().normalize())) {
            throw new IOException(
                    "the recovery key must not be in the data folder: it is for the day when that is lost");
        }
        PrivateFile.write(to, (key.text() + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
