package skerry.protocol.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.ProtocolException;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
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
    private static final AgentIdentity AGENT = AgentIdentity.generate(new SecureRandom());
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
        var header = BatchHeader.of(
                new BatchKey(AGENT.uid(), 99, Stream.DICTIONARY, 1),
                3,
                BatchHeader.Kind.DICTIONARY,
                "default-1",
                List.of(),
                chunk,
                RecordCounts.NONE,
                new ClockSpan(Bytes.of(new byte[16]), 1, 1, 5, 5, ClockQuality.UNKNOWN, -1));
        var stranger = AgentIdentity.generate(new SecureRandom());
        var batch = BatchCodec.decode(
                new BatchSigner(stranger.signingKey()).seal(header, chunk).encode());

        assertThatThrownBy(() -> batch.verify(AGENT.card().verifyKey()))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(ProtocolException.Reason.SIGNATURE));
    }
}
