package skerry.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.faults.FreePort;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.identity.HubIdentity;
import skerry.simulator.ChildProcess;
import skerry.system.fleet.FleetHub;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.LineCensus;
import skerry.system.process.NumberedLogs;

/**
 * A node whose power fails: its process is killed at any moment, and its disk may have any frame of the write-ahead log
 * beyond those that the file system was made to keep. Whatever it has, the next start goes on from there, knows all that may
 * have been published, and gives no number twice.
 */
class PowerCutIT {
    private static final int LIVES = 4;
    private static final long BEGIN = 1_790_000_040_000L;
    private static final Duration LIFE = Duration.ofDays(1);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Random random = new Random(7);
    private final Map<BatchKey, Told> told = new HashMap<>();

    @Test
    void whateverAPowerCutLeavesKnowsAllThatWasPublished() throws Exception {
        try (var disk = new CutDisk(folder)) {
            for (int life = 1; life <= LIVES; life++) {
                live(disk.data(), life);
                long now = moment(life + 1) - 1;
                disk.cut((data, what) -> check(data, now, true, what));
            }
            tell(disk);
            assertThat(disk.cuts()).as("frames that were not yet synced").isGreaterThan(2 * LIVES);
            assertThat(told).as("batches").hasSizeGreaterThan(LIVES);
        }
    }

    @Test
    @Tag("soak")
    void theAgentItselfGoesOnAndEachLineArrivesOnce() throws Exception {
        var identity = HubIdentity.generate(new SecureRandom());
        int port = FreePort.next();
        try (var disk = new CutDisk(folder);
                var agent = new AgentProcess(folder.resolve("agent"), disk.data(), "collect.every=1s")) {
            var uid = agent.identity().uid();
            disk.sync();
            FleetHub.register(folder, List.of(agent.identity().card()));
            agent.set(
                    "mqtt.url=mqtt://127.0.0.1:" + port,
                    "mqtt.hub=" + identity.card().text());
            var logs = new NumberedLogs(agent.logs(), 3, 9, NumberedLogs.Rotation.RENAME, 1 << 30);
            try (var hub = FleetHub.withBroker(folder, identity, 2, port, Map.of(), 0)) {
                for (int life = 1; life <= LIVES; life++) {
                    int lived = life;
                    agent.start();
                    logs.write(1);
                    Eventually.until("the agent reads", LIMIT, () -> hasRead(agent, logs));
                    logs.write(random.nextInt(2_000));
                    Eventually.until("the hub has heard of this start", LIMIT, () -> hub.epochs(uid) >= lived);
                    Eventually.until("all lines are in the ring", LIMIT, () -> hasRead(agent, logs));
                    agent.kill();
                    hub.batches(uid)
                            .forEach((key, bytes) ->
                                    note(new Told(key, Bytes.of(bytes).sha256(), 0)));
                    disk.cut((data, what) -> check(data, System.currentTimeMillis(), false, what));
                }
                agent.start();
                Eventually.until("all lines are in the ring", LIMIT, () -> hasRead(agent, logs));
                agent.stop();
                long collected = agent.account().collected().lines();
                Eventually.until("the hub has all", LIMIT, () -> hub.lines(uid) >= collected);
                assertThat(hub.lines(uid)).isEqualTo(collected);
                assertThat(LineCensus.of(agent.data(), logs.written())).isEqualTo(new LineCensus(logs.written(), 0, 0));
                assertThat(hub.lost(uid)).isZero();
            }
            tell(disk);
        }
    }

    private static boolean hasRead(AgentProcess agent, NumberedLogs logs) throws Exception {
        return LineCensus.of(agent.data(), logs.written()).lost() == 0;
    }

    private void tell(CutDisk disk) {
        System.out.printf(
                "power cuts: %d lives ended by SIGKILL, %d cuts of the log, %d batches told, none forgotten, no number"
                        + " given twice%n",
                LIVES, disk.cuts(), told.size());
    }

    private static long moment(int life) {
        return BEGIN + life * LIFE.toMillis();
    }

    /** Starts the node, lets it live for a while, and kills it. */
    private void live(Path data, int life) throws Exception {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PowerCutNode.class.getName(),
                data.toString(),
                Long.toString(moment(life)));
        var steps = new AtomicInteger(40 + random.nextInt(80));
        try (var node = ChildProcess.start("node", command, folder.resolve("node-" + life + ".log"))) {
            var last = node.expect(line -> line.equals("step") && steps.decrementAndGet() == 0);
            assertThat(last.await(LIMIT)).as(node.whyNotStarted()).isPresent();
            node.kill();
            node.awaitEnd();
            for (String line : Files.readAllLines(node.log())) {
                Told.parse(line).ifPresent(this::note);
            }
        }
    }

    private void note(Told batch) {
        Told known = told.putIfAbsent(batch.key(), batch);
        if (known != null) {
            assertThat(batch).as("the number of another batch").isEqualTo(known);
        }
    }

    /** @param numbered whether the node is a {@link QuickNode}, that goes on from here for a moment */
    private void check(Path data, long now, boolean numbered, String what) throws Exception {
        try (var node = new QuickNode(data, now, () -> {})) {
            long read = node.lines();
            if (numbered) {
                node.finish();
            }
            for (Told batch : told.values()) {
                assertThat(node.ring()
                                .outbox()
                                .load(batch.key())
                                .map(bytes -> Bytes.of(bytes).sha256()))
                        .as("%s with %s", batch, what)
                        .contains(batch.digest());
            }
            var account = node.ring().account().orElseThrow();
            assertThat(account.balances()).as("%s with %s", account, what).isTrue();
            if (numbered) {
                assertThat(account.collected().lines()).as(what).isEqualTo(read);
                assertThat(read)
                        .as("lines that are not read again, with %s", what)
                        .isGreaterThanOrEqualTo(told.values().stream()
                                .filter(batch -> batch.key().stream() == Stream.MINUTES)
                                .mapToLong(Told::lines)
                                .sum());
            }
        }
    }
}
