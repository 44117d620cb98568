package skerry.hub.backup;

import java.util.List;
import java.util.regex.Pattern;
import skerry.protocol.Bytes;

/**
 * One file of a backup.
 *
 * @param name below the data folder; only names that a hub gives are possible
 * @param bytes of it
 * @param mark as long as it is the same, so is the file; empty if only reading tells
 * @param pieces in order, each of {@link Piece#SIZE} bytes but the last
 */
record BackedFile(String name, long bytes, String mark, List<Piece> pieces) {
    static final int MAX_MARK = 128;
    static final long MAX_BYTES = 1L << 42;
    private static final Pattern NAME =
            Pattern.compile("control\\.db|access\\.db|identity|ca\\.p12|ca\\.pem|backup\\.key"
                    + "|day/day-\\d{4}-\\d{2}-\\d{2}\\.db|proof/\\d{4}-\\d{2}\\.db|release/[0-9a-f]{64}");

    /**
     * A piece as it lies in the folder.
     *
     * @param name authentication code of the content
     * @param sha256 of the sealed file
     */
    record Piece(Bytes name, Bytes sha256) {
        /** Bytes of content. */
        static final int SIZE = 4 << 20;
    }

    /** @throws IllegalArgumentException if no hub has such a file, or pieces are missing */
    BackedFile {
        pieces = List.copyOf(pieces);
        if (!NAME.matcher(name).matches() || mark.length() > MAX_MARK) {
            throw new IllegalArgumentException("a hub has no file of that name");
        }
        if (bytes < 0 || bytes > MAX_BYTES || pieces.size() != (bytes + Piece.SIZE - 1) / Piece.SIZE) {
            throw new IllegalArgumentException("a file of " + bytes + " bytes has another number of pieces");
        }
    }

    boolean isDatabase() {
        return name.endsWith(".db");
    }

    /** Bytes of content of a piece. */
    int bytesOf(int piece) {
        return (int) Math.min(Piece.SIZE, bytes - (long) piece * Piece.SIZE);
    }
}
