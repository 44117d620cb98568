package skerry.agent.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import skerry.protocol.BatchKey;
import skerry.protocol.control.Ack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.Credit;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HubState;

/**
 * A hub of a hundred lines with a disk of its own: it commits what comes in after a while, confirms it after another
 * while, crashes, and is restored from backups.
 */
class ModelHub {
    private final Schedule schedule;
    private final RandomGenerator random;
    private final RecordWire wire;
    private final boolean acksBeforeCommit;

    /** On disk: what is applied, with its bytes. */
    private Map<BatchKey, byte[]> applied = new HashMap<>();

    private Set<BatchKey> lost = new HashSet<>();
    private Set<BatchKey> quarantined = new HashSet<>();
    private long lsn;
    private Runnable backup = () -> {};

    /** Ever on disk, whatever became of it. */
    private final Set<BatchKey> everDurable = new HashSet<>();

    /** In memory. */
    private long boot;

    private long life;
    private long conn;
    private boolean greeted;
    private boolean up;

    ModelHub(Schedule schedule, RandomGenerator random, RecordWire wire, boolean acksBeforeCommit) {
        this.schedule = schedule;
        this.random = random;
        this.wire = wire;
        this.acksBeforeCommit = acksBeforeCommit;
        start();
    }

    boolean isUp() {
        return up;
    }

    Map<BatchKey, byte[]> applied() {
        return applied;
    }

    Set<BatchKey> quarantined() {
        return quarantined;
    }

    boolean wasEverDurable(BatchKey key) {
        return everDurable.contains(key);
    }

    boolean neverDied() {
        return life == 1;
    }

    final void start() {
        boot = random.nextLong();
        life++;
        up = true;
        greeted = false;
        tellState();
    }

    void crash() {
        up = false;
        life++;
        schedule.hubSays(Downlink.HUB_STATE, wire.write(new HubState(false, boot, 0, 0, 0)));
    }

    void tellState() {
        int level = schedule.isCalm() ? 0 : Math.max(0, random.nextInt(8) - 4);
        schedule.hubSays(Downlink.HUB_STATE, wire.write(new HubState(true, boot, level, random.nextInt(10_000), 200)));
    }

    void takeBackup() {
        var then = Map.copyOf(applied);
        var lostThen = Set.copyOf(lost);
        var quarantinedThen = Set.copyOf(quarantined);
        long lsnThen = lsn;
        backup = () -> {
            applied = new HashMap<>(then);
            lost = new HashSet<>(lostThen);
            quarantined = new HashSet<>(quarantinedThen);
            lsn = lsnThen;
        };
    }

    void restoreBackup() {
        life++;
        backup.run();
        start();
    }

    /** Something from the broker; the retained birth is known after a restart too. */
    void receive(Uplink uplink, BatchKey key, byte[] payload) {
        switch (uplink) {
            case STATE -> conn = wire.read(payload, AgentState.class).conn();
            case HELLO -> hello(wire.read(payload, Hello.class));
            case LIVE, WANT -> {}
            case BATCH -> batch(key, payload);
        }
    }

    private void hello(Hello hello) {
        conn = hello.conn();
        greeted = true;
        var held = new ArrayList<HelloReply.Held>();
        for (EpochHead head : hello.epochs()) {
            if (!schedule.isCalm() && random.nextInt(4) == 0) {
                loseOne(head);
            }
            held.add(held(head));
        }
        var reply = new HelloReply(conn, boot, lsn, 0, hello.page(), held, credit(), List.of());
        say(Downlink.HELLO, wire.write(reply), random.nextInt(400));
    }

    /** As when a gap table on a stick came before the data. */
    private void loseOne(EpochHead head) {
        var key = new BatchKey(schedule.agent(), head.epoch(), head.stream(), 1 + random.nextLong(head.head()));
        if (!applied.containsKey(key) && !quarantined.contains(key)) {
            lost.add(key);
        }
    }

    private HelloReply.Held held(EpochHead head) {
        var spans = HeldSeqs.of(head.epoch(), head.stream(), applied.keySet());
        spans.addAll(HeldSeqs.of(head.epoch(), head.stream(), quarantined));
        long cum = HeldSeqs.cum(spans);
        return new HelloReply.Held(
                head.epoch(),
                head.stream(),
                cum,
                HeldSeqs.ranges(spans.tailSet(cum + 1)),
                HeldSeqs.ranges(HeldSeqs.of(head.epoch(), head.stream(), lost)),
                HeldSeqs.ranges(HeldSeqs.of(head.epoch(), head.stream(), quarantined)));
    }

    private void batch(BatchKey key, byte[] payload) {
        if (!greeted) {
            ack(key, List.of(new Ack.Nack(key.seq(), Ack.Reason.REHELLO, 0)), 0);
            return;
        }
        if (acksBeforeCommit) {
            ack(key, List.of(), key.seq());
        }
        if (!schedule.isCalm() && random.nextInt(12) == 0) {
            ack(key, List.of(new Ack.Nack(key.seq(), Ack.Reason.LATER, random.nextInt(60_000))), 0);
            return;
        }
        long born = life;
        schedule.after(random.nextInt(300), () -> {
            if (life == born) {
                commit(key, payload);
            }
        });
    }

    private void commit(BatchKey key, byte[] payload) {
        byte[] before = applied.get(key);
        if (before != null) {
            schedule.check(Arrays.equals(before, payload), "the same key came with other bytes: " + key);
        } else if (!quarantined.contains(key)) {
            lsn++;
            lost.remove(key);
            if (schedule.refuses() && random.nextInt(20) == 0) {
                quarantined.add(key);
                everDurable.add(key);
                ack(key, List.of(new Ack.Nack(key.seq(), Ack.Reason.SCHEMA, 0)), 0);
                return;
            }
            applied.put(key, payload);
            everDurable.add(key);
        }
        ack(key, List.of(), 0);
    }

    private void ack(BatchKey key, List<Ack.Nack> nacks, long atLeast) {
        var spans = HeldSeqs.of(key.epoch(), key.stream(), applied.keySet());
        if (atLeast > 0) {
            spans.add(atLeast);
        }
        spans.addAll(HeldSeqs.of(key.epoch(), key.stream(), quarantined));
        long cum = HeldSeqs.cum(spans);
        var ranges = HeldSeqs.ranges(spans.tailSet(cum + 1));
        var ack = new Ack(
                conn,
                boot,
                lsn,
                key.epoch(),
                key.stream(),
                cum,
                ranges.subList(0, Math.min(ranges.size(), Ack.MAX_RANGES)),
                nacks,
                credit(),
                0);
        say(Downlink.ACK, wire.write(ack), random.nextInt(200));
    }

    private Credit credit() {
        return schedule.isCalm()
                ? new Credit(0, 8, 3_600_000)
                : new Credit(
                        random.nextInt(3) == 0 ? 200 + random.nextInt(5_000) : 0,
                        random.nextInt(10),
                        random.nextInt(120_000));
    }

    private void say(Downlink downlink, byte[] payload, long delay) {
        long born = life;
        schedule.after(delay, () -> {
            if (life == born) {
                schedule.hubSays(downlink, payload);
            }
        });
    }
}
