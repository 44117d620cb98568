package skerry.hub.ingest;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.ingest.IngestCounts.Foreign;
import skerry.hub.store.Agent;
import skerry.hub.store.BatchLog;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Progress;
import skerry.hub.store.Road;
import skerry.hub.store.StoreException;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchKey;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.Topics;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.Ack;

/**
 * The one way in for batches, by whatever road: check, then store in groups. Thread-safe; {@link #check} may run on many
 * threads at once.
 */
public final class Intake {
    private static final long FULL_RETRY_MILLIS = 30_000;
    private static final long BROKEN_RETRY_MILLIS = 60_000;
    private static final long SCATTERED_RETRY_MILLIS = 60_000;
    private static final System.Logger LOG = System.getLogger(Intake.class.getName());

    private final FleetStore store;
    private final Topics topics;
    private final InstantSource clock;
    private final IngestCounts counts;
    private final VerifyKeys keys = new VerifyKeys();

    public Intake(FleetStore store, Topics topics, InstantSource clock, IngestCounts counts) {
        this.store = store;
        this.topics = topics;
        this.clock = clock;
        this.counts = counts;
    }

    /**
     * Checks and stores one batch.
     *
     * @param topic where it was published, or would have been
     * @return empty if there is nobody to be answered
     */
    public Optional<Verdict> accept(String topic, byte[] bytes, Road road) {
        Optional<UpTopic> parsed = UpTopic.parse(topics, topic);
        if (parsed.isEmpty() || !(parsed.get() instanceof UpTopic.OfBatch(Uid uid, Stream stream))) {
            counts.foreign(Foreign.OTHER_TOPIC);
            return Optional.empty();
        }
        return commit(List.of(check(uid, stream, bytes)), road).stream().findFirst();
    }

    /** Checks a batch that came by a road without topics, for the agent that is said to have made it. */
    public Checked check(Uid uid, byte[] bytes) {
        return check(uid, Optional.empty(), bytes);
    }

    /** Checks the bytes of a batch: length, header, identity, signature. Counts what is not sound. */
    Checked check(Uid topicUid, Stream topicStream, byte[] bytes) {
        return check(topicUid, Optional.of(topicStream), bytes);
    }

    private Checked check(Uid topicUid, Optional<Stream> topicStream, byte[] bytes) {
        if (bytes.length > Limits.MAX_BATCH_BYTES) {
            return foreign(Foreign.TOO_LONG, topicUid, "a batch of " + bytes.length + " bytes");
        }
        Batch batch;
        try {
            batch = BatchCodec.decode(bytes);
        } catch (ProtocolException e) {
            return foreign(Foreign.NO_HEADER, topicUid, String.valueOf(e.getMessage()));
        }
        BatchKey key = batch.header().key();
        if (!key.uid().equals(topicUid) || key.stream() != topicStream.orElse(key.stream())) {
            return foreign(
                    Foreign.OTHER_AGENT,
                    topicUid,
                    "a batch of agent " + key.uid() + ", stream " + key.stream().code());
        }
        Optional<Agent> agent = store.registry().find(topicUid);
        if (agent.isEmpty() || agent.get().retired()) {
            return foreign(
                    Foreign.NOT_ENROLLED,
                    topicUid,
                    agent.isEmpty() ? "an agent that is not enrolled" : "a retired agent");
        }
        try {
            batch.verify(keys.of(agent.get()));
            return new Checked.Sound(batch);
        } catch (ProtocolException e) {
            var reason = Ack.Reason.of(e.reason());
            counts.refused(reason);
            return new Checked.Refused(key, reason, String.valueOf(e.getMessage()));
        }
    }

    private Checked foreign(Foreign kind, Uid claimed, String why) {
        counts.foreign(kind);
        return new Checked.Foreign(claimed, why);
    }

    /**
     * Stores what is sound, in one durable commit. Nothing is answered before that.
     *
     * @return a verdict for each that can be answered, in order
     */
    public List<Verdict> commit(List<Checked> group, Road road) {
        long now = clock.millis();
        var arrivals = new ArrayList<Arrival>();
        for (Checked checked : group) {
            if (checked instanceof Checked.Sound(Batch batch)) {
                arrivals.add(new Arrival(batch, road, now));
            }
        }
        List<Verdict> stored = store(arrivals);
        var verdicts = new ArrayList<Verdict>(group.size());
        int next = 0;
        for (Checked checked : group) {
            switch (checked) {
                case Checked.Sound _ -> verdicts.add(stored.get(next++));
                case Checked.Refused(BatchKey key, Ack.Reason reason, String _) -> {
                    store.present().refused(key.uid());
                    verdicts.add(new Verdict.NotTaken(key, reason, 0));
                }
                case Checked.Foreign _ -> {
                    // Nobody to be answered.
                }
            }
        }
        tellPresent(verdicts, road, now);
        return verdicts;
    }

