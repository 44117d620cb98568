package skerry.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static skerry.system.install.Bundles.BROKEN;
import static skerry.system.install.Bundles.NEW;
import static skerry.system.install.Bundles.OLD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.Eventually;

/**
 * A version that travels from the hub's page to a fresh Debian with systemd, whose agent fetches it over MQTT: taken, and taken
 * back where it does not run. Hub and agent are on the same machine, which has no network but loopback.
 */
@Tag("install")
class UpgradeByHubIT {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HUB = "http://127.0.0.1:8440/api/v1";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private DebianMachine machine;

    @SuppressWarnings("NullAway.Init")
    private Bundles bundles;

    /** Site and node of the agent. */
    private String name = "";

    @BeforeEach
    void installAndJoin() throws Exception {
        String architecture = DebianMachine.nativeArchitecture();
        Bundles.assumeTheyCanBeTried(architecture);
        bundles = new Bundles(folder.resolve("bundles"), architecture);
        bundles.build("--fast", "--release-key", bundles.publicKey().toString());
        machine = DebianMachine.start(folder);
        machine.must(
                "dpkg",
                "--install",
                machine.take(bundles.packageOf("skerry-hub", OLD)),
                machine.take(bundles.packageOf("skerry-agent", OLD)));
        Files.writeString(
                machine.file("/etc/skerry/hub.yaml"),
                "\nupdates:\n  rate: 64MiB\n  rate-per-agent: 64MiB\n",
                StandardOpenOption.APPEND);
        machine.must("systemctl", "restart", "skerry-hub");
        Files.writeString(machine.file("/root/sites.csv"), "id,name\nheron-point,Heron Point\n");
        machine.must("skerry-hub", "sites", "import", "/root/sites.csv");
        machine.must("skerry-hub", "enrol", "--site", "heron-point", "--to", "/root/join");
        name = machine.must("skerry-agent", "enrol", "--from", "/root/join")
                .replaceAll("(?s).*enrolled as (heron-point/[\\w-]+).*", "$1");
        Eventually.until(
                "the hub hears the agent",
                LIMIT,
                () -> ask("/updates").at("/versions/0/connected").asLong() == 1);
    }

    @AfterEach
    void stop() throws Exception {
        if (machine != null) {
            machine.close();
            machine.delete();
        }
    }

    @Test
    void aVersionIsTakenAndOneThatDoesNotRunGivesWay() throws Exception {
        release(NEW, true);

        Eventually.until("the new version stays", LIMIT, () -> state(1).equals("done"));

        assertThat(version()).isEqualTo(NEW);
        assertThat(machine.unit("skerry-agent", "ActiveState")).isEqualTo("active");
        Eventually.until(
                "the hub tells the version that runs",
                LIMIT,
                () -> ask("/updates").at("/versions/0/version").asText().equals(NEW));
        assertThat(machine.must("skerry-agent", "update")).contains(NEW);

        Eventually.until("its rollout is over", LIMIT, () -> rollout().equals("done"));
        release(BROKEN, false);

        Eventually.until("the broken version gave way", LIMIT, () -> state(2).equals("rolled-back"));

        assertThat(version()).isEqualTo(NEW);
        assertThat(machine.unit("skerry-agent", "ActiveState")).isEqualTo("active");
        assertThat(rollout()).isEqualTo("halted");
        assertThat(ask("/rollouts/2/agents").at("/agents/0/sentence").asText()).contains("did not run");
        assertThat(machine.must("find", "/var/lib/skerry-update", "-mindepth", "1", "-not", "-name", "status"))
                .isEmpty();
    }

    /** Brings a release to the hub, which pins the key of the first, and starts its rollout. */
    private void release(String version, boolean first) throws Exception {
        String there = "/media/release " + version;
        bundles.make(version, machine.file(there));
        if (first) {
            machine.must("skerry-hub", "release", "add", there, "--fingerprint", bundles.fingerprint());
        } else {
            machine.must("skerry-hub", "release", "add", there);
        }
        JsonNode made = JSON.readTree(machine.post(
                HUB + "/rollouts",
                "{\"version\":\"" + version + "\",\"canary\":\"" + name + "\",\"healthyMinutes\":1}",
                "Authorization: Bearer " + token()));
        assertThat(made.path("version").asText()).as(made.toString()).isEqualTo(version);
    }

    /** State of the newest one. */
    private String rollout() throws Exception {
        return ask("/updates").at("/rollouts/0/state").asText();
    }

    private String state(int rollout) throws Exception {
        return ask("/rollouts/" + rollout + "/agents").at("/agents/0/state").asText();
    }

    private String version() throws Exception {
        return machine.must("dpkg-query", "-W", "-f", "${Version}", "skerry-agent");
    }

    private JsonNode ask(String path) throws Exception {
        return JSON.readTree(machine.get(HUB + path, "Authorization: Bearer " + token()));
    }

    private String token() throws Exception {
        return Files.readAllLines(machine.file("/var/lib/skerry-hub/operator")).getLast();
    }
}
