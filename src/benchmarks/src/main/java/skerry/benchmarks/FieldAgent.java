package skerry.benchmarks;

import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.EncodedPayload;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchSigner;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.FieldNode;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;
import skerry.protocol.payload.Window;

/** The batches of a made-up node of 300 series and 50 log patterns, sealed with a key of its own. */
final class FieldAgent {
    static final int SERIES = 300;
    static final int SAMPLES_PER_MINUTE = 4;

    private static final long MINUTE = 60_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final long begin;
    private final AgentIdentity identity;
    private final BatchSigner signer;
    private final FieldNode node;
    private final DictionaryChunk chunk;
    private final Dictionary dictionary;
    private final Bytes chunkName;
    private final long epoch;
    private final Bytes bootId;
    private final Map<Stream, Long> seqs = new EnumMap<>(Stream.class);
    private long minutes;

    /**
     * @param seed of its life; its keys are new
     * @param begin of its first minute, UTC epoch milliseconds
     */
    FieldAgent(long seed, long begin) {
        this(new FieldNode(seed), begin);
    }

    private FieldAgent(FieldNode node, long begin) {
        this(node, node.chunk(), begin);
    }

    private FieldAgent(FieldNode node, DictionaryChunk chunk, long begin) {
        this(
                node,
                chunk,
                new Dictionary(List.of(chunk)),
                DictionaryCodec.named(chunk).hash(),
                begin);
    }

    private FieldAgent(FieldNode node, DictionaryChunk chunk, Dictionary dictionary, Bytes chunkName, long begin) {
        this.node = node;
        this.chunk = chunk;
        this.dictionary = dictionary;
        this.chunkName = chunkName;
        this.begin = begin;
        identity = AgentIdentity.generate(RANDOM);
        signer = new BatchSigner(identity.signingKey());
        epoch = RANDOM.nextLong();
        byte[] boot = new byte[16];
        RANDOM.nextBytes(boot);
        bootId = Bytes.of(boot);
    }

    /** Another agent of a node of the same kind: what it measures has the same names. */
    FieldAgent twin() {
        return new FieldAgent(node, chunk, dictionary, chunkName, begin);
    }

    /** Of its first minute, UTC epoch milliseconds. */
    long begin() {
        return begin;
    }

    AgentIdentity identity() {
        return identity;
    }

    long epoch() {
        return epoch;
    }

    /** What all minutes refer to. */
    Dictionary dictionary() {
        return dictionary;
    }

    /** The chunk that all minutes name. */
    Batch chunk() {
        return seal(Kind.DICTIONARY, DictionaryCodec.encode(chunk), RecordCounts.NONE, begin, begin);
    }

    /** The minute after the last one. */
    Summary nextMinute() {
        Summary minute = node.nextMinute();
        var window = new Window(begin + MINUTE * minutes++, MINUTE);
        return new Summary(window, minute.gauges(), minute.counters(), minute.patterns());
    }

    Batch seal(Summary minute) {
        return seal(minute, SummaryCodec.encode(minute, dictionary));
    }

    /** @param payload the encoded minute */
    Batch seal(Summary minute, EncodedPayload payload) {
        var records = new RecordCounts((long) SERIES * SAMPLES_PER_MINUTE, 600, 0);
        return seal(
                Kind.MINUTE,
                payload,
                records,
                minute.window().startMillis(),
                minute.window().endMillis());
    }

    private Batch seal(Kind kind, EncodedPayload payload, RecordCounts records, long from, long to) {
        long seq = seqs.merge(kind.stream(), 1L, Long::sum);
        var key = new BatchKey(identity.uid(), epoch, kind.stream(), seq);
        List<Bytes> refs = kind == Kind.DICTIONARY ? List.of() : List.of(chunkName);
        var span = new ClockSpan(bootId, 0, to - from, from, to, ClockQuality.NTP, 10);
        return signer.seal(BatchHeader.of(key, 1, kind, "bench", refs, payload, records, span), payload);
    }
}
