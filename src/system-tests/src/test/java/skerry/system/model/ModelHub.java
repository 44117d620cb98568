package skerry.system.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import skerry.agent.sync.Downlink;
import skerry.agent.sync.Uplink;
import skerry.hub.ingest.Checked;
import skerry.hub.ingest.FrontDesk;
import skerry.hub.ingest.HubIdent;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.ingest.LoadGauge;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Holding;
import skerry.hub.store.Road;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.protocol.BatchKey;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.HubState;

/** The hub's machine: the real front desk and store over the lives of its process, on a disk that can be rolled back. */
final class ModelHub {
    private static final Uid AGENT = Keys.AGENT.uid();
    private static final long FLUSH_EVERY = 20_000;

    private final Timeline time;
    private final SplittableRandom random;
    private final Path folder;
    private final Diary diary;
    private final Mutation mutation;
    private final InstantSource wall;
    private final Set<BatchKey> everHeld = new HashSet<>();
    /** Durable in the present history: what must outlive any crash, until an older backup takes its place. */
    private Set<BatchKey> held = new HashSet<>();

    private Optional<Backup> backup = Optional.empty();
    private int copies;
    private Path present;
    private @Nullable Life life;
    private Speaker speaker = (_, _) -> {};
    private boolean calm;
    private long contradictions;

    /** Takes what the hub says to its broker. */
    interface Speaker {
        void say(Downlink downlink, byte[] payload);
    }

    private record Backup(Path folder, Set<BatchKey> held) {}

    /** @param start a store that knows the agent */
    ModelHub(
            Timeline time,
            SplittableRandom random,
            Path folder,
            Path start,
            InstantSource wall,
            Diary diary,
            Mutation mutation) {
        this.time = time;
        this.random = random;
        this.folder = folder;
        this.wall = wall;
        this.diary = diary;
        this.mutation = mutation;
        this.present = copy(start);
        start();
    }

    void speakBy(Speaker newSpeaker) {
        speaker = newSpeaker;
    }

    boolean isUp() {
        return life != null;
    }

    void calm() {
        calm = true;
    }

    /** As on the disk, whatever the front desk is given. */
    FleetStore store() {
        return running().store;
    }

    boolean everHeld(BatchKey key) {
        return everHeld.contains(key);
    }

    /** The batches of the present history. */
    Set<BatchKey> held() {
        return held;
    }

    /** Nothing is on its way through it. */
    boolean isAtRest() {
        return life != null && life.waiting.isEmpty() && !life.decoding;
    }

    /** Batches refused as foreign, unsigned or contradicting another, over all lives. */
    long contradictions() {
        return contradictions + (life == null ? 0 : life.contradictions());
    }

    // ---- what happens to it

    void start() {
        if (life != null) {
            return;
        }
        life = new Life(present);
        for (BatchKey key : held) {
            Promise.keep(life.holds(key), "the hub confirmed " + key + " and forgot it");
        }
        tellState();
    }

    void kill() {
        end(copy(present));
        diary.fault(Fault.HUB_KILLED, "hub killed");
    }

    void takeBackup() {
        if (life == null) {
            return;
        }
        backup.ifPresent(old -> Folders.delete(old.folder));
        backup = Optional.of(new Backup(copy(present), Set.copyOf(held)));
        diary.note("hub backed up");
    }

    void rollBack() {
        if (backup.isEmpty() || life == null) {
            return;
        }
        end(copy(backup.get().folder));
        held = new HashSet<>(backup.get().held);
        diary.fault(Fault.HUB_ROLLED_BACK, "hub rolled back");
    }

    void load() {
        if (life != null) {
            diary.fault(Fault.HUB_LOADED);
            life.load.read(random.nextDouble(), random.nextInt(4) > 0);
            tellState();
        }
    }

    /** Its load falls to nothing. */
    void relieve() {
        while (running().load.level() > 0) {
            running().load.read(0, true);
        }
        tellState();
    }

    void close() {
        if (life != null) {
            end(present);
        }
    }

    private void end(Path next) {
        Life old = running();
        life = null;
        contradictions += old.contradictions();
        old.store.close();
        if (!next.equals(present)) {
            Folders.delete(present);
            present = next;
        }
    }

    private Path copy(Path from) {
        Path to = folder.resolve("hub-" + ++copies);
        Folders.copy(from, to);
        return to;
    }

    private Life running() {
        if (life == null) {
            throw new IllegalStateException("the hub is down");
        }
        return life;
    }

