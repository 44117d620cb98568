package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.agent.DataFolder;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.site.FixedView;
import skerry.agent.site.SitePin;
import skerry.agent.site.SiteServer;
import skerry.platform.cli.Program;
import skerry.protocol.Bytes;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

class DiagnoseCommandTest {
    private static final String PI =
            Path.of("src/test/resources/host/pi").toAbsolutePath().toString();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private AgentIdentity identity = AgentIdentity.generate(new SecureRandom());
    private String pin = "";

    @BeforeEach
    void anAgentThatHasRun() throws IOException {
        var data = DataFolder.open(folder.resolve("data"));
        identity = data.identity(new SecureRandom());
        pin = SitePin.make(data.sitePin(), new SecureRandom());
        data.noteSitePin(pin);
        try (Ring ring = Ring.open(
                RingSettings.of(data.ring(), RingSettings.MIN_BYTES),
                identity.uid(),
                InstantSource.fixed(Instant.EPOCH),
                () -> 0,
                Bytes.of(new byte[16]),
                _ -> true)) {
            ring.add(new LogRecord(
                    new LogSource("/home/annlee/app.log", Labels.NONE), 0, "", Severity.INFO, "a line", 1, false));
        }
    }

    @Test
    void theFileTellsOfVersionSettingsRingMachineAndLog() throws Exception {
        Path log = Files.writeString(folder.resolve("agent.log"), "INFO the ring is well\n");

        assertThat(diagnose("--log=" + log)).isZero();

        Map<String, String> parts = parts();
        assertThat(parts.get("version.txt")).contains("skerry-agent 9.9", "java ");
        assertThat(parts.get("settings.txt")).contains("path.procfs: " + PI + "/proc");
        assertThat(parts.get("data-folder.txt")).contains(" ring.db", "rw------- ", " identity");
        assertThat(parts.get("ring.txt")).contains("collected: 0 samples, 1 lines", "balances true");
        assertThat(parts.get("boots.txt")).isEqualTo("nothing is remembered yet\n");
        assertThat(parts.get("machine.prom"))
                .contains("node_load1 0.52", "node_scrape_collector_success{collector=\"loadavg\"} 1", "node_timex");
        assertThat(parts.get("running.txt")).startsWith("not available: no agent answers at ");
        assertThat(parts.get("log.txt")).isEqualTo("INFO the ring is well\n");
        assertThat(out.toString())
                .contains("wrote " + target() + ", " + Files.size(target()) + " bytes: version.txt, settings.txt");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target())))
                .isEqualTo("rw-------");
    }

    @Test
    void ofARunningAgentItHoldsThePageAndTheMetrics() throws Exception {
        try (var server = SiteServer.start(
                new InetSocketAddress("127.0.0.1", 0), new FixedView(), Optional.empty(), Optional.empty())) {
            assertThat(diagnose("--set=page.listen=127.0.0.1:" + server.port())).isZero();
        }
        assertThat(parts().get("running.txt")).isEqualTo("ready\n");
        assertThat(parts().get("running-page.html")).contains("<!doctype html>");
        assertThat(parts().get("running-metrics.prom")).contains("node_load1 0.5");
    }

    @Test
    void noSecretAndNothingPersonalIsInIt() throws Exception {
        Path token = Files.writeString(folder.resolve("scrape-token"), "kestrel-55\n");
        Path config = Files.writeString(
                folder.resolve("agent.yaml"), """
                data: %s
                site: "Ann Lee, ann.lee@example.org"
                node: pi of bob@example.net
                join: skerry-join-1:a-code-of-a-site
                mqtt:
                  url: mqtts://north:hunter-two@mq.example.org:8883
                  password: swordfish-99
                scrape:
                  - {name: a, targets: [h:1], basic: {user: me, password: osprey-77}, params: {id: [harrier-3]}}
                  - {name: b, targets: ["http://h:1/m?k=merlin-4"], bearer: {token-file: %s}}
                path:
                  procfs: %s/proc
                  sysfs: %s/sys
                  rootfs: %s/root
                """.formatted(folder.resolve("data"), token, PI, PI, PI));
        List<String> planted = new ArrayList<>(List.of(
                "hunter-two",
                "swordfish-99",
                "osprey-77",
                "kestrel-55",
                "harrier-3",
                "merlin-4",
                "skerry-join-1:a-code-of-a-site",
                "ann.lee@example.org",
                "bob@example.net",
                "carol@example.com",
                "/home/annlee/",
                "192.0.2.77",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                pin,
                identity.mqttPassword()));
        for (String file : List.of("identity", "site-pin")) {
            for (String line : Files.readAllLines(folder.resolve("data").resolve(file))) {
                if (!line.startsWith("#") && !line.startsWith("uid")) {
                    planted.addAll(List.of(line.replaceFirst("^[a-z-]+: ", "").split(":")));
                }
            }
        }
        var text = new StringBuilder("the site PIN is " + pin + "; another PIN: 48151623\n");
        planted.forEach(secret -> text.append("said ")
                .append(secret)
                .append(" once, (")
                .append(secret)
                .append(")\n"));
        planted.add("48151623");
        Path log = Files.writeString(folder.resolve("agent.log"), text);

        assertThat(Program.run(
                        command(), "-c", config.toString(), "--out", target().toString(), "--log", log.toString()))
                .isZero();

        var all = String.join("\n", parts().values());
        assertThat(planted)
                .hasSizeGreaterThan(14)
                .allSatisfy(secret -> assertThat(all).doesNotContain(secret));
        assertThat(all).contains("mqtt.password: <secret>", "said <secret> once", "said <email> once");
    }

    @Test
    void aConfigurationWithMistakesAndAFolderWithoutARingAreNoHindrance() throws Exception {
        assertThat(Program.run(
                        command(),
                        "--set=data=" + folder.resolve("none"),
                        "--set=collect.every=soon",
                        "--set=colour=red",
                        "--out=" + target()))
                .isZero();

        assertThat(parts().get("settings.txt"))
                .contains("problem: ", "'colour' is not a setting", "collect.every: soon", "data: ");
        assertThat(parts().get("ring.txt")).startsWith("not available: ");
        assertThat(parts().get("data-folder.txt")).startsWith("not available: ");
    }

    @Test
    void anExistingFileIsNotOverwritten() throws Exception {
        Files.writeString(target(), "mine");

        assertThat(diagnose()).isEqualTo(1);

        assertThat(target()).hasContent("mine");
        assertThat(err.toString()).contains(target() + " exists already: name another file with --out");
    }

    private int diagnose(String... more) {
        var arguments = new ArrayList<>(List.of(
                "--data=" + folder.resolve("data"),
                "--path.procfs=" + PI + "/proc",
                "--path.sysfs=" + PI + "/sys",
                "--path.rootfs=" + PI + "/root",
                "--out=" + target()));
        arguments.addAll(List.of(more));
        return Program.run(command(), arguments.toArray(String[]::new));
    }

    private CommandLine command() {
        return new CommandLine(new DiagnoseCommand("9.9", InstantSource.fixed(Instant.EPOCH)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
    }

    private Path target() {
        return folder.resolve("support.zip");
    }

    private Map<String, String> parts() throws IOException {
        var parts = new TreeMap<String, String>();
        try (var zip = new ZipFile(target().toFile())) {
            for (var entry : zip.stream().toList()) {
                parts.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }
}
