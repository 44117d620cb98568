package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has the running hub make a backup, and waits for it. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Has the running hub back itself up: all data, keys and certificates, sealed so that only the recovery key opens"
                    + " them. What an earlier backup in the folder has is not written again.",
            "First make a recovery key, once, with skerry-hub backup-key."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the backup is whole",
            "1:there is no new backup; one sentence on standard error says why",
            "2:wrong use, or a wrong configuration"
        })
public final class BackupCommand extends HubCommand {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Folder on the hub's machine that is there; the one of setting backup.to if not given.")
    private @Nullable Path to;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description =
                    "Deletes all but the newest N. With backup.to as configured there, otherwise none is deleted.")
    private @Nullable Integer keep;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        var order = new LinkedHashMap<String, Object>();
        if (to != null) {
            order.put("to", to.toAbsolutePath().normalize().toString());
        }
        if (keep != null) {
            order.put("keep", keep);
        }
        long before = hub.send("POST", "/api/v1/backup", order).path("ended").asLong();
        String last = "";
        while (true) {
            JsonNode now = hub.get("/api/v1/backup");
            if (now.path("ended").asLong() > before) {
                end(now, out);
                return;
            }
            String file = now.at("/running/file").asText();
            if (!file.isEmpty() && !file.equals(last)) {
                last = file;
                out.println("reading " + file + ", " + mib(now.at("/running/bytes")) + " MiB so far, "
                        + mib(now.at("/running/written")) + " of them new");
                out.flush();
            }
            pause(LOOK_EVERY, "the hub goes on with the backup");
        }
    }

    private static void end(JsonNode now, PrintWriter out) throws IOException {
        if (now.has("failed")) {
            throw new IOException("no backup was made: " + now.at("/failed/why").asText());
        }
        JsonNode good = now.path("good");
        out.println("Backed up to " + good.path("to").asText() + " as "
                + good.path("name").asText() + ": commit "
                + good.path("lsn").asLong() + ", " + mib(good.path("bytes")) + " MiB, " + mib(good.path("written"))
                + " of them new.");
    }

    private static long mib(JsonNode bytes) {
        return bytes.asLong() >> 20;
    }
}
