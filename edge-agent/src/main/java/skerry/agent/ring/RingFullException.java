package skerry.agent.ring;

import java.nio.file.Path;
import java.sql.SQLException;

/** Everything that may give way is gone, and there is still no room. */
final class RingFullException extends SQLException {
    private static final long serialVersionUID = 1L;

    RingFullException(Path file, long bytes) {
        super("writing " + file + ": there is no room for " + bytes + " bytes");
    }
}
