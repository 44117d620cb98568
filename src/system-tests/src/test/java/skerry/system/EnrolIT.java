package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.simulator.ChildProcess;
import skerry.system.process.Checkout;
import skerry.system.process.Eventually;
import skerry.system.process.WallClock;

/**
 * A hub and a node beyond loopback, in a network of their own: sites from a table, a join code, certificates on every
 * connection, retirement. All of it by commands, as on machines without a screen.
 */
class EnrolIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ADDRESS = "10.78.0.1";
    private static final Instant LAST_CENTURY = Instant.parse("1970-01-01T00:05:00Z");
    private static final Instant NEXT_CENTURY = Instant.parse("2099-06-01T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final String network = "skerry-" + ProcessHandle.current().pid();
    private final List<ChildProcess> running = new ArrayList<>();

    private record Ended(int code, String out, String err) {}

    @AfterEach
    void stop() throws Exception {
        running.reversed().forEach(ChildProcess::close);
        run(List.of("ip", "netns", "del", network));
    }

    @Test
    void aNodeJoinsByACodeSendsUnderItsCertificateAndIsShutOutWhenRetired() throws Exception {
        startHub();
        Path table = Files.writeString(folder.resolve("sites.csv"), """
                id,name,region,lat,lon,contract,tags
                heron-point,Heron Point,coast,57.7,11.9,always-on,pilot;north
                old-mill,Old Mill,inland,,,daily,
                """);

        assertThat(hub("sites", "import", "--dry-run", table.toString()).out()).contains("Would add 2");
        assertThat(hub("sites", "import", table.toString()).out()).contains("Added 2");
        assertThat(hub("sites", "import", table.toString()).out()).contains("left 2 as they are");
        Path code = folder.resolve("join");
        hub("enrol", "--site", "heron-point", "--to", code.toString());
        ChildProcess agent = start("agent", "hub ", agent(code));
        Eventually.until("the hub heard the agent", LIMIT, () -> seen() > 0);
        assertThat(hub("agents").out()).contains("heron-point/pi-1").doesNotContain("none");

        Path stick = Files.createDirectory(folder.resolve("stick"));
        Ended exported = program(
                "agent",
                "edge-agent",
                "export",
                "--to",
                stick.toString(),
                "--data",
                folder.resolve("agent").toString());
        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(hub("import", stick.toString()).out())
                .as("what it seals for the hub that it joined")
                .contains("heron-point/pi-1: ");

        hub("rename", "heron-point/pi-1", "pi-one");
        hub("move", "heron-point/pi-1", "old-mill");

        assertThat(hub("agents").out()).contains("heron-point/pi-one");
        hub("move", "heron-point/pi-one", "old-mill");
        assertThat(hub("agents").out()).contains("old-mill/pi-one");
        ChildProcess.Line refused = agent.expect(line -> line.contains("sync with the hub is BLOCKED"));
        hub("retire", "old-mill/pi-one");
        assertThat(refused.await(LIMIT)).as("the agent is shut out").isPresent();
        assertThat(agent.isAlive()).as("and goes on collecting").isTrue();
        assertThat(hub("agents").out()).contains("retired");
        Ended again = hub("retire", "old-mill/pi-one");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("there is no agent 'old-mill/pi-one'");
        Ended taken = program(
                "agent",
                "edge-agent",
                "enrol",
                "--data",
                folder.resolve("second").toString(),
                "--from",
                code.toString());
        assertThat(taken.code()).isEqualTo(1);
        assertThat(taken.err()).contains("has served all 1 agent(s)").doesNotContain("Exception");
    }

    @Test
    void aNodeJoinsAndSendsUnderItsCertificateWhateverItsClockShows() throws Exception {
        var clock = WallClock.in(folder);
        startHub();
        hub(
                "sites",
                "import",
                Files.writeString(folder.resolve("sites.csv"), "id\nheron-point\n")
                        .toString());
        Path code = folder.resolve("join");
        hub("enrol", "--site", "heron-point", "--to", code.toString());

        clock.set(LAST_CENTURY);
        assumeTrue(!isVouchedFor(clock), "the kernel vouches for the wall clock, even for one that a test sets");
        try (var early = startBy(clock, code)) {
            Eventually.until("the hub heard the agent of the last century", LIMIT, () -> seen() > 0);
            assertThat(early.isAlive()).isTrue();
        }
        long before = seen();
        clock.set(NEXT_CENTURY);
        var late = startBy(clock, code);

        Eventually.until("the hub heard the agent of the next century", LIMIT, () -> seen() > before);
        assertThat(late.isAlive()).isTrue();
        assertThat(Files.readString(folder.resolve("agent.log")))
                .doesNotContain("BLOCKED")
                .doesNotContain("\tat ");
    }

    private void startHub() throws Exception {
        assumeTrue(run(List.of("ip", "netns", "add", network)).code() == 0, "only root may make a network namespace");
        run(List.of("ip", "-n", network, "link", "set", "lo", "up"));
        run(List.of("ip", "-n", network, "addr", "add", ADDRESS + "/32", "dev", "lo"));
        start(
                "hub",
                "pages ",
                command(
                        "hub",
                        "hub",
                        "run",
                        "--data",
                        folder.resolve("hub").toString(),
                        "--set",
                        "web.listen=" + ADDRESS + ":8440",
                        "--set",
                        "broker.listen=" + ADDRESS + ":8883"));
    }

    /** An agent that joins by the code in a file and collects what costs nothing. */
    private List<String> agent(Path code) throws IOException {
        return command(
                "agent",
                "edge-agent",
                "run",
                "--data",
                folder.resolve("agent").toString(),
                "--set",
                "join=" + code,
                "--set",
                "node=pi-1",
                "--set",
                "page.listen=off",
                "--set",
                "logs.journald=false",
                "--set",
                "collect.systemd=false",
                "--set",
                "logs.include=" + folder + "/none/*.log");
    }

    private ChildProcess startBy(WallClock clock, Path code) throws Exception {
        return start("agent", "hub ", clock.command(agent(code)));
    }

    private boolean isVouchedFor(WallClock clock) throws Exception {
        return run(clock.command(command("agent", "edge-agent", "metrics", "--once")))
                .out()
                .contains("node_timex_sync_status 1");
    }

    /** When the hub heard the only agent last, UTC epoch milliseconds; 0 before it did. */
    private long seen() throws Exception {
        return JSON.readTree(hub("agents", "--json").out()).findPath("seen").asLong();
    }

    private ChildProcess start(String name, String ready, List<String> command) throws Exception {
        var started = ChildProcess.start(name, inside(command), folder.resolve(name + ".log"));
        running.add(started);
        started.require(ready, LIMIT);
        return started;
    }

    private Ended hub(String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("hub").toString()));
        return program("hub", "hub", all.toArray(String[]::new));
    }

    private Ended program(String name, String module, String... arguments) throws Exception {
        return run(inside(command(name, module, arguments)));
    }

    private static List<String> command(String name, String module, String... arguments) throws IOException {
        return ChildProcess.command(name, Checkout.home(), module, name, List.of(arguments));
    }

    private List<String> inside(List<String> command) {
        var all = new ArrayList<>(List.of("ip", "netns", "exec", network));
        all.addAll(command);
        return all;
    }

    private Ended run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "run", ".out");
        Path err = Files.createTempFile(folder, "run", ".err");
        int code;
        try {
            code = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return new Ended(127, "", String.valueOf(e.getMessage()));
        }
        return new Ended(
                code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
