package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code stat(2)} says about a file, symbolic links followed.
 *
 * @param modifiedMillis time of the last change of content, UTC epoch milliseconds
 */
record FileStat(FileId id, long size, long modifiedMillis, boolean regular, boolean directory) {
    private static final String ATTRIBUTES = "unix:dev,ino,size,mode,lastModifiedTime";
    private static final int TYPE_MASK = 0xF000;
    private static final int REGULAR = 0x8000;
    private static final int DIRECTORY = 0x4000;

    /**
     * Empty if there is nothing at {@code path}, also when a link leads nowhere.
     *
     * @throws AccessDeniedException if a folder on the way may not be searched
     */
    static Optional<FileStat> of(Path path) throws AccessDeniedException {
        Map<String, Object> found;
        try {
            found = Files.readAttributes(path, ATTRIBUTES);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
        int type = (int) value(found, "mode") & TYPE_MASK;
        return Optional.of(new FileStat(
                new FileId((long) value(found, "dev"), (long) value(found, "ino")),
                (long) value(found, "size"),
                ((FileTime) value(found, "lastModifiedTime")).toMillis(),
                type == REGULAR,
                type == DIRECTORY));
    }

    private static Object value(Map<String, Object> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }
}
