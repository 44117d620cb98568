package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

class RingSweepTest {
    private static final LogSource LOG = new LogSource("/var/log/syslog", Labels.of("filename", "/var/log/syslog"));

    @TempDir
    private Path folder;

    private final RingHistory history = new RingHistory(1);

    @Test
    void aChunkThatNothingNamesGivesWayWhenNothingElseIsLeftThatCould() {
        try (Ring ring = history.open(folder.resolve("ring.db"), RingSettings.MIN_BYTES)) {
            Bytes named = history.putChunk(ring);
            Bytes unnamed = Bytes.of(new byte[16]);
            int little = 24 << 10;
            var large = new byte[(int) ring.room().orElseThrow().free() - little];
            ring.putDictionary(unnamed, large);
            assertThat(history.closeWindow(ring, 100, List.of(named))).isInstanceOf(Closing.Stored.class);
            assertThat(ring.dictionary(unnamed)).isPresent();

            ring.add(new LogRecord(LOG, history.now(), "", Severity.INFO, noise(31 << 10), 1, false));

            assertThat(ring.commit()).as("stored").isTrue();
            assertThat(ring.dictionary(unnamed).isPresent()).as("still there").isFalse();
        }
    }

    private String noise(int length) {
        var text = new StringBuilder();
        history.random().ints(length, ' ', '~').forEach(c -> text.append((char) c));
        return text.toString();
    }
}
