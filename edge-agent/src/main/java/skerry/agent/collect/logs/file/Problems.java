package skerry.agent.collect.logs.file;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Says once what keeps a file from being read, and once when it can be read again. */
final class Problems {
    private static final System.Logger LOG = System.getLogger(Problems.class.getName());
    private static final int MAX_KNOWN = 1000;

    private final Set<Path> known = new HashSet<>();

    void report(Path path, IOException problem) {
        boolean first = known.size() < MAX_KNOWN && known.add(path);
        LOG.log(first ? WARNING : DEBUG, () -> "not reading " + path + ": " + reason(problem));
    }

    void solved(Path path) {
        if (!known.isEmpty() && known.remove(path)) {
            LOG.log(INFO, "reading {0} again", path);
        }
    }

    private static String reason(IOException problem) {
        return switch (problem) {
            case AccessDeniedException _ ->
                "permission denied; let the agent's user read it (often by the group adm); tried again every 30 s";
            case FolderException _ -> "it is a folder; exclude it or point the pattern at the files in it";
            default -> problem + "; tried again every 30 s";
        };
    }
}
