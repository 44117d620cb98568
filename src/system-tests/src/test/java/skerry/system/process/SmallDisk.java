package skerry.system.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A disk of a few megabytes, in memory or in a file, that a test can fill, make read-only, or look at as a power cut would
 * leave it. Needs the right to mount.
 */
public final class SmallDisk implements AutoCloseable {
    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Mounts one, or skips the test with the reason. */
    public static SmallDisk mount(Path path, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(path);
        String complaint =
                run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + megabytes + "m", "tmpfs", path.toString());
        assumeTrue(complaint.isEmpty(), "no right to mount a small disk: " + complaint);
        return new SmallDisk(path);
    }

    /**
     * Mounts one that lies in a file, with a file system that keeps in memory what nobody synced; or skips the test with the
     * reason. The file is made if it is not there; a copy of the file of a mounted disk is what is on that disk now.
     */
    public static SmallDisk mountFile(Path file, Path path, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(path);
        String complaint = "";
        if (!Files.exists(file)) {
            complaint = run("mkfs.ext4", "-q", file.toString(), megabytes + "M");
        }
        if (complaint.isEmpty()) {
            complaint = run("mount", "-o", "loop", file.toString(), path.toString());
        }
        assumeTrue(complaint.isEmpty(), "no right to mount a small disk: " + complaint);
        return new SmallDisk(path);
    }

    public Path path() {
        return path;
    }

    /** Takes all space that is left. */
    public void fill() throws IOException {
        var block = new byte[1 << 12];
        try (var out = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (path.toFile().getUsableSpace() >= block.length) {
                throw e;
            }
        }
    }

    /** Gives back what {@link #fill} took. */
    public void free() throws IOException {
        Files.delete(filler());
    }

    /** Has everything written that is still in memory. */
    public void sync() throws IOException, InterruptedException {
        String complaint = run("sync", "--file-system", path.toString());
        if (!complaint.isEmpty()) {
            throw new IOException("writing all of " + path + ": " + complaint);
        }
    }

    public void makeReadOnly() throws IOException, InterruptedException {
        remount("ro");
    }

    public void makeWritable() throws IOException, InterruptedException {
        remount("rw");
    }

    private void remount(String mode) throws IOException, InterruptedException {
        String complaint = run("mount", "-o", "remount," + mode, path.toString());
        if (!complaint.isEmpty()) {
            throw new IOException("making " + path + " " + mode + ": " + complaint);
        }
    }

    private Path filler() {
        return path.resolve("filler");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : output.strip() + " (" + process.exitValue() + ")";
    }

    @Override
    public void close() throws IOException {
        try {
            String complaint = run("umount", path.toString());
            if (!complaint.isEmpty()) {
                throw new IOException("letting go of " + path + ": " + complaint);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
