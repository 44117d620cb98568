package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import skerry.agent.ring.Outbox;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.control.Ack;
import skerry.protocol.control.Credit;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.SeqRange;

class SessionScheduleTest {
    private static final int SEEDS = 2_000;
    private static final int MUTANT_SEEDS = 500;

    @Test
    void whateverHappensOnTheWayEverythingIsDeliveredOnceAndFreedByReceiptsOnly() {
        runAll(SEEDS, new Schedule.Faults() {});
    }

    @Test
    void aWallClockThatIsAnywhereChangesNothing() {
        for (long seed = 1; seed <= 50; seed++) {
            var honest = new Schedule(seed, new Schedule.Faults() {}, 0).run();
            var in1970 = new Schedule(seed, new Schedule.Faults() {}, -1_795_219_200_000L).run();

            assertThat(in1970).as("seed %d", seed).isEqualTo(honest);
        }
    }

    @Test
    void aSessionThatFreesOnPubAckIsNoticed() {
        assertNoticed(new Schedule.Faults() {
            @Override
            public void onPubAck(BatchKey key, Outbox outbox) {
                outbox.confirmed(key.epoch(), key.stream(), List.of(new SeqRange(key.seq(), key.seq())));
            }
        });
    }

    @Test
    void aSessionThatTakesLostForDoneIsNoticed() {
        assertNoticed(wire(new RecordWire() {
            @Override
            public Optional<HelloReply> helloReply(Bytes message, long conn) {
                return super.helloReply(message, conn)
                        .map(reply -> withHeld(reply, held -> {
                            var applied = new ArrayList<>(held.applied());
                            applied.addAll(held.lost());
                            return new HelloReply.Held(
                                    held.epoch(), held.stream(), held.cum(), applied, List.of(), held.quarantined());
                        }));
            }
        }));
    }

    @Test
    void aSessionThatBelievesReceiptsOfADeadHubIsNoticed() {
        assertNoticed(wire(new RecordWire() {
            private long hub;

            @Override
            public Optional<HelloReply> helloReply(Bytes message, long conn) {
                var reply = super.helloReply(message, conn);
                reply.ifPresent(heard -> hub = heard.hubBoot());
                return reply;
            }

            @Override
            public Optional<Ack> ack(Bytes message, long conn) {
                var ack = read(message.toArray(), Ack.class);
                return Optional.of(new Ack(
                        conn,
                        hub,
                        ack.lsn(),
                        ack.epoch(),
                        ack.stream(),
                        ack.cum(),
                        ack.ranges(),
                        ack.nacks(),
                        ack.credit(),
                        ack.nowMillis()));
            }
        }));
    }

    @Test
    void aSessionThatNeverSendsAgainIsNoticed() {
        assertNoticed(new Schedule.Faults() {
            @Override
            public boolean swallowsResends() {
                return true;
            }
        });
    }

    @Test
    void aSessionThatKeepsWhatARestoredHubForgotForDoneIsNoticed() {
        assertNoticed(new Schedule.Faults() {
            @Override
            public boolean forgetsToTakeBack() {
                return true;
            }
        });
    }

    @Test
    void aSessionThatTakesMoreCreditThanItGotIsNoticed() {
        assertNoticed(wire(new RecordWire() {
            @Override
            public Optional<Ack> ack(Bytes message, long conn) {
                return super.ack(message, conn)
                        .map(ack -> new Ack(
                                ack.conn(),
                                ack.hubBoot(),
                                ack.lsn(),
                                ack.epoch(),
                                ack.stream(),
                                ack.cum(),
                                ack.ranges(),
                                ack.nacks(),
                                new Credit(0, 8, ack.credit().validForMillis()),
                                ack.nowMillis()));
            }
        }));
    }

    @Test
    void aHubThatConfirmsBeforeItCommitsIsNoticed() {
        assertNoticed(new Schedule.Faults() {
            @Override
            public boolean acksBeforeCommit() {
                return true;
            }
        });
    }

    private static void assertNoticed(Schedule.Faults faults) {
        assertThatThrownBy(() -> runAll(MUTANT_SEEDS, faults)).isInstanceOf(AssertionError.class);
    }

    private static void runAll(int seeds, Schedule.Faults faults) {
        for (long seed = 1; seed <= seeds; seed++) {
            try {
                new Schedule(seed, faults, 0).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static Schedule.Faults wire(RecordWire wire) {
        return new Schedule.Faults() {
            @Override
            public RecordWire wire() {
                return wire;
            }
        };
    }

    private static HelloReply withHeld(HelloReply reply, UnaryOperator<HelloReply.Held> change) {
        return new HelloReply(
                reply.conn(),
                reply.hubBoot(),
                reply.lsn(),
                reply.nowMillis(),
                reply.page(),
                reply.held().stream().map(change).toList(),
                reply.credit(),
                reply.want());
    }
}
