package skerry.agent.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.ring.SampleRound;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.TemplateMiner;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;
import skerry.protocol.ticket.TicketRequest;

class TicketContentTest {
    private static final long NOW = 1_790_000_000_000L;

    @TempDir
    private Path folder;

    @Test
    void labelsAreRedactedByTheirNamesAgainAsWhenTheyWereCollectedAndNodesKeepTheirs() throws Exception {
        String rows = samples(Labels.of("user", "hjalmar", "node", "pi-1.lan"));

        assertThat(rows)
                .contains("\"user\":\"<user>\"", "\"node\":\"pi-1.lan\"")
                .doesNotContain("hjalmar");
    }

    private String samples(Labels labels) throws Exception {
        InstantSource wall = () -> Instant.ofEpochMilli(NOW);
        try (var ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                Uid.random(new Random(1)),
                wall,
                () -> 0,
                Bytes.of(new byte[16]),
                _ -> true)) {
            var round = new SampleRound();
            round.begin(NOW, 0);
            round.add(ring.seriesId(new Series("sessions", labels, MetricType.GAUGE)), 1);
            ring.add(round);
            ring.commit();
            var request = new TicketRequest(
                    TicketRequest.Kind.SERIES,
                    "sessions",
                    List.of(),
                    NOW - 1_000,
                    NOW + 1_000,
                    10_000,
                    10,
                    "",
                    "erika",
                    Severity.UNKNOWN);
            try (var reader = ring.reader()) {
                var made = TicketContent.of(
                        reader,
                        request,
                        PolicyRedactor.standard(),
                        new TemplateMiner(MinerLimits.STANDARD, 0),
                        10_000,
                        NOW);
                try (var in = new GZIPInputStream(
                        new ByteArrayInputStream(made.content().toArray()))) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
    }
}
