package skerry.protocol.payload;

import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * How far a ticket has come, beside the sentence for people: {@code [why, records, bytes, until]}.
 *
 * @param records that were found, or are in the answer
 * @param bytes that they take, or would take, as they travel
 * @param untilMillis how long the technician may decide, UTC epoch milliseconds by the node's clock; 0 where nobody has to
 */
public record TicketWord(Why why, long records, long bytes, long untilMillis) {
    private static final int FIELDS = 4;

    /** What became of a ticket, and why; the wire code is stable. */
    public enum Why {
        ANSWERED(0),
        /** A person at the site decides. */
        WAITS(1),
        /** This site never hands that out. */
        POLICY(2),
        /** The person at the site said no. */
        TECHNICIAN(3),
        /** The ring has nothing of that kind in that window. */
        NOTHING(4),
        /** There is more than the ticket, or the site, allows. */
        TOO_LARGE(5),
        /** Nobody at the site decided in time. */
        EXPIRED(6),
        /** The day's bytes are spent, or too many tickets wait. */
        LIMIT(7),
        /** Anything that a later version names. */
        OTHER(8);

        private static final Why[] ALL = values();

        private final int code;

        Why(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /** {@link #OTHER} for a code of a later version. */
        public static Why of(int code) {
            return code >= 0 && code < ALL.length ? ALL[code] : OTHER;
        }
    }

    /** @throws IllegalArgumentException if a component has another range than its description says */
    public TicketWord {
        if (records < 0 || bytes < 0 || records > Limits.MAX_RECORDS || bytes > Limits.MAX_RECORDS) {
            throw new IllegalArgumentException("a ticket's records and bytes are counts");
        }
        if (!Limits.isWallTime(untilMillis)) {
            throw new IllegalArgumentException("a time is beyond the year 9999");
        }
    }

    /** One that has nothing to count. */
    public static TicketWord of(Why why) {
        return new TicketWord(why, 0, 0, 0);
    }

    public void write(CborWriter out) {
        out.array(FIELDS).unsigned(why.code()).unsigned(records).unsigned(bytes).integer(untilMillis);
    }

    public static TicketWord read(CborReader in) throws ProtocolException {
        int more = in.tuple(FIELDS);
        var word = new TicketWord(
                Why.of(in.natural(0, Integer.MAX_VALUE)),
                in.naturalUpTo(Limits.MAX_RECORDS),
                in.naturalUpTo(Limits.MAX_RECORDS),
                in.integer());
        in.skip(more);
        return word;
    }
}
