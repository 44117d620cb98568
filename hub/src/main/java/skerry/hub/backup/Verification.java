package skerry.hub.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import skerry.hub.backup.BackedFile.Piece;
import skerry.protocol.Bytes;

/** Reads every piece of every backup in a folder, and says which backups are whole. */
public final class Verification {
    private final RecoveryKey recovery;
    private final Consumer<String> say;
    private final Map<Bytes, Optional<String>> checked = new HashMap<>();

    /** @param say told of each backup in one sentence */
    public Verification(RecoveryKey recovery, Consumer<String> say) {
        this.recovery = recovery;
        this.say = say;
    }

    /** @return whether there are backups and all are whole */
    public boolean of(Path from) throws IOException {
        var folder = BackupFolder.toRead(from, recovery.backupKey());
        var names = folder.backups();
        boolean whole = !names.isEmpty();
        if (names.isEmpty()) {
            say.accept("There is no finished backup in " + folder.path() + ".");
        }
        for (String name : names) {
            whole &= isWhole(folder, name);
        }
        return whole;
    }

    private boolean isWhole(BackupFolder folder, String name) {
        try {
            Manifest manifest = folder.read(name);
            for (BackedFile file : manifest.files()) {
                for (int i = 0; i < file.pieces().size(); i++) {
                    Optional<String> problem = problem(folder, file, i);
                    if (problem.isPresent()) {
                        say.accept(name + ": not whole, since of " + file.name() + " " + problem.get());
                        return false;
                    }
                }
            }
            say.accept(name + ": whole; made " + Instant.ofEpochMilli(manifest.madeAt()) + ", commit " + manifest.lsn()
                    + ", " + manifest.files().size() + " files, " + manifest.bytes() + " bytes");
            return true;
        } catch (IOException e) {
            say.accept(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private Optional<String> problem(BackupFolder folder, BackedFile file, int at) {
        Piece piece = file.pieces().get(at);
        return checked.computeIfAbsent(piece.sha256(), _ -> {
            try {
                folder.open(piece, file.bytesOf(at), recovery);
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        });
    }
}
