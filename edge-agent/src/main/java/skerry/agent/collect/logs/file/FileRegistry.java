package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All files that are followed, by inode, so that a file is read once whatever names lead to it. */
final class FileRegistry {
    private final Map<FileId, Known> files = new HashMap<>();

    void add(FileChain chain, TailedFile file) {
        files.put(file.id(), new Known(chain, file));
    }

    void remove(TailedFile file) {
        files.computeIfPresent(file.id(), (_, known) -> known.file() == file ? null : known);
    }

    boolean contains(FileId id) {
        return files.containsKey(id);
    }

    /**
     * The followed file whose inode was found at {@code path}. An inode of a file that is not open may have been given to
     * a new one: then the old file counts as gone.
     */
    Optional<Known> find(FileStat stat, Path path) throws IOException, InterruptedException {
        Known known = files.get(stat.id());
        if (known == null) {
            return Optional.empty();
        }
        if (known.chain().files().isStill(known.file(), path, stat)) {
            return Optional.of(known);
        }
        known.chain().files().gone(known.file());
        return Optional.empty();
    }
}
