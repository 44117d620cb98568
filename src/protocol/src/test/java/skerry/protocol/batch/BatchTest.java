package skerry.protocol.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.EncodedPayload;
import skerry.protocol.FixedRandom;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
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

class BatchTest {
    private static final AgentIdentity AGENT = AgentIdentity.generate(new FixedRandom(7));
    private static final Series LOAD = new Series("node_load1", Labels.NONE, MetricType.GAUGE);
    private static final Series BYTES =
            new Series("node_network_receive_bytes_total", Labels.of("device", "eth0"), MetricType.COUNTER);

    @Test
    void aSummaryTravelsFromAgentToHubThroughSealedBytes() throws Exception {
        var chunk = new DictionaryChunk(List.of(LOAD, BYTES), List.of(new PatternTemplate(7, "session <*> opened", 0)));
        var named = DictionaryCodec.named(chunk);
        var dictionary = new Dictionary(List.of(chunk));
        var summary = new Summary(
                new Window(1_800_000_000_000L, 60_000),
                List.of(new GaugeSummary(LOAD, 4, 0.12, 0.31, 0.88, 0.2)),
                List.of(new CounterSummary(BYTES, 4, 123_456_789, 123_460_000, 0, 4_000, 91.25)),
                List.of(new PatternSummary(7, Map.of(Severity.INFO, 12L), "session 1 opened", "")));
        var payload = SummaryCodec.encode(summary, dictionary);
        var header = BatchHeader.of(
                new BatchKey(AGENT.uid(), 99, Stream.MINUTES, 1),
                3,
                BatchHeader.Kind.MINUTE,
                "default-1",
                List.of(named.hash()),
                payload,
                new RecordCounts(8, 12, 0),
                new ClockSpan(
                        Bytes.of(new byte[16]),
                        1,
                        60_001,
                        1_800_000_000_000L,
                        1_800_000_060_000L,
                        ClockQuality.NTP,
                        20));

        byte[] sent = new BatchSigner(AGENT.signingKey()).seal(header, payload).encode();

        var received = BatchCodec.decode(sent);
        received.verify(AGENT.card().verifyKey());
        assertThat(received.header()).isEqualTo(header);
        assertThat(BatchCodec.readHeader(sent)).isEqualTo(header);
        assertThat(SummaryCodec.decode(received.header(), received.payload(), dictionary))
                .isEqualTo(summary);
        assertThat(received.encode()).isEqualTo(sent);
    }

