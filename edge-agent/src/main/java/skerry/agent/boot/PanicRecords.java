package skerry.agent.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What the kernel wrote into memory that outlives a reset, in {@code /sys/fs/pstore}, and where systemd moves it. A record stays until
 * somebody removes it, so those that were there before are known by their content. Source: kernel doc ABI/testing/pstore,
 * systemd-pstore.service(8).
 */
final class PanicRecords {
    private static final int MOST_FILES = 64;
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_REASON = 120;
    private static final Pattern REASON = Pattern.compile("Kernel panic - not syncing: ?([^\\n]{0,200})");

    private final Path pstore;
    private final Path moved;

    /** @param known prints of all records that are there now; of what is new, the reason that it names */
    record Found(List<String> known, Optional<String> panic) {
        Found {
            known = List.copyOf(known);
        }
    }

    PanicRecords(Path sysfs, Path rootfs) {
        this.pstore = sysfs.resolve("fs/pstore");
        this.moved = rootfs.resolve("var/lib/systemd/pstore");
    }

    /** @param knownBefore prints of records that other boots left */
    Found read(Collection<String> knownBefore) {
        var files = new ArrayList<Path>();
        list(pstore, files);
        list(moved, files);
        for (Path folder : List.copyOf(files)) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                list(folder, files);
            }
        }
        var known = new ArrayList<String>();
        Optional<String> panic = Optional.empty();
        for (Path file : files) {
            boolean dump = file.getFileName().toString().startsWith("dmesg-");
            if (dump && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] content = content(file);
                String print = print(content);
                if (!known.contains(print)) {
                    known.add(print);
                    if (panic.isEmpty() && !knownBefore.contains(print)) {
                        panic = reason(new String(content, StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
        return new Found(known, panic);
    }

    /** Nothing for a record of an oops that the kernel survived. */
    static Optional<String> reason(String content) {
        Matcher said = REASON.matcher(content);
        if (said.find()) {
            return Optional.of(plain(said.group(1)));
        }
        return content.startsWith("Panic#") ? Optional.of("panic") : Optional.empty();
    }

    /** Short, printable ASCII. */
    static String plain(String text) {
        String plain = text.replaceAll("[^ -~]", " ").strip();
        return plain.length() > MOST_REASON ? plain.substring(0, MOST_REASON) + "..." : plain;
    }

    private static void list(Path folder, List<Path> files) {
        try (var entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (files.size() >= MOST_FILES) {
                    return;
                }
                files.add(entry);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Not there, or not ours to read: then nothing is known of panics from here.
        }
    }

    private static byte[] content(Path file) {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String print(byte[] content) {
        var sum = new CRC32C();
        sum.update(content);
        return String.format("%08x-%x", sum.getValue(), content.length);
    }
}
