package skerry.platform.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What is done to a disk that may be pulled out at any moment, one step per call, so that a test can cut at every one of
 * them. Links are never followed: whoever made the disk may have made them.
 */
public interface Disk {
    /** Names in a folder, in any order, at most {@code max}; none if there is no such folder. */
    List<String> names(Path folder, int max) throws IOException;

    /** Makes a folder unless it is there. */
    void makeFolder(Path folder) throws IOException;

    /** Writes a new file, or an old one anew. */
    OutputStream create(Path file) throws IOException;

    /** Waits until what was written to a file is on the disk. */
    void sync(Path file) throws IOException;

    /** Gives a file another name in its folder, in place of one that has it. */
    void rename(Path from, Path to) throws IOException;

    /** Waits until the names in a folder are on the disk. */
    void syncFolder(Path folder) throws IOException;

    /** @throws java.nio.file.NoSuchFileException if there is none */
    InputStream open(Path file) throws IOException;

    /** Deletes a file if it is there. */
    void delete(Path file) throws IOException;

    /** Bytes that can still be written to the disk of a folder. */
    long free(Path folder) throws IOException;
}