    // ---- what it hears

    /** Tells everyone how it is, as it does when it comes to the broker. */
    void tellState() {
        if (life != null) {
            var state = new HubState(true, life.boot, life.load.level(), 1_000, 200);
            speaker.say(Downlink.HUB_STATE, ControlCodec.encode(state));
        }
    }

    void hear(Uplink uplink, Optional<BatchKey> key, byte[] payload) {
        if (life != null) {
            life.hear(uplink, key, payload);
        }
    }

    /**
     * Takes in what is on a stick.
     *
     * @return the receipt for it: what of each epoch and stream is durable
     */
    List<Holding> readStick(List<Stick.Item> items) {
        if (life == null) {
            return List.of();
        }
        return life.readStick(items);
    }

    private final class Life {
        private final long boot = random.nextLong() | 1;
        private final FleetStore store;
        private final FrontDesk desk;
        private final IngestCounts counts = new IngestCounts();
        private final LoadGauge load = new LoadGauge();
        private final List<Checked> waiting = new ArrayList<>();
        private boolean decoding;

        Life(Path files) {
            try {
                store = new SqliteFleetStore(files, wall, boot);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            desk = new FrontDesk(
                    mutation.store(store), HubIdent.of(Keys.HUB, boot), Keys.TOPICS, wall, time::now, load, counts);
            flush();
            decodeLater();
        }

        boolean isRunning() {
            return life == this;
        }

        boolean holds(BatchKey key) {
            return store.batches()
                    .holding(AGENT, key.epoch(), key.stream())
                    .map(holding -> holding.isDone(key.seq()))
                    .orElse(false);
        }

        long contradictions() {
            var now = counts.now();
            long refused = now.refused().getOrDefault(Ack.Reason.CONFLICT, 0L)
                    + now.refused().getOrDefault(Ack.Reason.SIGNATURE, 0L);
            return refused
                    + now.foreign().values().stream().mapToLong(Long::longValue).sum();
        }

        void hear(Uplink uplink, Optional<BatchKey> key, byte[] payload) {
            switch (uplink) {
                case STATE -> desk.state(AGENT, payload);
                case LIVE -> desk.live(AGENT, payload);
                case WANT -> {}
                case HELLO -> {
                    Optional<byte[]> answer = desk.hello(AGENT, payload);
                    answer.ifPresent(reply -> later(random.nextInt(200), () -> speaker.say(Downlink.HELLO, reply)));
                }
                case BATCH -> {
                    Stream stream = key.orElseThrow().stream();
                    waiting.add(desk.check(AGENT, stream, payload));
                    if (waiting.size() == 1) {
                        later(random.nextInt(100), this::store);
                    }
                }
            }
        }

        private void store() {
            var group = List.copyOf(waiting);
            waiting.clear();
            desk.store(group, Road.MQTT);
            group.forEach(this::noteHeld);
            later(desk.untilAnswer(), this::answer);
            decodeLater();
        }

        private void noteHeld(Checked checked) {
            if (checked instanceof Checked.Sound(var batch)) {
                BatchKey key = batch.header().key();
                if (holds(key)) {
                    held.add(key);
                    everHeld.add(key);
                }
            }
        }

        private void answer() {
            desk.answer((_, receipt) -> speaker.say(Downlink.ACK, receipt));
            if (desk.untilAnswer() < Long.MAX_VALUE) {
                later(desk.untilAnswer(), this::answer);
            }
        }

        private void decodeLater() {
            if (!decoding) {
                decoding = true;
                later(random.nextInt(calm ? 100 : 5_000), () -> {
                    decoding = false;
                    desk.decode();
                    if (desk.untilAnswer() < Long.MAX_VALUE) {
                        later(desk.untilAnswer(), this::answer);
                    }
                });
            }
        }

        private void flush() {
            later(FLUSH_EVERY, () -> {
                store.flush();
                flush();
            });
        }

        List<Holding> readStick(List<Stick.Item> items) {
            List<Checked> group = items.stream()
                    .map(item ->
                            desk.check(AGENT, item.key().stream(), item.bytes().toArray()))
                    .toList();
            desk.store(group, Road.USB);
            group.forEach(this::noteHeld);
            decodeLater();
            return store.batches().holdings(AGENT);
        }

        private void later(long delay, Runnable step) {
            time.after(delay, () -> {
                if (isRunning()) {
                    step.run();
                }
            });
        }
    }
}
