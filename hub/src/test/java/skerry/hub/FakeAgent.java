package skerry.hub;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import skerry.hub.store.Agent;
import skerry.hub.store.Site;
import skerry.platform.tls.ClientKeys;
import skerry.platform.tls.ClientTls;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.EncodedPayload;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchSigner;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.enrol.Grant;
import skerry.protocol.enrol.JoinRequest;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.JoinCode;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/** Makes the batches that an agent of a test would make: real keys, real payloads, seeded values. Not thread-safe. */
public final class FakeAgent {
    public static final long MINUTE = 60_000;

    /** A site that is expected to be in touch always. */
    public static final Site NORTH = new Site(
            "north", "North", "", Optional.empty(), "", new Site.SiteContract("always-on", MINUTE, MINUTE), List.of());

    private final AgentIdentity identity;
    private final BatchSigner signer;
    private final Random random;
    private final List<Series> gauges = new ArrayList<>();
    private final List<Series> counters = new ArrayList<>();
    private final List<PatternTemplate> patterns = new ArrayList<>();
    private final Map<Stream, Long> seqs = new HashMap<>();
    private final double[] totals;
    private final DictionaryChunk chunk;
    private final Dictionary dictionary;
    private final Bytes dictionaryHash;
    private Bytes bootId = Bytes.of(new byte[16]);
    private String policy = "skerry-2/0123456789ab";
    private long epoch;
    private long startNo;

    public FakeAgent(int seed) {
        this(seed, 4, 4, 3);
    }

    public FakeAgent(int seed, int gaugeCount, int counterCount, int patternCount) {
        random = new Random(seed);
        identity = AgentIdentity.generate(new SeededSecureRandom(seed));
        signer = new BatchSigner(identity.signingKey());
        for (int i = 0; i < gaugeCount; i++) {
            gauges.add(new Series(
                    "node_" + (i % 2 == 0 ? "memory" : "load") + "_g" + i, Labels.of("no", "" + i), MetricType.GAUGE));
        }
        for (int i = 0; i < counterCount; i++) {
            counters.add(new Series(
                    "node_cpu_c" + i + "_total", Labels.of("cpu", "" + i, "host", "h" + seed % 3), MetricType.COUNTER));
        }
        for (int i = 0; i < patternCount; i++) {
            patterns.add(new PatternTemplate(1_000 + i, "connection from <*> refused, try " + i, 0));
        }
        totals = new double[counterCount];
        var all = new ArrayList<>(gauges);
        all.addAll(counters);
        chunk = new DictionaryChunk(all, patterns);
        dictionary = new Dictionary(List.of(chunk));
        dictionaryHash = DictionaryCodec.named(chunk).hash();
        reboot();
    }

    private static final class SeededSecureRandom extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final Random seeded;

