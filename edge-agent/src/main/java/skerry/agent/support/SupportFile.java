package skerry.agent.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The parts of a support file on their way into one zip. */
public final class SupportFile {
    /** Of one part, in characters; of a longer one the end is kept, since it is the newest. */
    private static final int LONGEST = 4 << 20;

    private final SupportText redaction;
    private final Map<String, String> parts = new LinkedHashMap<>();

    public SupportFile(SupportText redaction) {
        this.redaction = redaction;
    }

    /** What gives a part its text. */
    @FunctionalInterface
    public interface Source {
        String text() throws Exception;
    }

    /** Adds a part; if it cannot be had, the reason stands in its place. */
    public void add(String name, Source source) throws InterruptedException {
        String text;
        try {
            text = source.text();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            text = "not available: " + e.getMessage() + "\n";
        }
        parts.put(name, redaction.clean(text.length() > LONGEST ? text.substring(text.length() - LONGEST) : text));
    }

    /** Names of the parts, in their order. */
    public Iterable<String> names() {
        return parts.keySet();
    }

    /**
     * Writes a new file that only its owner may read.
     *
     * @return its size in bytes
     * @throws IOException one sentence naming the file, if it is there already or cannot be written
     */
    public long write(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " exists already: name another file with --out", e);
        } catch (NoSuchFileException e) {
            throw new IOException("the folder of " + file + " does not exist: name another file with --out", e);
        } catch (IOException e) {
            throw new IOException(
                    "cannot write " + file + " (" + e.getMessage() + "): name another file with --out", e);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out);
        }
        return Files.size(file);
    }

    /** Writes the zip. */
    public void write(OutputStream out) throws IOException {
        try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
