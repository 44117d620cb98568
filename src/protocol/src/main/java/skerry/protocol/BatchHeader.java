package skerry.protocol;

import java.util.List;
import java.util.Optional;

/**
 * What is signed of a batch. Source: sync protocol, section 4.
 *
 * @param version of the protocol, 1
 * @param startNo how often the agent has started; orders its epochs
 * @param kind what the payload is, within its stream
 * @param schema version of the payload's layout, 1
 * @param policyId the redaction rules in force, at most 64 characters
 * @param dictRefs content hashes (16 bytes each) of the dictionary chunks that the payload's ids point into, in order
 * @param enc how the payload's chunks are compressed
 * @param dictId the preset dictionary of {@code enc}, 0 for none
 * @param rawLen the payload's length once decompressed, bytes
 * @param payloadSha256 32 bytes
 * @param records source records that this batch covers
 * @param hubKeyId the hub key a stick file is sealed to; empty on MQTT
 */
public record BatchHeader(
        int version,
        BatchKey key,
        long startNo,
        Kind kind,
        int schema,
        String policyId,
        List<Bytes> dictRefs,
        Encoding enc,
        int dictId,
        int rawLen,
        Bytes payloadSha256,
        RecordCounts records,
        ClockSpan span,
        Optional<Bytes> hubKeyId) {
    public BatchHeader {
        dictRefs = List.copyOf(dictRefs);
    }

    /** What a payload is. */
    public enum Kind {
        EVENTS(1),
        DICTIONARY(2),
        MINUTE(3),
        HOUR(4),
        DAY(5),
        GAP_TABLE(6),
        TICKET_RESULT(7);

        private static final Kind[] ALL = values();

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /** @throws IllegalArgumentException for a code of a later version */
        public static Kind of(int code) {
            for (Kind kind : ALL) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown batch kind " + code);
        }
    }

    /** How chunks are compressed. */
    public enum Encoding {
        NONE(0),
        /** RFC 1951 raw deflate with a preset dictionary named by {@code dictId}. */
        DEFLATE(1),
        /** Reserved. */
        ZSTD(2);

        private static final Encoding[] ALL = values();

        private final int code;

        Encoding(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /** @throws IllegalArgumentException for a code of a later version */
        public static Encoding of(int code) {
            if (code < 0 || code >= ALL.length) {
                throw new IllegalArgumentException("unknown encoding " + code);
            }
            return ALL[code];
        }
    }
}
