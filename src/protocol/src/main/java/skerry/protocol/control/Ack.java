package skerry.protocol.control;

import java.util.List;
import java.util.Optional;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;

/**
 * A receipt: the hub's authenticated word that it holds these batches durably ({@code dn/ack}).
 *
 * @param cum all up to this are durable, 0 if none
 * @param ranges further durable ranges, at most 32
 */
public record Ack(
        long conn,
        long hubBoot,
        long lsn,
        long epoch,
        Stream stream,
        long cum,
        List<SeqRange> ranges,
        List<Nack> nacks,
        Credit credit,
        long nowMillis) {
    public static final int MAX_RANGES = 32;

    /** @throws IllegalArgumentException if {@code cum} is negative or there are too many ranges or refusals */
    public Ack {
        ranges = List.copyOf(ranges);
        nacks = List.copyOf(nacks);
        if (cum < 0 || ranges.size() > MAX_RANGES || nacks.size() > Limits.MAX_NACKS) {
            throw new IllegalArgumentException("a receipt has at most " + MAX_RANGES + " ranges and " + Limits.MAX_NACKS
                    + " refusals, and confirms from 0 on");
        }
    }

    /** Why the hub did not take a batch. */
    public record Nack(long seq, Reason reason, long retryAfterMillis) {}

    /** The wire code is stable. */
    public enum Reason {
        SIGNATURE(1, "sig"),
        SCHEMA(2, "schema"),
        POLICY(3, "policy"),
        SIZE(4, "size"),
        QUOTA(5, "quota"),
        CONFLICT(6, "conflict"),
        /** Not refused: send again after {@code retryAfterMillis}. */
        LATER(7, "later"),
        /** Not refused: stored, but a dictionary chunk is missing. */
        DICT_MISSING(8, "dict-missing"),
        /** Not refused: the hub does not know this connection; say hello again. */
        REHELLO(9, "rehello"),
        /** Refused at another time, and the reason was told then; never in a NACK. */
        QUARANTINED(10, "quarantined");

        private static final Reason[] ALL = values();

        private final int code;
        private final String word;

        Reason(int code, String word) {
            this.code = code;
            this.word = word;
        }

        public int code() {
            return code;
        }

        public String word() {
            return word;
        }

        /** The reason of a code; empty for one of a later version. */
        public static Optional<Reason> find(int code) {
            for (Reason reason : ALL) {
                if (reason.code == code) {
                    return Optional.of(reason);
                }
            }
            return Optional.empty();
        }

        /** @throws IllegalArgumentException for a code of a later version */
        public static Reason of(int code) {
            return find(code).orElseThrow(() -> new IllegalArgumentException("unknown reason " + code));
        }

        /** Why a batch that could not be read is not taken. */
        public static Reason of(ProtocolException.Reason found) {
            return switch (found) {
                case SIGNATURE -> SIGNATURE;
                case SCHEMA -> SCHEMA;
                case SIZE -> SIZE;
            };
        }
    }
}
