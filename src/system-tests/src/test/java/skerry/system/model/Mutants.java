package skerry.system.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import skerry.agent.ring.Outbox;
import skerry.agent.sync.Wire;
import skerry.hub.store.BatchLog;
import skerry.hub.store.BatchLog.Outcome;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Holding;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchSigner;
import skerry.protocol.control.Ack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.Command;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HubState;
import skerry.protocol.control.Live;
import skerry.protocol.control.SeqRange;

/** Protocols that are wrong in one point each. */
final class Mutants {
    private Mutants() {}

    /** An agent whose epochs are the same after each start. */
    static Mutation reusedEpoch() {
        return new Mutation() {
            @Override
            public RandomGenerator epochs(RandomGenerator honest) {
                return new SplittableRandom(1);
            }
        };
    }

    /** An agent that publishes what a power cut can still make it forget. */
    static Mutation unsyncedCommits() {
        return new Mutation() {
            @Override
            public boolean syncs() {
                return false;
            }
        };
    }

    /** An agent that frees what the broker has. */
    static Mutation freedOnPubAck() {
        return new Mutation() {
            @Override
            public void published(BatchKey key, Outbox outbox) {
                outbox.confirmed(key.epoch(), key.stream(), List.of(new SeqRange(key.seq(), key.seq())));
            }
        };
    }

    /** An agent that does not send what the hub counts as lost. */
    static Mutation lostIsDone() {
        return new Mutation() {
            @Override
            public Wire wire(Wire honest) {
                return new LostIsDone(honest);
            }
        };
    }

    /** A hub that takes what it holds for new. */
    static Mutation noDedupe() {
        return new Mutation() {
            @Override
            public FleetStore store(FleetStore honest) {
                return new ChangedStore(honest, Twice::new);
            }
        };
    }

    /** A hub that confirms what it has not yet committed. */
    static Mutation ackBeforeCommit() {
        return new Mutation() {
            @Override
            public FleetStore store(FleetStore honest) {
                return new ChangedStore(honest, Late::new);
            }
        };
    }

    /** Stores what it holds once more, under a number of its own. */
    private static final class Twice extends ChangedStore.Log {
        private final BatchSigner signer = new BatchSigner(Keys.AGENT.signingKey());
        private long copies;

        Twice(BatchLog honest) {
            super(honest);
        }

        @Override
        public List<Outcome> append(List<Arrival> arrivals) {
            List<Outcome> outcomes = super.append(arrivals);
            var again = new ArrayList<Arrival>();
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Known) {
                    Arrival arrival = arrivals.get(i);
                    again.add(new Arrival(copy(arrival.batch()), arrival.road(), arrival.arrivedAt()));
                }
            }
            List<Outcome> _ = super.append(again);
            return outcomes;
        }

        private Batch copy(Batch batch) {
            BatchHeader header = batch.header();
            var key = new BatchKey(header.key().uid(), ++copies, header.key().stream(), 1);
            var payload = new EncodedPayload(header.enc(), header.dictId(), header.rawLen(), batch.payload());
            return signer.seal(
                    BatchHeader.of(
                            key,
                            header.startNo(),
                            header.kind(),
                            header.policyId(),
                            header.dictRefs(),
                            payload,
                            header.records(),
                            header.span()),
                    payload);
        }
    }

    /** Says that it holds what the next call will store. */
    private static final class Late extends ChangedStore.Log {
        private List<Arrival> pending = List.of();

        Late(BatchLog honest) {
            super(honest);
        }

        @Override
        public List<Outcome> append(List<Arrival> arrivals) {
            List<Outcome> _ = super.append(pending);
            pending = List.copyOf(arrivals);
            return arrivals.stream()
                    .map(_ -> (Outcome) new Outcome.Stored(lsn()))
                    .toList();
        }

        @Override
        public Optional<Holding> holding(Uid uid, long epoch, Stream stream) {
            var holding = super.holding(uid, epoch, stream).orElseGet(() -> Holding.none(epoch, stream, 0));
            for (Arrival arrival : pending) {
                BatchHeader header = arrival.batch().header();
                if (header.key().epoch() == epoch && header.key().stream() == stream) {
                    holding.apply(header.key().seq(), arrival.arrivedAt(), header.records());
                }
            }
            return Optional.of(holding);
        }
    }

    private record LostIsDone(Wire honest) implements Wire {
        @Override
        public Optional<HelloReply> helloReply(Bytes message, long conn) {
            return honest.helloReply(message, conn)
                    .map(reply -> new HelloReply(
                            reply.conn(),
                            reply.hubBoot(),
                            reply.lsn(),
                            reply.nowMillis(),
                            reply.page(),
                            reply.held().stream().map(LostIsDone::done).toList(),
                            reply.credit(),
                            reply.want()));
        }

        private static HelloReply.Held done(HelloReply.Held held) {
            var applied = new ArrayList<>(held.applied());
            applied.addAll(held.lost());
            return new HelloReply.Held(held.epoch(), held.stream(), held.cum(), applied, List.of(), held.quarantined());
        }

        @Override
        public byte[] encode(AgentState state) {
            return honest.encode(state);
        }

        @Override
        public byte[] encode(Hello hello) {
            return honest.encode(hello);
        }

        @Override
        public byte[] encode(Live live) {
            return honest.encode(live);
        }

        @Override
        public Optional<Ack> ack(Bytes message, long conn) {
            return honest.ack(message, conn);
        }

        @Override
        public Optional<HubState> hubState(Bytes message) {
            return honest.hubState(message);
        }

        @Override
        public Optional<Command> command(Bytes message) {
            return honest.command(message);
        }

        @Override
        public List<Bytes> dictRefs(byte[] batch) {
            return honest.dictRefs(batch);
        }
    }
}
