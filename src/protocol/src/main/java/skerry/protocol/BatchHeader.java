package skerry.protocol;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is signed of a batch. Source: sync protocol, section 4.
 *
 * @param version of the protocol, 1
 * @param startNo how often the agent has started; orders its epochs
 * @param kind what the payload is, within its stream
 * @param schema version of the payload's layout, 1
 * @param policyId the redaction rules in force, such as {@code skerry-2/9f2c…}, at most 64 characters
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
    /** The version of the protocol that this program speaks. */
    public static final int VERSION = 1;

    /** The version of all payload layouts that this program writes. */
    public static final int SCHEMA = 1;

    /** @throws IllegalArgumentException if a component has another size or range than its description says */
    public BatchHeader {
        dictRefs = List.copyOf(dictRefs);
        require(version == VERSION, "the protocol's version is " + VERSION + ", was " + version);
        require(startNo >= 0, "a start number must not be negative, was " + startNo);
        require(schema >= 1, "a schema starts at 1, was " + schema);
        require(
                kind.stream() == key.stream(),
                "a batch of kind " + kind + " does not belong to stream " + key.stream());
        require(policyId.length() <= Limits.MAX_POLICY_CHARS, "a policy id has at most 64 characters");
        require(dictRefs.size() <= Limits.MAX_DICT_REFS, "a batch names at most 128 dictionary chunks");
        for (Bytes ref : dictRefs) {
            require(ref.size() == Limits.DICT_HASH_BYTES, "a dictionary chunk's name has 16 bytes, was " + ref.size());
        }
        require(dictId >= 0, "a preset dictionary's number must not be negative, was " + dictId);
        require(rawLen >= 0 && rawLen <= Limits.MAX_RAW_BYTES, "a payload inflates to at most 1 MiB, was " + rawLen);
        require(payloadSha256.size() == 32, "a SHA-256 has 32 bytes, was " + payloadSha256.size());
        require(hubKeyId.isEmpty() || hubKeyId.get().size() == 8, "a hub key's id has 8 bytes");
    }

    private static final Pattern POLICY = Pattern.compile("skerry-([0-9]{1,6})/.*");

    /** The version in the id of the privacy policy, by which policies are ordered; 0 for an id of another form. */
    public int policyVersion() {
        return policyVersion(policyId);
    }

    /** The version in a policy's id, {@code 2} in {@code skerry-2/9f2c…}; 0 for an id of another form. */
    public static int policyVersion(String policyId) {
        var matcher = POLICY.matcher(policyId);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** The header of a batch made by this program, for any road. */
    public static BatchHeader of(
            BatchKey key,
            long startNo,
            Kind kind,
            String policyId,
            List<Bytes> dictRefs,
            EncodedPayload payload,
            RecordCounts records,
            ClockSpan span) {
        return new BatchHeader(
                VERSION,
                key,
                startNo,
                kind,
                SCHEMA,
                policyId,
                dictRefs,
                payload.enc(),
                payload.dictId(),
                payload.rawLen(),
                payload.bytes().sha256(),
                records,
                span,
                Optional.empty());
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** What a payload is. */
    public enum Kind {
        EVENTS(1, Stream.EVENTS),
        DICTIONARY(2, Stream.DICTIONARY),
        MINUTE(3, Stream.MINUTES),
        HOUR(4, Stream.SUMMARIES),
        DAY(5, Stream.SUMMARIES),
        GAP_TABLE(6, Stream.GAPS),
        TICKET_RESULT(7, Stream.RESULTS);

        private static final Kind[] ALL = values();

        private final int code;
        private final Stream stream;

        Kind(int code, Stream stream) {
            this.code = code;
            this.stream = stream;
        }

        public int code() {
            return code;
        }

        /** The stream that carries it. */
        public Stream stream() {
            return stream;
        }

        /** Whether it tells of a window: a minute, an hour or a day. */
        public boolean isSummary() {
            return this == MINUTE || this == HOUR || this == DAY;
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
