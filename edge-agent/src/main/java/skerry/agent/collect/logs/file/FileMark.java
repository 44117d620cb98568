package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.agent.collect.logs.LogSource;

/**
 * The stored place in a file, with what is needed to know the file again after it was renamed, copied or compressed, or to
 * know that another one took its inode.
 *
 * @param head the file's first bytes
 * @param offset where reading goes on
 * @param tail the bytes just before {@code offset}
 * @param inLine whether {@code offset} lies in the rest of a line that was cut
 * @param copy whether the file is a copy of one that is read, and not to be read itself
 * @param seenMillis when the place was stored, UTC epoch milliseconds
 * @param handedOver per lane, lines below these places are stored although they lie after {@code offset}
 */
record FileMark(
        FileId id,
        Print head,
        long offset,
        Print tail,
        boolean inLine,
        boolean copy,
        long seenMillis,
        List<Long> handedOver) {
    private static final String VERSION = "1";
    private static final char KEY_SEPARATOR = '#';
    private static final int FIELDS = 11;
    private static final int MAX_LANES = 16;
    private static final int MAX_PRINT = 1 << 12;

    FileMark {
        if (offset < 0 || tail.length() > offset || tail.length() < 0) {
            throw new IllegalArgumentException("a tail of " + tail.length() + " bytes does not fit before " + offset);
        }
        if (Math.max(head.length(), tail.length()) > MAX_PRINT || head.length() < 0) {
            throw new IllegalArgumentException("a print covers up to " + MAX_PRINT + " bytes");
        }
        handedOver = List.copyOf(handedOver);
    }

    /** The key to store a place under. */
    static String key(LogSource source, FileId id) {
        return source.key() + KEY_SEPARATOR + Long.toHexString(id.inode());
    }

    /** The path in a key, or empty if the key is not one of a file. */
    static String pathOf(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf(KEY_SEPARATOR)));
    }

    /** One line of text. */
    String encode() {
        var text = new StringBuilder(160)
                .append(VERSION)
                .append(' ')
                .append(id.device())
                .append(' ')
                .append(id.inode())
                .append(' ')
                .append(offset)
                .append(' ')
                .append((inLine ? 1 : 0) + (copy ? 2 : 0))
                .append(' ')
                .append(head.length())
                .append(' ')
                .append(Long.toHexString(head.hash()))
                .append(' ')
                .append(tail.length())
                .append(' ')
                .append(Long.toHexString(tail.hash()))
                .append(' ')
                .append(seenMillis)
                .append(' ');
        for (int i = 0; i < handedOver.size(); i++) {
            text.append(i == 0 ? "" : ",").append((long) handedOver.get(i));
        }
        return text.toString();
    }

    /** Empty if the text is not one that {@link #encode} wrote, such as one of a later version. */
    static Optional<FileMark> decode(String text) {
        String[] fields = text.split(" ", FIELDS + 1);
        if (fields.length != FIELDS || !fields[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            int flags = Integer.parseInt(fields[4]);
            var handedOver = new ArrayList<Long>();
            for (String lane : fields[10].split(",", MAX_LANES)) {
                handedOver.add(Long.parseLong(lane));
            }
            return Optional.of(new FileMark(
                    new FileId(Long.parseLong(fields[1]), Long.parseLong(fields[2])),
                    new Print(Integer.parseInt(fields[5]), Long.parseUnsignedLong(fields[6], 16)),
                    Long.parseLong(fields[3]),
                    new Print(Integer.parseInt(fields[7]), Long.parseUnsignedLong(fields[8], 16)),
                    (flags & 1) != 0,
                    (flags & 2) != 0,
                    Long.parseLong(fields[9]),
                    handedOver));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the content can be the file of this mark, read up to {@code offset}. */
    boolean fits(Content content) throws IOException {
        return content.print(0, head.length()).equals(head)
                && content.print(offset - tail.length(), tail.length()).equals(tail);
    }
}
