package skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;

/** What a made-up node tells is as even as what it is made of. */
class SimulatedNodeTest {
    private static final long HOUR = 3_600_000;
    /** A full hour. */
    private static final long START = 1_790_002_800_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aRateGoesOnEvenlyWhereThePastThatIsToldCoarselyEnds() throws Exception {
        try (var node = new SimulatedNode(
                folder,
                7,
                false,
                Optional.of(new ClusterModel(7, 0, 1, false)),
                "mqtt://127.0.0.1:1",
                HubIdentity.generate(new SecureRandom()).card(),
                START,
                START + 2 * HOUR,
                List.of(),
                0)) {
            node.liveUntil(START + 2 * HOUR + HOUR / 6);
        }

        List<Double> rates = rates();

        assertThat(rates).hasSizeGreaterThan(30);
        for (int i = 2; i < rates.size(); i++) {
            assertThat(rates.get(i) / rates.get(i - 1)).as("window " + i).isBetween(0.9, 1.1);
        }
    }

    /** Requests a second that the busiest service served, by window. */
    private List<Double> rates() throws IOException, ProtocolException {
        var rates = new ArrayList<Double>();
        try (Ring ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), 16L << 20),
                SimulatedNode.identity(folder).uid(),
                () -> Instant.ofEpochMilli(START),
                () -> 0,
                Bytes.of(new byte[16]),
                _ -> true,
                new SplittableRandom(1))) {
            for (var entry : ring.outbox().pending(Stream.MINUTES, 0, 1_000)) {
                Summary minute = minute(ring, entry.key());
                minute.counters().stream()
                        .filter(SimulatedNodeTest::isBusiest)
                        .forEach(counter -> rates.add(
                                counter.increase() * 1_000 / minute.window().lengthMillis()));
            }
        }
        return rates;
    }

    private static Summary minute(Ring ring, BatchKey key) throws ProtocolException {
        Batch batch = batch(ring, key);
        var chunks = new ArrayList<DictionaryChunk>();
        for (Bytes hash : batch.header().dictRefs()) {
            Batch carrier = batch(ring, ring.outbox().chunk(hash).orElseThrow());
            chunks.add(
                    DictionaryCodec.decode(carrier.header(), carrier.payload()).chunk());
        }
        return SummaryCodec.decode(batch.header(), batch.payload(), new Dictionary(chunks));
    }

    private static Batch batch(Ring ring, BatchKey key) throws ProtocolException {
        return BatchCodec.decode(ring.outbox().load(key).orElseThrow());
    }

    private static boolean isBusiest(CounterSummary counter) {
        return counter.series().name().equals("skerry_service_requests_total")
                && counter.series().labels().get("service").equals("door")
                && counter.series().labels().get("class").equals("2xx");
    }
}