    @Test
    void anotherAgentsSignatureIsRefused() throws Exception {
        var chunk = DictionaryCodec.encode(new DictionaryChunk(List.of(LOAD), List.of()));
        var stranger = AgentIdentity.generate(new FixedRandom(8));
        var batch = BatchCodec.decode(new BatchSigner(stranger.signingKey())
                .seal(header(chunk), chunk)
                .encode());

        assertThatThrownBy(() -> batch.verify(AGENT.card().verifyKey()))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(ProtocolException.Reason.SIGNATURE));
    }

    @Test
    void aPayloadThatWasExchangedIsRefusedThoughTheHeaderIsRight() throws Exception {
        var one = sealed("one");
        var other = sealed("other");
        var mixed = new Batch(one.header(), one.headerBytes(), other.payload(), one.signature());

        assertRefused(() -> mixed.verify(AGENT.card().verifyKey()), ProtocolException.Reason.SIGNATURE);
    }

    @Test
    void headerAndSignatureAreCheckedWhateverThePayloadHolds() throws Exception {
        var garbage = new EncodedPayload(BatchHeader.Encoding.DEFLATE, 1, 9_999, Bytes.of("garbage".getBytes(UTF_8)));
        var batch = BatchCodec.decode(new BatchSigner(AGENT.signingKey())
                .seal(header(garbage), garbage)
                .encode());

        batch.verify(AGENT.card().verifyKey());

        assertRefused(() -> DictionaryCodec.decode(batch.header(), batch.payload()), ProtocolException.Reason.SCHEMA);
    }

    @Test
    void fieldsThatALaterVersionAddsToTheHeaderAreSignedAndPassedOver() throws Exception {
        var sealed = sealed("x");
        byte[] header = sealed.headerBytes().toArray();
        // One entry more in the map: field 40, an array.
        byte[] added = new CborWriter().key(40).array(2).text("new").bool(true).toByteArray();
        byte[] longer = Arrays.copyOf(header, header.length + added.length);
        assertThat(longer[0] & 0xe0).isEqualTo(0xa0);
        longer[0]++;
        System.arraycopy(added, 0, longer, header.length, added.length);
        Bytes headerBytes = Bytes.of(longer);
        var later = new Batch(
                sealed.header(),
                headerBytes,
                sealed.payload(),
                AGENT.signingKey().sign("skerry-batch-1", headerBytes));

        var received = BatchCodec.decode(later.encode());

        received.verify(AGENT.card().verifyKey());
        assertThat(received).isEqualTo(later);
        assertThat(received.header()).isEqualTo(sealed.header());
    }

    @Test
    void anotherVersionIsRefusedWithTheWayOut() {
        byte[] bytes = new CborWriter().map(1).key(1).unsigned(2).toByteArray();

        assertThatThrownBy(() -> BatchCodec.decode(Arrays.copyOf(bytes, 200)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("A batch of protocol version 2 cannot be read by this program, which knows version 1:"
                        + " update it.");
    }

    @Test
    void tooLongAndTooShortIsRefusedUnread() {
        assertRefused(() -> BatchCodec.decode(new byte[Limits.MAX_BATCH_BYTES + 1]), ProtocolException.Reason.SIZE);
        for (int length = 0; length < 70; length++) {
            byte[] tiny = new byte[length];
            assertRefused(() -> BatchCodec.readHeader(tiny), ProtocolException.Reason.SCHEMA);
        }
    }

    @Test
    void theLargestBatchThereIsFitsIntoAPacket() throws Exception {
        var payload = new EncodedPayload(
                BatchHeader.Encoding.NONE, 0, Limits.MAX_RAW_BYTES, Bytes.of(new byte[Limits.MAX_PAYLOAD_BYTES]));
        var refs = new ArrayList<Bytes>();
        for (int i = 0; i < Limits.MAX_DICT_REFS; i++) {
            refs.add(Bytes.of(new byte[16]));
        }
        var like = header(payload);
        long most = Limits.MAX_RECORDS;
        var span = new ClockSpan(
                Bytes.of(new byte[16]),
                Limits.MAX_SPAN_MILLIS,
                Limits.MAX_SPAN_MILLIS,
                -Limits.MAX_WALL_MILLIS,
                Limits.MAX_WALL_MILLIS,
                ClockQuality.GPS,
                Limits.MAX_SPAN_MILLIS);
        var header = new BatchHeader(
                1,
                new BatchKey(AGENT.uid(), -1, Stream.DICTIONARY, Limits.MAX_SEQ),
                Long.MAX_VALUE,
                BatchHeader.Kind.DICTIONARY,
                Integer.MAX_VALUE,
                "é".repeat(Limits.MAX_POLICY_CHARS),
                refs,
                BatchHeader.Encoding.NONE,
                Integer.MAX_VALUE,
                Limits.MAX_RAW_BYTES,
                like.payloadSha256(),
                new RecordCounts(most, most, most),
                span,
                Optional.of(Bytes.of(new byte[8])));

        byte[] sent = new BatchSigner(AGENT.signingKey()).seal(header, payload).encode();

        assertThat(BatchCodec.decode(sent).header()).isEqualTo(header);
        assertThat(sent.length).isLessThanOrEqualTo(Limits.MAX_BATCH_BYTES);
    }

    @Test
    void numbersThatWouldOverflowSomeonesSumAreRefused() {
        var payload = DictionaryCodec.encode(new DictionaryChunk(List.of(LOAD), List.of()));
        var like = header(payload);
        var header = BatchHeader.of(
                like.key(),
                1,
                like.kind(),
                "",
                List.of(),
                payload,
                new RecordCounts(Limits.MAX_RECORDS + 1, 0, 0),
                like.span());
        byte[] sent = new BatchSigner(AGENT.signingKey()).seal(header, payload).encode();

        assertRefused(() -> BatchCodec.decode(sent), ProtocolException.Reason.SIZE);
        Bytes bootId = Bytes.of(new byte[16]);
        for (long wall : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, Limits.MAX_WALL_MILLIS + 1}) {
            assertThatThrownBy(() -> new ClockSpan(bootId, 0, 0, wall, 0, ClockQuality.NTP, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ClockSpan(bootId, 0, 0, 0, wall, ClockQuality.NTP, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aHeaderForAnotherPayloadCannotBeSealed() {
        var one = DictionaryCodec.encode(new DictionaryChunk(List.of(LOAD), List.of()));
        var other = DictionaryCodec.encode(new DictionaryChunk(List.of(BYTES), List.of()));

        assertThatThrownBy(() -> new BatchSigner(AGENT.signingKey()).seal(header(one), other))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Batch sealed(String template) {
        var payload = DictionaryCodec.encode(
                new DictionaryChunk(List.of(LOAD), List.of(new PatternTemplate(1, template, 0))));
        return new BatchSigner(AGENT.signingKey()).seal(header(payload), payload);
    }

    private static BatchHeader header(EncodedPayload payload) {
        return BatchHeader.of(
                new BatchKey(AGENT.uid(), 99, Stream.DICTIONARY, 1),
                3,
                BatchHeader.Kind.DICTIONARY,
                "default-1",
                List.of(),
                payload,
                RecordCounts.NONE,
                new ClockSpan(Bytes.of(new byte[16]), 1, 1, 5, 5, ClockQuality.UNKNOWN, -1));
    }

    private static void assertRefused(ThrowingCallable reading, ProtocolException.Reason reason) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
