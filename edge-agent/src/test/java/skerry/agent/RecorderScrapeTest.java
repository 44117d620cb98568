package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.MetricFamily;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.RingSettings;
import skerry.agent.ring.SeriesSelector;
import skerry.agent.summary.SendProfile;
import skerry.protocol.Bytes;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Event;
import skerry.protocol.series.Labels;

class RecorderScrapeTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final MetricFamily UP = MetricFamily.gauge("up", "");
    private static final MetricFamily POWER = MetricFamily.gauge("power", "");

    private final AgentIdentity identity = AgentIdentity.generate(new SecureRandom());

    @Test
    void whatATargetBringsBeyondItsLimitsIsInNoFileAndNamedByAnEvent(@TempDir Path folder) throws Exception {
        var clock = new NodeClock(InstantSource.fixed(NOON), () -> 5_000, Bytes.of(new byte[16]));
        Path file = folder.resolve("ring.db");
        SendProfile profile = SendProfile.named("default");
        var refused = new ArrayList<String>();
        try (var ring = Ring.open(
                RingSettings.of(file, 8L << 20),
                identity.uid(),
                InstantSource.fixed(NOON),
                () -> 5_000,
                clock.bootId(),
                profile)) {
            var recorder = recorder(ring, profile, clock);
            Labels target = Labels.of("job", "web", "instance", "10.0.0.7:80");
            recorder.samples(NOON, target, sink -> {
                for (int i = 0; i < 3_000; i++) {
                    sink.add(POWER, target.with("shard", "u" + i), 1);
                }
            });
            recorder.eachRefused((source, reason, samples, _) -> refused.add(source + " " + reason + " " + samples));
            ring.commit();
        }

        assertThat(refused).containsExactly("web 10.0.0.7:80 label-values 1000");
        var events = new ArrayList<Event>();
        try (var reader = RingReader.open(file)) {
            assertThat(reader.series(SeriesSelector.parse("power"))).hasSize(2_000);
            reader.events(0, Long.MAX_VALUE, events::add);
        }
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("series.refused");
            assertThat(event.attributes()).containsEntry("metric", "power").containsEntry("label", "shard");
            assertThat(event.text()).contains("label shard of power from web <ipv4>:80 has more than 2000 values");
        });
    }

    @Test
    void scrapesOfTwoAddressesStayTwoTargetsInTheRingAndOnlyUpIsToLeave(@TempDir Path folder) throws Exception {
        var clock = new NodeClock(InstantSource.fixed(NOON), () -> 5_000, Bytes.of(new byte[16]));
        Path file = folder.resolve("ring.db");
        SendProfile profile = SendProfile.named("default");
        try (var ring = Ring.open(
                RingSettings.of(file, RingSettings.MIN_BYTES),
                identity.uid(),
                InstantSource.fixed(NOON),
                () -> 5_000,
                clock.bootId(),
                profile)) {
            var recorder = recorder(ring, profile, clock);
            for (int i = 7; i < 9; i++) {
                Labels target = Labels.of("job", "app", "instance", "10.0.0." + i + ":9100");
                recorder.samples(NOON.plusMillis(i), target, sink -> {
                    sink.add(UP, target, 1);
                    sink.add(POWER, target.with("owner", "ann@example.org"), 230);
                });
            }
            ring.commit();

            var account = ring.account().orElseThrow();
            assertThat(account.collected().samples()).isEqualTo(2);
            assertThat(account.siteOnlySamples()).isEqualTo(2);
        }

        var samples = new ArrayList<String>();
        try (var reader = RingReader.open(file)) {
            for (String name : new String[] {"up", "power"}) {
                reader.samples(SeriesSelector.parse(name), 0, Long.MAX_VALUE, (series, time, _) -> {
                    samples.add(time - NOON.toEpochMilli() + " " + series);
                    return true;
                });
            }
        }
        assertThat(samples)
                .containsExactly(
                        "7 up{instance=\"10.0.0.7:9100\",job=\"app\"}",
                        "8 up{instance=\"10.0.0.8:9100\",job=\"app\"}",
                        "7 power{instance=\"10.0.0.7:9100\",job=\"app\",owner=\"<email>\"}",
                        "8 power{instance=\"10.0.0.8:9100\",job=\"app\",owner=\"<email>\"}");
    }

    private Recorder recorder(Ring ring, SendProfile profile, NodeClock clock) {
        return TestRecorder.of(identity, ring, profile, clock);
    }
}
