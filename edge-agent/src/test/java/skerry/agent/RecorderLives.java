package skerry.agent;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.ring.Account;
import skerry.agent.ring.BatchDraft;
import skerry.agent.ring.Outbox;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.services.AccessLogs;
import skerry.agent.services.ServiceBoard;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.series.Labels;

/** A recorder that ends and starts again over one ring, with clocks that the test moves. */
abstract class RecorderLives {
    static final LogSource SOURCE = new LogSource("app.log", Labels.NONE);
    static final MetricFamily FORKS = MetricFamily.counter("node_forks_total", "Forks.");
    static final MetricFamily READS = MetricFamily.counter("node_disk_reads_completed_total", "Reads.");
    static final MetricFamily READ_SECONDS =
            MetricFamily.counter("node_disk_read_time_seconds_total", "Time of reads.");
    static final MetricFamily WRITES = MetricFamily.counter("node_disk_writes_completed_total", "Writes.");
    static final MetricFamily WRITE_SECONDS =
            MetricFamily.counter("node_disk_write_time_seconds_total", "Time of writes.");

    @TempDir
    Path folder;

    final AgentIdentity identity = AgentIdentity.generate(new SecureRandom());
    long wall = Instant.parse("2026-11-26T10:00:00Z").toEpochMilli();
    long mono = 1_000_000;

    /** The recording half of an agent from start to end, as short as a kill makes it. */
    final class Life implements AutoCloseable {
        private final NodeClock clock =
                new NodeClock(() -> Instant.ofEpochMilli(wall), () -> mono, Bytes.of(new byte[16]));
        final Ring ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                identity.uid(),
                (InstantSource) () -> Instant.ofEpochMilli(wall),
                () -> mono,
                clock.bootId(),
                _ -> true);
        final Recorder recorder;
        private final AccessLogs access;

        Life() {
            recorder = TestRecorder.of(identity, ring, _ -> true, clock);
            access = new AccessLogs(
                    new ServiceBoard(ServiceBoard.MOST, () -> mono),
                    recorder,
                    recorder,
                    () -> Instant.ofEpochMilli(wall));
            recorder.resume(access::replayed);
        }

        /** A request that took so long, as an access log tells it, or a line that tells of something else. */
        void logged(String text) {
            try {
                access.record(new LogRecord(SOURCE, wall, "", Severity.INFO, text, 1, false));
                access.checkpoint(new Checkpoint(SOURCE.key(), "place"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void disk(double reads, double seconds) {
            recorder.samples(Instant.ofEpochMilli(wall), sink -> {
                Labels device = Labels.of("device", "sda");
                sink.add(READS, device, reads);
                sink.add(READ_SECONDS, device, seconds);
                sink.add(WRITES, device, 0.0);
                sink.add(WRITE_SECONDS, device, 0.0);
            });
        }

        /** Lets a quarter of a minute pass, so that what waits is stored. */
        void quarter() {
            wall += 15_000;
            mono += 15_000;
            recorder.tick();
        }

        void line(String text) {
            try {
                recorder.record(new LogRecord(SOURCE, wall, "", Severity.INFO, text, 1, false));
                recorder.checkpoint(new Checkpoint(SOURCE.key(), "place"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void sample(double value) {
            recorder.samples(Instant.ofEpochMilli(wall), sink -> sink.add(FORKS, value));
        }

        void pass() {
            wall += 60_000;
            mono += 60_000;
            recorder.tick();
        }

        List<Outbox.Entry> waiting(Stream stream) {
            return ring.outbox().pending(stream, 0, Integer.MAX_VALUE);
        }

        /** Stores what gives way after minutes and hours. */
        void answer() {
            var draft =
                    new BatchDraft(Stream.RESULTS, RecordCounts.NONE, wall, wall, List.of(), (_, _) -> new byte[1000]);
            ring.store(List.of(draft));
        }

        Account account() {
            return ring.account().orElseThrow();
        }

        /** Lets the minute end, and gives what it became. */
        Summary minute() {
            pass();
            return Outlines.of(ring, identity.uid()).minutes().getLast().summary();
        }

        /** Those that wait for the hub, the earliest first. */
        List<List<DayAccount>> accounts() throws Exception {
            var accounts = new ArrayList<List<DayAccount>>();
            for (var entry : ring.outbox().pending(Stream.GAPS, 0, 10)) {
                Batch table = BatchCodec.decode(ring.outbox().load(entry.key()).orElseThrow());
                accounts.add(
                        GapTableCodec.decode(table.header(), table.payload()).days());
            }
            return accounts;
        }

        /** All hours or days that the ring holds, in the order in which they were stored. */
        List<Summary> outlines(Kind kind) throws Exception {
            var outlines = new ArrayList<Summary>();
            for (var entry : ring.outbox().pending(Stream.SUMMARIES, 0, 1_000)) {
                Batch batch = BatchCodec.decode(ring.outbox().load(entry.key()).orElseThrow());
                if (batch.header().kind() == kind) {
                    outlines.add(Outlines.decode(ring, batch).orElseThrow());
                }
            }
            return outlines;
        }

        List<String> hourTemplates() throws Exception {
            var templates = new ArrayList<String>();
            for (var entry : ring.outbox().heads()) {
                if (entry.stream() == Stream.SUMMARIES) {
                    var key = new BatchKey(identity.uid(), entry.epoch(), entry.stream(), entry.head());
                    Batch hour = BatchCodec.decode(ring.outbox().load(key).orElseThrow());
                    for (Bytes hash : hour.header().dictRefs()) {
                        Batch carrier = BatchCodec.decode(ring.outbox()
                                .load(ring.outbox().chunk(hash).orElseThrow())
                                .orElseThrow());
                        DictionaryCodec.decode(carrier.header(), carrier.payload())
                                .chunk()
                                .patterns()
                                .forEach(pattern -> templates.add(pattern.template()));
                    }
                }
            }
            return templates;
        }

        @Override
        public void close() {
            ring.close();
        }
    }
}
