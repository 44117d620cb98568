package skerry.hub.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import skerry.hub.store.OnlineCopy;

/** The keys and certificates in a data folder, which are written once. */
public record KeyFiles(Path data) implements OnlineCopy {
    private static final List<String> NAMES = List.of("identity", "ca.p12", "ca.pem", BackupKey.FILE);

    @Override
    public void copyTo(Taker taker) throws IOException {
        for (String name : NAMES) {
            Path file = data.resolve(name);
            taker.take(name, "", out -> Files.copy(file, out));
        }
    }
}
