package skerry.protocol.payload;

import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;

/**
 * What an agent answers to a command, or a part of it where a batch cannot carry the whole.
 *
 * @param cmdId the command's id, 16 bytes
 * @param sentence for people, in UTF-8 at most {@link Limits#MAX_REASON_BYTES}: why not, or what was done
 * @param name under which the content is to be kept as a file, of letters, digits, {@code .}, {@code -} and {@code _}, at
 *     most 64; empty if there is no content
 * @param part from 0
 * @param parts 1 to {@link Limits#MAX_ANSWER_PARTS}
 * @param content of this part, at most {@link Limits#MAX_ANSWER_PART_BYTES}
 * @param ticket how far a ticket has come; empty for all other commands
 */
public record Answer(
        Bytes cmdId,
        Outcome outcome,
        String sentence,
        String name,
        int part,
        int parts,
        Bytes content,
        Optional<TicketWord> ticket) {
    private static final int MAX_NAME_CHARS = 64;

    /** @throws IllegalArgumentException if a component has another size or range than its description says */
    public Answer {
        require(cmdId.size() == 16, "a command's id has 16 bytes");
        require(parts >= 1 && parts <= Limits.MAX_ANSWER_PARTS, "an answer has 1 to 16 parts, was " + parts);
        require(part >= 0 && part < parts, "part " + part + " is none of " + parts);
        require(content.size() <= Limits.MAX_ANSWER_PART_BYTES, "a part has at most 96 KiB, was " + content.size());
        require(name.length() <= MAX_NAME_CHARS && isFileName(name), "an answer's name is no plain file name");
        require(!name.isEmpty() || content.size() == 0, "content needs a name");
    }

    /** An answer to any command but a ticket. */
    public Answer(Bytes cmdId, Outcome outcome, String sentence, String name, int part, int parts, Bytes content) {
        this(cmdId, outcome, sentence, name, part, parts, content, Optional.empty());
    }

    /** How a command ended; the wire code is stable. */
    public enum Outcome {
        DONE(0),
        /** The agent does not do this: unknown, not allowed at this site, or its time was over. */
        REFUSED(1),
        /** It was tried. */
        FAILED(2),
        /** The agent ended meanwhile; it is not tried again. */
        INTERRUPTED(3),
        /** Anything a later version names. */
        OTHER(4),
        /** It has not ended: a person at the site decides. Readers of before take it for {@link #OTHER}. */
        WAITS(5);

        private static final Outcome[] ALL = values();

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /** {@link #OTHER} for a code of a later version. */
        public static Outcome of(int code) {
            return code >= 0 && code < ALL.length ? ALL[code] : OTHER;
        }
    }

    /** Safe to be joined to a folder, on any system. */
    private static boolean isFileName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && (i == 0 || (c != '.' && c != '-' && c != '_'))) {
                return false;
            }
        }
        return true;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
