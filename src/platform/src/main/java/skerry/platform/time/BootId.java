package skerry.platform.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The kernel's random name for the time since it booted; monotonic times of two boots cannot be compared. */
public final class BootId {
    private static final int LENGTH = 16;

    private BootId() {}

    /**
     * @param procfs where {@code /proc} is mounted
     * @return 16 bytes
     * @throws IOException if {@code sys/kernel/random/boot_id} cannot be read or is no UUID
     */
    public static byte[] read(Path procfs) throws IOException {
        Path file = procfs.resolve("sys/kernel/random/boot_id");
        String hex = Files.readString(file).strip().replace("-", "");
        try {
            byte[] id = HexFormat.of().parseHex(hex);
            if (id.length == LENGTH) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("reading the boot id: " + file + " holds no UUID", e);
        }
        throw new IOException("reading the boot id: " + file + " holds no UUID");
    }
}
