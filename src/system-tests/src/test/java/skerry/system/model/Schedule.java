package skerry.system.model;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One seeded life of an agent and a hub: a storm of faults, then calm until all is at rest, then the reckoning. All that
 * happens follows from the seed.
 */
final class Schedule implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-11-26T10:50:00Z");

    private static final long CALM_MILLIS = 2 * 3_600_000L;

    /** After so long in calm somebody looks at a ring that is too small. */
    private static final long NOTICED_MILLIS = CALM_MILLIS / 2;

    private static final int MOST_STEPS = 40_000;

    private final Timeline time = new Timeline();
    private final Diary diary = new Diary(time);
    private final SplittableRandom random;
    private final NumberedLog log;
    private final Made made = new Made();
    private final List<Stick> sticks = new ArrayList<>();
    private final ModelHub hub;
    private final Network network;
    private final ModelAgent agent;
    private final long storm;

    /**
     * @param startStore a hub's store that knows the agent
     * @param wallShift how far the agent's wall clock is off
     */
    Schedule(long seed, Path folder, Path startStore, Mutation mutation, long wallShift) {
        random = new SplittableRandom(seed);
        long begin = BEGIN.toEpochMilli() + random.nextInt(15 * 60_000);
        storm = 60_000L + random.nextInt(200_000);
        boolean scant = random.nextInt(4) == 0;
        log = new NumberedLog(scant ? 200 : random.nextInt(40));
        InstantSource wall = () -> Instant.ofEpochMilli(begin + time.now());
        hub = new ModelHub(time, random.split(), folder, startStore, wall, diary, mutation);
        network = new Network(time, random.split(), diary, hub, mutation);
        hub.speakBy(network::hubSays);
        agent = new ModelAgent(
                time,
                random.split(),
                new SimulatedDisk(folder, random.split()),
                scant ? RingSize.SCANT : RingSize.AMPLE,
                log,
                made,
                diary,
                mutation,
                hub,
                network,
                now -> begin + now,
                wallShift);
        plan(scant);
    }

    Diary diary() {
        return diary;
    }

    /** @throws AssertionError names the promise that is broken */
    void run() {
        int steps = 0;
        long end = storm + CALM_MILLIS;
        while (time.now() < end) {
            if (time.next() <= agent.wakeAt()) {
                time.runNext();
            } else {
                time.passTo(agent.wakeAt());
                agent.wake();
            }
            Promise.keep(++steps < MOST_STEPS, "it does not come to rest");
            if (time.now() > storm + NOTICED_MILLIS && agent.isShortOfRoom()) {
                agent.raiseBound();
            }
            if (time.now() > storm && isAtRest()) {
                new Reckoning(agent, hub, log, made).check();
                diary.followed(log.written());
                if (agent.hasDropped()) {
                    diary.fault(Fault.RING_OVERFLOWED);
                }
                return;
            }
        }
        Promise.keep(false, "not everything is delivered: " + agent.whatIsLeft());
    }

    private boolean isAtRest() {
        return agent.isAtRest() && hub.isAtRest() && new Reckoning(agent, hub, log, made).isAllTold();
    }

    private void plan(boolean scant) {
        each(
                scant ? 20 + random.nextInt(40) : 5 + random.nextInt(20),
                () -> log.write(1 + random.nextInt(scant ? 6 : 4)));
        each(random.nextInt(5), network::cut);
        each(random.nextInt(3), () -> network.breakDown(random.nextInt(scant ? 240_000 : 60_000)));
        each(random.nextInt(3), agent::kill);
        each(random.nextInt(3), agent::powerCut);
        each(random.nextInt(3), () -> {
            if (hub.isUp()) {
                hub.kill();
                time.after(random.nextInt(scant ? 240_000 : 60_000), this::startHub);
            }
        });
        each(random.nextInt(2), agent::setClock);
        each(random.nextInt(2), hub::load);
        if (random.nextInt(4) == 0) {
            each(2, hub::takeBackup);
            each(1 + random.nextInt(2), () -> {
                hub.rollBack();
                startHub();
            });
        }
        if (random.nextInt(4) == 0) {
            each(1 + random.nextInt(2), () -> {
                if (agent.isUp()) {
                    sticks.add(agent.fillStick());
                }
            });
            each(1 + random.nextInt(3), this::readStick);
        }
        if (random.nextInt(5) == 0) {
            each(random.nextInt(2), agent::wipe);
            each(1, agent::restoreImage);
        }
        time.at(storm, this::calmDown);
    }

    private void readStick() {
        if (!sticks.isEmpty() && hub.isUp()) {
            diary.fault(Fault.STICK_APPLIED, "stick read");
            var receipt =
                    hub.readStick(sticks.get(random.nextInt(sticks.size())).shuffled(random));
            if (random.nextBoolean()) {
                time.after(random.nextInt(120_000), () -> {
                    diary.fault(Fault.STICK_RECEIPT_BROUGHT, "receipt of a stick brought");
                    agent.hearReceipt(receipt);
                });
            } else {
                diary.fault(Fault.STICK_RECEIPT_LOST);
            }
        }
    }

    private void calmDown() {
        diary.note("calm");
        network.calm();
        hub.calm();
        agent.calm();
        startHub();
        hub.relieve();
        agent.start();
    }

    private void startHub() {
        hub.start();
        network.hubArrived();
    }

    private void each(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            time.at(random.nextLong(storm), action);
        }
    }

    @Override
    public void close() {
        agent.close();
        hub.close();
    }
}
