package skerry.agent.collect.logs.file;

import java.nio.file.Path;
import skerry.agent.collect.logs.LogSource;

/**
 * Holds logs back until it is known what is to be done with them: their files are followed, and nothing of them is read. Asked
 * by one thread, every quarter of a second until it opens; what is open stays open, and each log's gate opens in the end.
 */
@FunctionalInterface
public interface FileGate {
    FileGate OPEN = (_, _) -> true;

    /** Whether the log at a path may be read now. */
    boolean isOpen(Path path, LogSource source);
}
