package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.Severity;

class RecorderEventsTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final AgentIdentity identity = AgentIdentity.generate(new SecureRandom());

    @Test
    void anEventsTextAndAttributesAreRedactedBeforeTheyAreStored(@TempDir Path folder) throws Exception {
        InstantSource now = InstantSource.fixed(NOON);
        var clock = new NodeClock(now, () -> 5_000, Bytes.of(new byte[16]));
        try (var ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                identity.uid(),
                now,
                () -> 5_000,
                clock.bootId(),
                _ -> true)) {
            var recorder = TestRecorder.of(identity, ring, _ -> true, clock);
            recorder.event(new Event(
                    "hub.command",
                    Severity.INFO,
                    NOON.toEpochMilli(),
                    5_000,
                    "asked by ann@site.example",
                    Map.of("user", "lholm", "from", "198.51.100.7", "seq", "48293157063")));
            recorder.tick();

            var stored = ring.outbox().pending(Stream.EVENTS, 0, 10).getFirst();
            var batch = BatchCodec.decode(ring.outbox().load(stored.key()).orElseThrow());
            Event event = EventCodec.decode(batch.header(), batch.payload()).getFirst();
            assertThat(event.text()).isEqualTo("asked by <email>");
            assertThat(event.attributes()).isEqualTo(Map.of("user", "<user>", "from", "<ipv4>", "seq", "48293157063"));
        }
    }
}
