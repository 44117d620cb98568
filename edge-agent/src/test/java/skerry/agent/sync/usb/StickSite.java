package skerry.agent.sync.usb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.left.LeftDrop;
import skerry.agent.ring.Outbox;
import skerry.agent.ring.Outbox.HubMark;
import skerry.agent.ring.OutboxReader;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.sync.BatchSealer;
import skerry.agent.sync.StickWord;
import skerry.platform.files.Disk;
import skerry.platform.files.LocalDisk;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Command;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;
import skerry.protocol.stick.StickCommands;
import skerry.protocol.stick.StickReceipt;

/** A node with a real ring, whose hub is known by its keys alone. */
public final class StickSite implements AutoCloseable {
    public static final HubIdentity HUB = HubIdentity.generate(new SecureRandom());
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    public final AgentIdentity agent = AgentIdentity.generate(new SecureRandom());
    public final Path data;
    public final ReceiptDrop drop;
    public final LeftDrop left;
    private final Map<BatchKey, Bytes> made = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private Ring ring;
    private BatchSealer sealer;
    private int minutes;

    public StickSite(Path data) throws IOException {
        this.data = Files.createDirectories(data);
        this.drop = new ReceiptDrop(new LocalDisk(), data);
        this.left = new LeftDrop(new LocalDisk(), data, CLOCK);
        this.ring = openRing();
        this.sealer = sealer();
    }

    private Ring openRing() {
        return Ring.open(
                RingSettings.of(ringFile(), RingSettings.MIN_BYTES),
                agent.uid(),
                CLOCK,
                MonotonicClock.SYSTEM,
                Bytes.of(new byte[16]),
                _ -> true);
    }

    private BatchSealer sealer() {
        return new BatchSealer(
                agent.signingKey(),
                () -> "rules-1",
                hash -> ring.outbox().chunk(hash).isPresent(),
                ring::putDictionary);
    }

    public Path ringFile() {
        return data.resolve("ring.db");
    }

    public Ring ring() {
        return ring;
    }

    public Outbox outbox() {
        return ring.outbox();
    }

    /** A new start of the agent: a new epoch. */
    public void restart() {
        ring.close();
        ring = openRing();
        sealer = sealer();
    }

    /** Closes as many windows, each with one series; the first of a start is preceded by its dictionary chunk. */
    public void minutes(int count) {
        for (int i = 0; i < count; i++) {
            long at = CLOCK.millis() + 60_000L * minutes++;
            var gauge = new GaugeSummary(
                    new Series("node_load1", Labels.of("no", "1"), MetricType.GAUGE), 4, 1, 2, 6, minutes);
            var summary = new Summary(new Window(at, 60_000), List.of(gauge), List.of(), List.of());
            var span = new ClockSpan(Bytes.of(new byte[16]), at, at, at, at + 60_000, ClockQuality.NTP, 1);
            ring.closeWindow(sealer.summary(Kind.MINUTE, summary, List.of(), RecordCounts.NONE, span)
                    .drafts());
        }
        for (Stream stream : Stream.values()) {
            for (Outbox.Entry entry : outbox().pending(stream, 0, 10_000)) {
                made.putIfAbsent(
                        entry.key(), Bytes.of(outbox().load(entry.key()).orElseThrow()));
            }
        }
    }

    /** All batches ever made, by key. */
    public Map<BatchKey, Bytes> made() {
        return Map.copyOf(made);
    }

    /** Those that wait for a receipt. */
    public List<BatchKey> waiting() {
        var waiting = new ArrayList<BatchKey>();
        for (Stream stream : Stream.values()) {
            outbox().pending(stream, 0, 10_000).forEach(entry -> waiting.add(entry.key()));
        }
        return waiting;
    }

    public Exported export(Path stick) throws IOException, SQLException {
        return export(new LocalDisk(), stick, false);
    }

    public Exported export(Disk disk, Path stick, boolean oneWay) throws IOException, SQLException {
        try (var reader = OutboxReader.open(ringFile())) {
            return new StickExport(disk, agent, HUB.card(), drop, left, oneWay, "test", CLOCK)
                    .run(stick, reader, _ -> {});
        }
    }

    /** What the running agent does on its next tick. */
    public void takeUp() throws IOException {
        drop.takeUp(new StickPapers(agent, HUB.card(), outbox(), this::told, this::asked));
        left.takeUp(ring.left()::takeOver);
    }

    /** The numbers of commands that were taken up, and whether each was fresh. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void asked(Command command, boolean fresh) {
        asked.add(command.n() + (fresh ? " fresh" : " stale"));
    }

    /** A file of commands of a hub, with one command of that number to this agent. */
    public byte[] commands(HubIdentity hub, Uid to, long n, HubMark answered) {
        var command = new Command(
                Bytes.of(new byte[16]),
                to,
                n,
                2,
                Bytes.of(new byte[0]),
                60_000,
                Optional.empty(),
                Optional.of(CLOCK.millis() + 1_000_000),
                Bytes.of(new byte[8]));
        return new StickCommands(
                        to,
                        answered.hubBoot(),
                        answered.lsn(),
                        List.of(Bytes.of(ControlCodec.encode(command, hub.signingKey()))))
                .encode(hub.signingKey());
    }

    private void told(StickReceipt receipt) {
        new StickWord(receipt).tell(outbox());
    }

    @Override
    public void close() {
        ring.close();
    }
}
