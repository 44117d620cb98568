package skerry.system.faults;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.Uid;

/**
 * A batch that may have been published, as a line of text.
 *
 * @param digest of its bytes
 * @param lines log lines that it covers
 */
record Told(BatchKey key, Bytes digest, long lines) {
    private static final Pattern TEXT = Pattern.compile("told (\\w+) (-?\\d+) (\\w) (\\d+) (\\p{XDigit}{64}) (\\d+)");

    /** Empty if the line says something else, or was cut. */
    static Optional<Told> parse(String line) {
        var parts = TEXT.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var key = new BatchKey(
                new Uid(parts.group(1)),
                Long.parseLong(parts.group(2)),
                Stream.of(parts.group(3).charAt(0)),
                Long.parseLong(parts.group(4)));
        var digest = Bytes.of(HexFormat.of().parseHex(parts.group(5)));
        return Optional.of(new Told(key, digest, Long.parseLong(parts.group(6))));
    }

    String text() {
        return "told " + key.uid() + " " + key.epoch() + " " + key.stream().code() + " " + key.seq() + " "
                + digest.hex() + " " + lines;
    }
}
