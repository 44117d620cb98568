package skerry.protocol.ticket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Texts;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.payload.Severity;

/**
 * The arguments of {@code detail}: what of the ring is asked for. A CBOR map {1: kind, 2: selector, 3: patterns, 4: from, 5: to,
 * 6: most bytes, 7: most records, 8: reason, 9: by, 10: severity}.
 *
 * @param selector of series {@code name{label="value"}}; of lines and patterns a text that name or labels of their source hold,
 *     empty for any; at most {@link #MAX_SELECTOR_CHARS}
 * @param patterns ids of the patterns that are wanted, of lines and patterns; none for all, at most {@link #MAX_PATTERNS}
 * @param fromMillis first wall time by the node's records, UTC epoch milliseconds
 * @param toMillis last one, at most 31 days later
 * @param mostBytes of the answer as it travels, 1 KiB to {@link #MOST_BYTES}; the site may allow less
 * @param mostRecords samples, lines, or counts of patterns; 1 to {@link #MOST_RECORDS}
 * @param reason for the person at the site who decides, on one line, at most {@link #MAX_REASON_CHARS}
 * @param by who asks, likewise, at most {@link #MAX_BY_CHARS}
 * @param atLeast lowest severity of lines; {@link Severity#UNKNOWN} for any
 */
public record TicketRequest(
        Kind kind,
        String selector,
        List<Long> patterns,
        long fromMillis,
        long toMillis,
        long mostBytes,
        long mostRecords,
        String reason,
        String by,
        Severity atLeast) {
    public static final int MAX_SELECTOR_CHARS = 512;
    public static final int MAX_REASON_CHARS = 200;
    public static final int MAX_BY_CHARS = 64;
    public static final int MAX_PATTERNS = 64;
    public static final long LEAST_BYTES = 1024;
    public static final long MOST_BYTES = (long) Limits.MAX_ANSWER_PARTS * Limits.MAX_ANSWER_PART_BYTES;
    public static final long MOST_RECORDS = 1_000_000;
    public static final Duration MOST_SPAN = Duration.ofDays(31);

    private static final String SUBJECT = "a ticket";
    private static final int BYTES_A_CHAR = 3;

    /**
     * The same, of nothing later and no more.
     *
     * @param millis last wall time by the node's records, UTC epoch milliseconds
     * @param records at most, at least 1
     */
    public TicketRequest within(long millis, long records) {
        return new TicketRequest(
                kind,
                selector,
                patterns,
                fromMillis,
                Math.clamp(millis, fromMillis, toMillis),
                mostBytes,
                Math.min(records, mostRecords),
                reason,
                by,
                atLeast);
    }

    /** What is asked for; the wire code is stable. */
    public enum Kind {
        SERIES(1, "series"),
        PATTERNS(2, "patterns"),
        LINES(3, "lines");

        private final int code;
        private final String word;

        Kind(int code, String word) {
            this.code = code;
            this.word = word;
        }

        public int code() {
            return code;
        }

        /** As people, settings and interfaces write it. */
        public String word() {
            return word;
        }

        /** The kind of a word. */
        public static Optional<Kind> of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }

        private static Kind of(int code) throws ProtocolException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new ProtocolException(
                    Reason.SCHEMA, "A ticket asks for detail of kind " + code + ", which this version does not know.");
        }
    }

    /** @throws IllegalArgumentException if a component has another size or range than its description says */
    public TicketRequest {
        patterns = List.copyOf(patterns);
        require(isLine(selector, MAX_SELECTOR_CHARS), "a ticket's selector is one line of at most 512 characters");
        require(isLine(reason, MAX_REASON_CHARS), "a ticket's reason is one line of at most 200 characters");
        require(isLine(by, MAX_BY_CHARS), "who asks is one line of at most 64 characters");
        require(patterns.size() <= MAX_PATTERNS, "a ticket names at most 64 patterns");
        require(kind != Kind.SERIES || !selector.isBlank(), "a ticket of series says which");
        require(kind != Kind.SERIES || patterns.isEmpty(), "a ticket of series names no patterns");
        require(
                Limits.isWallTime(fromMillis) && Limits.isWallTime(toMillis) && fromMillis <= toMillis,
                "a ticket's window does not end before it begins");
        require(toMillis - fromMillis <= MOST_SPAN.toMillis(), "a ticket's window has at most 31 days");
        require(mostBytes >= LEAST_BYTES && mostBytes <= MOST_BYTES, "an answer has 1 KiB to 1.5 MiB");
        require(mostRecords >= 1 && mostRecords <= MOST_RECORDS, "an answer has 1 to 1,000,000 records");
    }

    public byte[] encode() {
        var out = new CborWriter(256).map(10);
        out.key(1).unsigned(kind.code());
        out.key(2).text(selector);
        out.key(3).array(patterns.size());
        patterns.forEach(out::integer);
        out.key(4).integer(fromMillis);
        out.key(5).integer(toMillis);
        out.key(6).unsigned(mostBytes);
        out.key(7).unsigned(mostRecords);
        out.key(8).text(reason);
        out.key(9).text(by);
        out.key(10).unsigned(atLeast.code());
        return out.toByteArray();
    }

    /** @throws ProtocolException if these arguments are of no ticket, or of one that this version does not know */
    public static TicketRequest decode(Bytes args) throws ProtocolException {
        if (args.size() > Limits.MAX_COMMAND_BYTES) {
            throw new ProtocolException(Reason.SIZE, "A ticket has at most 16 KiB.");
        }
        return CborReader.message(SUBJECT, args.toArray(), 0, args.size(), TicketRequest::read);
    }

    private static TicketRequest read(CborReader in) throws ProtocolException {
        Kind kind = Kind.SERIES;
        String selector = "";
        List<Long> patterns = List.of();
        long fromMillis = 0;
        long toMillis = 0;
        long mostBytes = 0;
        long mostRecords = 0;
        String reason = "";
        String by = "";
        Severity atLeast = Severity.UNKNOWN;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> kind = Kind.of(in.natural(0, Integer.MAX_VALUE));
                case 2 -> selector = in.text(MAX_SELECTOR_CHARS * BYTES_A_CHAR);
                case 3 -> patterns = patterns(in);
                case 4 -> fromMillis = in.integer();
                case 5 -> toMillis = in.integer();
                case 6 -> mostBytes = in.naturalUpTo(MOST_BYTES);
                case 7 -> mostRecords = in.naturalUpTo(MOST_RECORDS);
                case 8 -> reason = in.text(MAX_REASON_CHARS * BYTES_A_CHAR);
                case 9 -> by = in.text(MAX_BY_CHARS * BYTES_A_CHAR);
                case 10 -> atLeast = Severity.of(in.natural(0, Severity.FATAL.code()));
                default -> in.skip();
            }
        }
        fields.require(1, 9);
        return new TicketRequest(
                kind, selector, patterns, fromMillis, toMillis, mostBytes, mostRecords, reason, by, atLeast);
    }

    private static List<Long> patterns(CborReader in) throws ProtocolException {
        int count = in.array(MAX_PATTERNS);
        var patterns = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            patterns.add(in.integer());
        }
        return patterns;
    }

    /** Shown to people, on pages and in terminals. */
    private static boolean isLine(String text, int most) {
        return text.length() <= most
                && text.chars().noneMatch(Character::isISOControl)
                && Texts.utf8Length(text) <= most * BYTES_A_CHAR;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