    private List<Verdict> store(List<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            return List.of();
        }
        try {
            List<BatchLog.Outcome> outcomes = store.batches().append(arrivals);
            var verdicts = new ArrayList<Verdict>(outcomes.size());
            for (int i = 0; i < outcomes.size(); i++) {
                verdicts.add(verdict(arrivals.get(i), outcomes.get(i)));
                tellPolicy(arrivals.get(i), outcomes.get(i));
            }
            storing();
            return verdicts;
        } catch (StoreException e) {
            notStoring(e);
            long retry = e.kind() == StoreException.Kind.FULL ? FULL_RETRY_MILLIS : BROKEN_RETRY_MILLIS;
            return arrivals.stream()
                    .map(arrival -> {
                        counts.refused(Ack.Reason.LATER);
                        return (Verdict)
                                new Verdict.NotTaken(arrival.batch().header().key(), Ack.Reason.LATER, retry);
                    })
                    .toList();
        }
    }

    /** Asks a store that failed whether it takes batches again, so that no agent need try. */
    void probe() {
        if (counts.isStoring()) {
            return;
        }
        try {
            store.probe();
            storing();
        } catch (StoreException e) {
            notStoring(e);
        }
    }

    private void storing() {
        if (counts.storing()) {
            LOG.log(INFO, "batches are taken again");
        }
    }

    private void notStoring(StoreException e) {
        String why = String.valueOf(e.getMessage());
        if (counts.notStoring(why)) {
            LOG.log(WARNING, "batches are refused for the time being, and agents keep them: {0}", why);
        }
    }

    private Verdict verdict(Arrival arrival, BatchLog.Outcome outcome) {
        Batch batch = arrival.batch();
        BatchKey key = batch.header().key();
        return switch (outcome) {
            case BatchLog.Outcome.Stored _ -> {
                counts.stored(batch.size());
                yield new Verdict.Held(key, batch.size(), true);
            }
            case BatchLog.Outcome.Known _ -> {
                counts.duplicate();
                yield new Verdict.Held(key, batch.size(), false);
            }
            case BatchLog.Outcome.BelowPolicy(boolean isNew) -> {
                if (isNew) {
                    counts.refused(Ack.Reason.POLICY);
                    store.present().refused(key.uid());
                    arrived(key.uid(), batch.size(), arrival.road(), arrival.arrivedAt());
                } else {
                    counts.duplicate();
                }
                yield new Verdict.NotTaken(key, Ack.Reason.POLICY, 0);
            }
            case BatchLog.Outcome.Conflict _ -> {
                counts.refused(Ack.Reason.CONFLICT);
                store.present().refused(key.uid());
                LOG.log(
                        WARNING,
                        "agent {0} sent two different batches as {1} {2}: both are kept, only the first counts; look"
                                + " for a copied disk",
                        key.uid(),
                        key.stream(),
                        key.seq());
                yield new Verdict.NotTaken(key, Ack.Reason.CONFLICT, 0);
            }
            case BatchLog.Outcome.TooScattered _ -> {
                counts.refused(Ack.Reason.LATER);
                yield new Verdict.NotTaken(key, Ack.Reason.LATER, SCATTERED_RETRY_MILLIS);
            }
        };
    }

    /** Also of batches that are refused for it: people want to know which it is. */
    private void tellPolicy(Arrival arrival, BatchLog.Outcome outcome) {
        if (outcome instanceof BatchLog.Outcome.Stored || outcome instanceof BatchLog.Outcome.BelowPolicy) {
            BatchHeader header = arrival.batch().header();
            store.present().policy(header.key().uid(), header.startNo(), header.policyId());
        }
    }

    /** Once per agent of the group. An old stick brings what is held already, and is no sign of life. */
    private void tellPresent(List<Verdict> verdicts, Road road, long now) {
        Map<Uid, Long> bytes = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            if (verdict instanceof Verdict.Held(BatchKey key, int size, boolean isNew)
                    && (isNew || road == Road.MQTT)) {
                bytes.merge(key.uid(), isNew ? size : 0L, Long::sum);
            }
        }
        bytes.forEach((uid, sum) -> arrived(uid, sum, road, now));
    }

    private void arrived(Uid uid, long bytes, Road road, long now) {
        store.present().arrived(uid, bytes, road, Progress.of(store.batches().holdings(uid)), now);
    }
}
