package skerry.hub.ingest.stick;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.ingest.Checked;
import skerry.hub.ingest.CommandSender;
import skerry.hub.ingest.HeldRow;
import skerry.hub.ingest.HubIdent;
import skerry.hub.ingest.Intake;
import skerry.hub.ingest.Verdict;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Road;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.stick.SealedHeader;
import skerry.protocol.stick.SealedReader;
import skerry.protocol.stick.StickCommands;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickManifest;
import skerry.protocol.stick.StickReceipt;

/**
 * Takes in what sticks bring. A file is read only if its digest is the one in a manifest that an enrolled agent signed for
 * this hub; its batches then go the way of all batches. Thread-safe: one file at a time.
 */
public final class ImportDesk implements Desk {
    private static final int GROUP = 256;

    /** Manifests whose files are still coming. */
    private static final int MOST_OPEN = 64;

    private final FleetStore store;
    private final HubIdent hub;
    private final Intake intake;
    private final CommandSender sender;
    private final Runnable stored;
    private final SpoolFolder spool;
    private final InstantSource clock;
    private final Map<String, StickManifest> manifests = new LinkedHashMap<>();

    /**
     * @param stored told that there may be something to decode
     * @param spool where a file waits while it is checked
     * @param clock to tell people when a receipt was made, and until when a command is wanted
     */
    public ImportDesk(
            FleetStore store, HubIdent hub, Intake intake, Runnable stored, SpoolFolder spool, InstantSource clock) {
        this.store = store;
        this.hub = hub;
        this.intake = intake;
        this.sender = new CommandSender(store, hub, clock);
        this.stored = stored;
        this.spool = spool;
        this.clock = clock;
    }

    @Override
    public Opening open(byte[] bytes) {
        try {
            Uid uid = StickManifest.peek(bytes).uid();
            Optional<Agent> agent = store.registry().find(uid);
            if (agent.isEmpty()) {
                return refused("Agent " + uid + " is not enrolled at this hub: register it, then import again.");
            }
            String name = agent.get().site() + "/" + agent.get().node();
            if (agent.get().retired()) {
                return refused("Agent " + uid + " (" + name + ") is retired: restore it, then import again.");
            }
            var manifest = StickManifest.decode(bytes, agent.get().card().verifyKey());
            if (!manifest.hubKeyId().equals(hub.card().keyId())) {
                return refused("The data of agent " + uid + " (" + name + ") is sealed for hub " + manifest.hubKeyId()
                        + ", and this is hub " + hub.card().keyId() + ": import it there, or set mqtt.hub at the agent"
                        + " and export again.");
            }
            String id = Bytes.of(bytes).sha256().first(16).hex();
            keep(id, manifest);
            return new Opening.Accepted(
                    id,
                    name,
                    manifest.oneWay(),
                    manifest.files().stream().map(StickFile::name).toList());
        } catch (ProtocolException e) {
            return new Opening.Refused(true, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Taken take(String id, String name, InputStream content) throws IOException {
        Optional<StickManifest> manifest = manifest(id);
        if (manifest.isEmpty()) {
            return problem("The hub does not know the manifest of " + name
                    + " any more: import the stick again, it goes on where it was.");
        }
        Optional<StickFile> file = manifest.get().files().stream()
                .filter(known -> known.name().equals(name))
                .findFirst();
        if (file.isEmpty()) {
            return problem("The file " + name + " is not in the manifest and was not read.");
        }
        return spool.checked(file.get(), content, whole -> read(manifest.get(), file.get(), whole));
    }

    @Override
    public Optional<byte[]> receipt(String id) {
        return manifest(id).map(this::receipt);
    }

    @Override
    public Optional<byte[]> commands(String id) {
        return manifest(id).flatMap(manifest -> {
            List<Bytes> commands = sender.forStick(manifest.uid());
            return commands.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new StickCommands(manifest.uid(), manifest.lastHubBoot(), manifest.lastLsn(), commands)
                                    .encode(hub.signingKey()));
        });
    }

    private byte[] receipt(StickManifest manifest) {
        var rows = new LinkedHashSet<Map.Entry<Long, Stream>>();
        for (StickFile file : manifest.files()) {
            file.runs().forEach(run -> rows.add(Map.entry(file.epoch(), run.stream())));
        }
        List<Held> held = rows.stream()
                .limit(Limits.MAX_STICK_RECEIPT_ROWS)
                .map(row -> HeldRow.of(store.batches(), manifest.uid(), row.getKey(), row.getValue()))
                .toList();
        return new StickReceipt(
                        manifest.uid(),
                        hub.boot(),
                        store.batches().lsn(),
                        clock.millis(),
                        manifest.lastHubBoot(),
                        manifest.lastLsn(),
                        held)
                .encode(hub.signingKey());
    }

    private Taken read(StickManifest manifest, StickFile file, InputStream whole) throws IOException {
        var counts = new Counts();
        try {
            var reader = new SealedReader(whole, hub.identity());
            SealedHeader header = reader.header();
            if (!header.uid().equals(manifest.uid())
                    || header.epoch() != file.epoch()
                    || header.from() != file.from()) {
                return problem("The file " + file.name() + " holds another file's content and was not read.");
            }
            var group = new ArrayList<Checked>();
            for (var batch = reader.next(); batch.isPresent(); batch = reader.next()) {
                group.add(intake.check(manifest.uid(), batch.get()));
                if (group.size() == GROUP && !commit(group, counts)) {
                    return counts.taken(notNow(file));
                }
            }
            return commit(group, counts) ? counts.taken(Optional.empty()) : counts.taken(notNow(file));
        } catch (ProtocolException e) {
            return counts.taken(Optional.of("The file " + file.name() + " was not read to its end: " + e.getMessage()));
        } finally {
            stored.run();
        }
    }

    /** Stores a group; false if the store takes nothing now. */
    private boolean commit(List<Checked> group, Counts counts) {
        List<Verdict> verdicts = intake.commit(group, Road.USB);
        counts.refused += group.size() - verdicts.size();
        boolean taken = true;
        for (Verdict verdict : verdicts) {
            switch (verdict) {
                case Verdict.Held held when held.isNew() -> counts.stored++;
                case Verdict.Held _ -> counts.known++;
                case Verdict.NotTaken(var _, Ack.Reason reason, long _) -> {
                    counts.refused++;
                    taken &= reason != Ack.Reason.LATER;
                }
            }
        }
        group.clear();
        return taken;
    }

    private static Optional<String> notNow(StickFile file) {
        return Optional.of("The hub cannot store all of " + file.name()
                + " now: its log says why; import the stick again later, it goes on where it was.");
    }

    private static Opening refused(String why) {
        return new Opening.Refused(false, why);
    }

    private static Taken problem(String why) {
        return new Taken(0, 0, 0, Optional.of(why));
    }

    private Optional<StickManifest> manifest(String id) {
        synchronized (manifests) {
            return Optional.ofNullable(manifests.get(id));
        }
    }

    private void keep(String id, StickManifest manifest) {
        synchronized (manifests) {
            manifests.remove(id);
            manifests.put(id, manifest);
            if (manifests.size() > MOST_OPEN) {
                manifests.remove(manifests.keySet().iterator().next());
            }
        }
    }

    /** What became of the batches of a file so far. */
    private static final class Counts {
        private long stored;
        private long known;
        private long refused;

        Taken taken(Optional<String> problem) {
            return new Taken(stored, known, refused, problem);
        }
    }
}
