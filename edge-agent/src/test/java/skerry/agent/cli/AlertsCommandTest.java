package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.agent.DataFolder;
import skerry.agent.ring.AlertNote;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.platform.cli.Program;
import skerry.protocol.Bytes;

class AlertsCommandTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String KEY = "00112233445566aa";
    private static final String PENDING = "ffffffffffffffff";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void twoAlerts() throws IOException {
        keep(
                new AlertNote(PENDING, note(false, "Pump b is warm", "")),
                new AlertNote(KEY, note(true, "Pump a is hot", "")),
                new AlertNote(
                        "rule 1",
                        "{\"v\":1,\"group\":\"pump\",\"alert\":\"Odd\",\"problem\":\"series do not fit\",\"since\":1780315200000}"));
    }

    @Test
    void alertsAreListedTheFiringOnesFirst() {
        assertThat(alerts()).as("one needs a look").isEqualTo(3);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                00112233445566aa  firing   critical  since 2026-06-01 11:30 (30 min)  PumpHot {pump="a",severity="critical"}
                    Pump a is hot  (value 90.5)
                    Look at its cooling.
                ffffffffffffffff  pending  critical  since 2026-06-01 11:30 (30 min)  PumpHot {pump="a",severity="critical"}
                    Pump b is warm  (value 90.5)
                rule Odd of group pump fails since 2026-06-01 12:00: series do not fit
                """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aProgramReadsThemAsJson() {
        assertThat(alerts("--json")).isEqualTo(3);

        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
                .hasSize(3)
                .first()
                .asString()
                .contains("\"key\":\"" + KEY + "\"", "\"state\":\"firing\"", "\"value\":90.5", "\"pump\":\"a\"");
    }

    @Test
    void whatIsAcknowledgedNeedsNoLook() throws IOException {
        keep(new AlertNote(
                KEY,
                note(true, "Pump a is hot", ",\"ack\":{\"by\":\"Ada\",\"note\":\"on my way\",\"at\":1780315200000}")));

        assertThat(alerts()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("    acknowledged by Ada at 2026-06-01 12:00: on my way\n");
    }

    @Test
    void aWordIsLeftForTheAgentThatOnlyItsOwnerMayRead() throws IOException {
        assertThat(alerts("--ack", KEY, "--by", "Ada", "--note", "on my way")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("PumpHot is acknowledged");
        Path left = folder.resolve("acknowledgements").resolve(KEY + ".ack");
        assertThat(Files.readString(left)).contains("\"by\":\"Ada\"", "\"note\":\"on my way\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(left)))
                .isEqualTo("rw-------");

        assertThat(alerts("--unack", KEY)).isZero();
        assertThat(Files.readString(left)).doesNotContain("by");
    }

    @Test
    void onlyAnAlertThatFiresCanBeAcknowledgedAndOnlyBySomebody() {
        assertThat(alerts("--ack", PENDING, "--by", "Ada")).isOne();
        assertThat(err.toString()).contains("no alert with the key '" + PENDING + "' fires");
        assertThat(alerts("--ack", "../../x", "--by", "Ada")).isOne();
        assertThat(alerts("--ack", KEY)).isEqualTo(2);
        assertThat(err.toString()).contains("--ack needs --by");
        assertThat(alerts("--by", "Ada")).isEqualTo(2);
        assertThat(alerts("--ack", KEY, "--unack", KEY, "--by", "Ada")).isEqualTo(2);
        assertThat(alerts("--ack", KEY, "--by", "x".repeat(101))).isEqualTo(2);
        assertThat(folder.resolve("acknowledgements")).doesNotExist();
    }

    @Test
    void aNodeWithoutAlertsSaysSo() throws IOException {
        keep(new AlertNote(KEY, ""), new AlertNote(PENDING, ""), new AlertNote("rule 1", ""), new AlertNote("x", "?"));

        assertThat(alerts()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("No alerts.\n");
    }

    private int alerts(String... options) {
        out.reset();
        var command = new CommandLine(
                new AlertsCommand(InstantSource.fixed(NOW), new PrintStream(out, true, StandardCharsets.UTF_8)));
        command.setErr(new PrintWriter(err, true));
        var arguments = new ArrayList<>(List.of("--data", folder.toString()));
        arguments.addAll(List.of(options));
        return Program.run(command, arguments.toArray(String[]::new));
    }

    private static String note(boolean firing, String summary, String more) {
        return "{\"v\":1,\"rule\":\"r\",\"firing\":" + firing + ",\"since\":1780313400000,\"boot\":\"b\",\"held\":5,"
                + "\"value\":\"90.5\",\"summary\":\"" + summary + "\",\"description\":\"Look at its cooling.\","
                + "\"runbook\":\"\",\"labels\":{\"alertname\":\"PumpHot\",\"pump\":\"a\",\"severity\":\"critical\"}"
                + more + "}";
    }

    private void keep(AlertNote... notes) throws IOException {
        var data = DataFolder.open(folder);
        try (Ring ring = Ring.open(
                RingSettings.of(data.ring(), RingSettings.MIN_BYTES),
                data.identity(new SecureRandom()).uid(),
                InstantSource.fixed(NOW),
                () -> 0,
                Bytes.of(new byte[16]),
                _ -> true)) {
            List.of(notes).forEach(ring::add);
        }
    }
}
