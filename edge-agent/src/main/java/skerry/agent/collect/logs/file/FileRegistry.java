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
     * The followed file whose inode was found at {@code path}. An inode whose file is neither open nor at the place it had
     * may have been given to a new file: then the content decides, and the old file counts as gone.
     */
    Optional<Known> find(FileId id, Path path) throws IOException, InterruptedException {
        Known known = files.get(id);
        if (known == null) {
            return Optional.empty();
        }
        TailedFile file = known.file();
        if (file.isOpen() || file.path().equals(path) || fits(file, path)) {
            return Optional.of(known);
        }
        known.chain().gone(file);
        return Optional.empty();
    }

    private static boolean fits(TailedFile file, Path path) throws IOException {
        Optional<FileMark> mark = file.stored();
        if (mark.isEmpty()) {
            return true;
        }
        try (Content content = new PlainContent(path)) {
            return mark.get().fits(content);
        }
    }
}
