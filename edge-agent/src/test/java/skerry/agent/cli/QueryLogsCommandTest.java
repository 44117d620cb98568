package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.DataFolder;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

class QueryLogsCommandTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant WRITTEN = Instant.parse("2026-05-20T08:00:00Z");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aLineFromLongAgo() throws IOException {
        var data = DataFolder.open(folder);
        try (Ring ring = Ring.open(
                RingSettings.of(data.ring(), RingSettings.MIN_BYTES),
                data.identity(new SecureRandom()).uid(),
                InstantSource.fixed(WRITTEN),
                () -> 0,
                Bytes.of(new byte[16]),
                _ -> true)) {
            ring.add(new LogRecord(
                    new LogSource("/var/log/app.log", Labels.NONE),
                    WRITTEN.toEpochMilli(),
                    "",
                    Severity.INFO,
                    "pump started",
                    1,
                    false));
        }
    }

    @Test
    void whereNothingIsNewEnoughItSaysHowOldTheNewestIs() {
        assertThat(query()).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString())
                .isEqualTo("skerry-agent: nothing since 2026-06-01T11:00:00Z; the newest line before is of"
                        + " 2026-05-20T08:00:00Z: --since all looks at all of them\n");
    }

    @Test
    void whatFitsIsPrintedWithoutAHint() {
        assertThat(query("--since", "all")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("2026-05-20T08:00:00Z info /var/log/app.log pump started\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aTextThatNoLineHasIsNoReasonForAHint() {
        assertThat(query("--since", "all", "--grep", "valve")).isZero();

        assertThat(out.size() + err.toString().length()).isZero();
    }

    private int query(String... more) {
        var arguments = new ArrayList<>(List.of("logs", "--data", folder.toString()));
        arguments.addAll(List.of(more));
        return QueryCommand.line(InstantSource.fixed(NOW), new PrintStream(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
