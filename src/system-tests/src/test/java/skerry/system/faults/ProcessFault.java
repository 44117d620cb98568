package skerry.system.faults;

import java.time.Duration;
import java.util.random.RandomGenerator;
import skerry.faults.TcpProxy;
import skerry.testkit.broker.MosquittoProcess;

/** What befalls one of the processes or the network between them; each is mended before the next. */
enum ProcessFault {
    AGENT_KILLED {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            rig.agent().kill();
            rig.logs().write(1 + random.nextInt(500));
            rig.agent().start();
        }
    },
    AGENT_STOPPED {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            rig.agent().freeze();
            writeFor(rig, length);
            rig.agent().thaw();
        }
    },
    HUB_KILLED {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            rig.hub().kill();
            writeFor(rig, Duration.ofMillis(random.nextInt(2_000)));
            rig.hub().startAgain();
        }
    },
    HUB_STOPPED {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            rig.hub().freeze();
            writeFor(rig, length);
            rig.hub().thaw();
        }
    },
    HUB_SET_BACK {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            rig.hub().kill();
            rig.copyHub();
            rig.hub().startAgain();
            writeFor(rig, length);
            rig.hub().kill();
            rig.setHubBack();
            rig.hub().startAgain();
        }
    },
    BROKER_KILLED {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            // It keeps nothing on the disk: with it goes whatever it had taken and not handed on.
            MosquittoProcess broker = rig.broker().orElseThrow();
            broker.kill();
            writeFor(rig, Duration.ofMillis(random.nextInt(3_000)));
            broker.start();
        }

        @Override
        boolean needsBroker() {
            return true;
        }
    },
    BROKER_STOPPED {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            MosquittoProcess broker = rig.broker().orElseThrow();
            broker.freeze();
            writeFor(rig, length);
            broker.thaw();
        }

        @Override
        boolean needsBroker() {
            return true;
        }
    },
    LINK_CUT_IN_A_PACKET {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            link(rig, random).cutAfter(random.nextInt(5_000));
            writeFor(rig, length);
        }
    },
    LINK_DOWN {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            TcpProxy link = link(rig, random);
            link.closeAtOnce(true);
            link.cut();
            writeFor(rig, Duration.ofMillis(500 + random.nextInt(2_000)));
        }
    },
    LINK_STALLED_ONE_WAY {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            boolean up = random.nextBoolean();
            link(rig, random).stall(up, !up);
            writeFor(rig, length);
        }
    },
    LINK_STALLED {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            link(rig, random).stall(true);
            writeFor(rig, length);
        }
    },
    LINK_SLOW_AND_SPLIT {
        @Override
        void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception {
            TcpProxy link = link(rig, random);
            link.delay(random.nextInt(1_000));
            link.split(true);
            link.rate(2_000 + random.nextInt(10_000));
            writeFor(rig, length);
        }
    };

    private static final Duration PACE = Duration.ofMillis(200);

    /** Strikes while lines are written; mends processes, and leaves links to {@link FaultRig#heal}. */
    abstract void strike(FaultRig rig, RandomGenerator random, Duration length) throws Exception;

    /** Whether it takes a broker that is a process of its own. */
    boolean needsBroker() {
        return false;
    }

    private static TcpProxy link(FaultRig rig, RandomGenerator random) {
        return rig.links().get(random.nextInt(rig.links().size()));
    }

    private static void writeFor(FaultRig rig, Duration length) throws Exception {
        for (long end = System.nanoTime() + length.toNanos(); System.nanoTime() < end; ) {
            rig.logs().write(20);
            Thread.sleep(PACE);
        }
    }
}
