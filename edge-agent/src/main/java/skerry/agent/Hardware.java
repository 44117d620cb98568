package skerry.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import skerry.agent.collect.HostPaths;
import skerry.protocol.Bytes;

/** The opaque name of the hardware, by which the hub notices that a disk was cloned. */
final class Hardware {
    /** A Raspberry Pi's serial number, a PC's board id; what is not there or not readable is left out. */
    private static final List<String> SOURCES =
            List.of("firmware/devicetree/base/serial-number", "class/dmi/id/product_uuid");

    private Hardware() {}

    /** The first 16 bytes of a SHA-256, so that the serial number itself stays here. */
    static Bytes id(HostPaths paths) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("skerry-hardware-1".getBytes(StandardCharsets.US_ASCII));
            for (String source : SOURCES) {
                digest.update(read(paths.sysfs().resolve(source)));
            }
            return Bytes.of(Arrays.copyOf(digest.digest(), 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
