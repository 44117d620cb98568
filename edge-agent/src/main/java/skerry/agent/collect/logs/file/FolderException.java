package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.nio.file.Path;

/** A folder lies where a log file was expected. */
final class FolderException extends IOException {
    private static final long serialVersionUID = 1;

    FolderException(Path path) {
        super(path + " is a folder");
    }
}