        SeededSecureRandom(long seed) {
            seeded = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            seeded.nextBytes(bytes);
        }
    }

    /** Makes its batches under this privacy policy from now on. */
    public void policy(String id) {
        policy = id;
    }

    public Uid uid() {
        return identity.uid();
    }

    public AgentIdentity identity() {
        return identity;
    }

    /** As the registry knows it. */
    public Agent enrolledAt(String site, String node) {
        return new Agent(identity.card(), site, node, "node", false, false, 0);
    }

    /** A new boot of the node, and so a restart. */
    public final void reboot() {
        byte[] boot = new byte[16];
        random.nextBytes(boot);
        bootId = Bytes.of(boot);
        restart();
    }

    /** A new epoch, as after a restart of the process. */
    public final void restart() {
        epoch = random.nextLong();
        startNo++;
        seqs.clear();
    }

    public long epoch() {
        return epoch;
    }

    public long startNo() {
        return startNo;
    }

    public long head(Stream stream) {
        return seqs.getOrDefault(stream, 0L);
    }

    public Bytes dictionaryHash() {
        return dictionaryHash;
    }

    public List<Series> gauges() {
        return List.copyOf(gauges);
    }

    public List<Series> counters() {
        return List.copyOf(counters);
    }

    /** The chunk that all summaries name. */
    public Batch dictionary(long at) {
        return seal(Kind.DICTIONARY, DictionaryCodec.encode(chunk), List.of(), RecordCounts.NONE, span(at, at));
    }

    /** The summary that starts at {@code start}, with a value of each series and lines of each pattern. */
    public Summary summary(long start, long length) {
        var gaugeValues = new ArrayList<GaugeSummary>();
        for (Series series : gauges) {
            double low = random.nextInt(1_000) / 10.0;
            double high = low + random.nextInt(50) / 10.0;
            double last = random.nextBoolean() ? low : high;
            gaugeValues.add(new GaugeSummary(series, 4, low, high, low + high + 2 * last, last));
        }
        var counterValues = new ArrayList<CounterSummary>();
        for (int i = 0; i < counters.size(); i++) {
            boolean reset = random.nextInt(40) == 0;
            double before = reset ? 0 : totals[i];
            double first = before + random.nextInt(20) / 4.0;
            double last = first + random.nextInt(100) / 4.0;
            totals[i] = last;
            counterValues.add(new CounterSummary(
                    counters.get(i), 4, first, last, reset ? 1 : 0, last - before, random.nextInt(100) / 8.0));
        }
        var patternCounts = new ArrayList<PatternSummary>();
        for (PatternTemplate pattern : patterns) {
            String example = random.nextInt(3) == 0 ? "connection from 10.x.x.x refused, try " + random.nextInt(9) : "";
            patternCounts.add(new PatternSummary(
                    pattern.patternId(),
                    Map.of(Severity.INFO, 1L + random.nextInt(9), Severity.ERROR, 1L + random.nextInt(3)),
                    example,
                    ""));
        }
        return new Summary(new Window(start, length), gaugeValues, counterValues, patternCounts);
    }

    /** The minute that starts at {@code start}. */
    public Batch minute(long start) {
        return summary(Kind.MINUTE, summary(start, MINUTE));
    }

    public Batch hour(long start) {
        return summary(Kind.HOUR, summary(start, 60 * MINUTE));
    }

    public Batch summary(Kind kind, Summary summary) {
        return summary(
                kind,
                summary,
                span(summary.window().startMillis(), summary.window().endMillis()));
    }

    public Batch summary(Kind kind, Summary summary, ClockSpan span) {
        return seal(
                kind,
                SummaryCodec.encode(summary, dictionary),
                List.of(dictionaryHash),
                new RecordCounts(4L * (gauges.size() + counters.size()), 10, 0),
                span);
    }

    /** A chunk of series that the agent tells beside its own. */
    public Batch dictionary(DictionaryChunk own, long at) {
        return seal(Kind.DICTIONARY, DictionaryCodec.encode(own), List.of(), RecordCounts.NONE, span(at, at));
    }

    /** A summary of the series of such a chunk. */
    public Batch summary(Kind kind, Summary summary, DictionaryChunk own) {
        return seal(
                kind,
                SummaryCodec.encode(summary, new Dictionary(List.of(own))),
                List.of(DictionaryCodec.named(own).hash()),
                new RecordCounts(
                        4L * (summary.gauges().size() + summary.counters().size()), 0, 0),
                span(summary.window().startMillis(), summary.window().endMillis()));
    }

    /** As {@link #dictionary(DictionaryChunk, long)}, so that its texts can be found in files. */
    public Batch plainDictionary(DictionaryChunk own, long at) {
        return seal(
                Kind.DICTIONARY,
                DictionaryCodec.encode(own, BatchHeader.Encoding.NONE),
                List.of(),
                RecordCounts.NONE,
                span(at, at));
    }

    /** As {@link #summary(Kind, Summary, DictionaryChunk)}, likewise. */
    public Batch plainSummary(Kind kind, Summary summary, DictionaryChunk own) {
        return seal(
                kind,
                SummaryCodec.encode(summary, new Dictionary(List.of(own)), BatchHeader.Encoding.NONE),
                List.of(DictionaryCodec.named(own).hash()),
                RecordCounts.NONE,
                span(summary.window().startMillis(), summary.window().endMillis()));
    }

    public Batch events(List<Event> events, long at) {
        return seal(
                Kind.EVENTS, EventCodec.encode(events), List.of(), new RecordCounts(0, 0, events.size()), span(at, at));
    }

    /** Events of a node whose clock nobody set: it shows the time since it booted; the batch was made at {@code mono}. */
    public Batch wronglyTimed(List<Event> events, long first, long mono) {
        return seal(
                Kind.EVENTS,
                EventCodec.encode(events),
                List.of(),
                new RecordCounts(0, 0, events.size()),
                wrongSpan(first, mono, first, ClockQuality.UNKNOWN));
    }

    /** An event that is nothing but the moment of its header. */
    public Batch clockRecord(ClockSpan moment) {
        var event = new Event("clock", Severity.INFO, moment.wallLast(), moment.monoLast(), "", Map.of());
        return seal(Kind.EVENTS, EventCodec.encode(List.of(event)), List.of(), new RecordCounts(0, 0, 1), moment);
    }

    public Batch gaps(GapTable table, long at) {
        return seal(Kind.GAP_TABLE, GapTableCodec.encode(table), List.of(), RecordCounts.NONE, span(at, at));
    }

    /** A batch whose payload is no payload, rightly signed. */
    public Batch nonsense(Kind kind, byte[] payload, long at) {
        return seal(
                kind,
                new EncodedPayload(BatchHeader.Encoding.NONE, 0, payload.length, Bytes.of(payload)),
                kind == Kind.MINUTE ? List.of(dictionaryHash) : List.of(),
                RecordCounts.NONE,
                span(at, at));
    }

    /** Any payload, rightly signed. */
    public Batch sealed(Kind kind, EncodedPayload payload, long at) {
        return seal(kind, payload, List.of(), RecordCounts.NONE, span(at, at));
    }

    /** What this agent would send in another's name: the other's next number, its own signature. */
    public Batch forgedFor(FakeAgent other, long at) {
        Batch theirs = other.events(List.of(), at);
        return signer.seal(
                theirs.header(),
                new EncodedPayload(
                        theirs.header().enc(),
                        theirs.header().dictId(),
                        theirs.header().rawLen(),
                        theirs.payload()));
    }

    /** Stamps of a trusted clock. */
    public ClockSpan span(long from, long to) {
        return span(from, to, ClockQuality.NTP, 0);
    }

    /** @param booted when this boot's monotonic clock showed 0 */
    public ClockSpan span(long from, long to, ClockQuality quality, long booted) {
        return new ClockSpan(
                bootId,
                Math.max(0, from - booted),
                Math.max(0, to - booted),
                from,
                to,
                quality,
                quality == ClockQuality.NTP ? 10 : -1);
    }

    public ClockSpan wrongSpan(long monoFrom, long monoTo, long wallFrom, ClockQuality quality) {
        return new ClockSpan(bootId, monoFrom, monoTo, wallFrom, wallFrom + monoTo - monoFrom, quality, -1);
    }

    /** The same key again with other bytes: what a cloned disk would send. */
    public Batch sameKeyAs(Batch batch, long start) {
        long seq = batch.header().key().seq();
        seqs.put(batch.header().key().stream(), seq - 1);
        return minute(start);
    }

    private Batch seal(Kind kind, EncodedPayload payload, List<Bytes> dictRefs, RecordCounts records, ClockSpan span) {
        long seq = seqs.merge(kind.stream(), 1L, Long::sum);
        var key = new BatchKey(uid(), epoch, kind.stream(), seq);
        return signer.seal(BatchHeader.of(key, startNo, kind, policy, dictRefs, payload, records, span), payload);
    }

    /** Joins by a code, as a real agent does, and keeps the certificate. */
    public ClientTls.Identity join(RunningHub hub, JoinCode code) throws Exception {
        KeyPair key = ClientKeys.generate(new SecureRandom());
        byte[] request = joinRequest(code, key);
        byte[] answer = hub.asAgent("enrol", request).body();
        return identity(key, EnrolCodec.decodeGrantByCode(answer, request, code.key()));
    }

    /** What joining by a code sends. */
    public byte[] joinRequest(JoinCode code, KeyPair key) {
        return EnrolCodec.encode(
                new JoinRequest(
                        code.id(),
                        identity.card(),
                        Bytes.of(ClientKeys.request(key, identity.uid().value())),
                        "pi",
                        "node",
                        "test"),
                identity.signingKey(),
                code.key());
    }

    /** The key with the certificates of a grant. */
    public static ClientTls.Identity identity(KeyPair key, Grant grant) {
        return new ClientTls.Identity(
                key.getPrivate(),
                grant.chain().stream()
                        .map(der -> ClientTls.certificate(der.toArray()))
                        .toList());
    }
}
