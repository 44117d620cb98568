package skerry.agent.ring;

import java.nio.file.Path;
import java.sql.SQLException;

/** Another process reads an old state of the ring and will not let go of it, so the WAL cannot start over. */
final class WalHeldException extends SQLException {
    private static final long serialVersionUID = 1L;

    WalHeldException(Path file) {
        super("writing " + file + ": another program has been reading it for too long");
    }
}
