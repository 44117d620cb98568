package skerry.agent.collect.logs.file;

import java.util.LinkedHashSet;
import java.util.Set;

/** The rotated files of a log that are not to be read again unless they change; the newest of them. */
final class RetiredFiles {
    private static final int MOST = 32;

    private record AsItWas(FileId id, long modifiedMillis) {
        private static AsItWas of(FileStat stat) {
            return new AsItWas(stat.id(), stat.modifiedMillis());
        }
    }

    private final Set<AsItWas> files = new LinkedHashSet<>();

    void add(FileStat stat) {
        files.add(AsItWas.of(stat));
        if (files.size() > MOST) {
            files.remove(files.iterator().next());
        }
    }

    /** Whether the file is one of them and has not changed. */
    boolean contains(FileStat stat) {
        return files.contains(AsItWas.of(stat));
    }
}
