package skerry.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static skerry.system.install.Bundles.BROKEN;
import static skerry.system.install.Bundles.NEW;
import static skerry.system.install.Bundles.OLD;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import skerry.system.process.Eventually;
import skerry.system.process.HubCommand;
import skerry.system.process.HubProcess;

/**
 * The bundle on a fresh Debian without a network, by what its page tells a technician to type: from an empty machine to data at a hub, over
 * an upgrade and a version that does not run, to an empty machine. The hub runs where the machine's network does not reach. Once for each
 * architecture of {@code ./skerry test --install=…}; those of other machines under emulation.
 */
@Tag("install")
class BundleIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String STICK = "/media/usb stick";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private DebianMachine machine;

    @SuppressWarnings("NullAway.Init")
    private HubProcess hub;

    @SuppressWarnings("NullAway.Init")
    private Bundles bundles;

    static List<String> architectures() throws Exception {
        String asked = System.getProperty("install.arch", "");
        return asked.isBlank() ? List.of(DebianMachine.nativeArchitecture()) : List.of(asked.split(","));
    }

    private void boot(String architecture) throws Exception {
        Bundles.assumeTheyCanBeTried(architecture);
        bundles = new Bundles(folder.resolve("bundles"), architecture);
        bundles.build("--fast");
        machine = DebianMachine.start(folder, architecture);
        hub = HubProcess.start(folder.resolve("hub"));
    }

    @AfterEach
    void stop() throws Exception {
        if (hub != null) {
            hub.close();
        }
        if (machine != null) {
            machine.close();
            machine.delete();
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void fromAnEmptyMachineToDataAtAHubAndBack(String architecture) throws Exception {
        boot(architecture);
        List<String> before = machine.filesNamed("*skerry*");
        bundles.make(OLD, machine.file(STICK + "/skerry"));
        String fingerprint = bundles.fingerprint();

        hub.api().post("/api/v1/sites", Map.of("id", "heron-point", "name", "Heron Point", "region", "test"));
        atHub("enrol", "--site", "heron-point", "--stick", machine.file(STICK).toString());

        assertThat(installs("--fingerprint", fingerprint))
                .isEqualTo("skerry: installed skerry-agent " + OLD
                        + "; it runs, and has left its request to join on the stick: bring it to the hub, and back\n");
        assertThat(machine.unit("skerry-agent", "ActiveState")).isEqualTo("active");

        Eventually.until("the agent has data to export", LIMIT, this::exports);
        atHub("import", machine.file(STICK).toString());
        Eventually.until(
                "the hub shows what came by the stick",
                LIMIT,
                () -> hub.api().get("/api/v1/sync").at("/sites/0/road").asText().equals("usb"));
        assertThat(machine.must("skerry-agent", "export", "--to", STICK)).contains("receipt on the stick was read");

        bundles.make(NEW, machine.file(STICK + "/skerry"));
        assertThat(byOwnCopy())
                .isEqualTo("skerry: installed skerry-agent " + NEW + " in place of " + OLD
                        + "; it runs, and has joined before\n");

        bundles.make(BROKEN, machine.file(STICK + "/skerry"));
        var broken = machine.call("env", "SKERRY_TRIES=10", "skerry-stick", STICK + "/skerry");
        assertThat(broken.code()).as(broken.out()).isEqualTo(5);
        assertThat(broken.out())
                .contains(BROKEN + " did not run, so " + NEW + " was put back and runs")
                .hasLineCount(1);
        assertThat(version("skerry-agent")).isEqualTo(NEW);

        assertThat(machine.must("skerry-stick", "--rollback"))
                .contains("put back skerry-agent " + OLD + " in place of " + NEW);
        assertThat(machine.unit("skerry-agent", "ActiveState")).isEqualTo("active");

        assertThat(byOwnCopy("--hub")).isEqualTo("skerry: installed skerry-hub " + BROKEN + "; it runs\n");

        machine.must("skerry-stick", "--uninstall");
        assertThat(machine.file("/var/lib/skerry-agent")).isNotEmptyDirectory();
        installs("--uninstall", "--purge");
        installs("--uninstall", "--hub", "--purge");
        assertThat(machine.filesNamed("*skerry*")).isEqualTo(before);
    }

    private boolean exports() throws Exception {
        machine.must("skerry-agent", "export", "--to", STICK);
        return !machine.must("find", STICK + "/SKERRY", "-name", "*.skb").isBlank();
    }

    private void atHub(String... command) throws Exception {
        var all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--data", hub.data().toString()));
        var ended = HubCommand.run(all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.out()).isZero();
    }

    private String version(String name) throws Exception {
        return machine.must("dpkg-query", "-W", "-f", "${Version}", name);
    }

    private String installs(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("sh", STICK + "/skerry/install.sh"));
        command.addAll(List.of(arguments));
        return machine.must(command.toArray(String[]::new));
    }

    private String byOwnCopy(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("skerry-stick", STICK + "/skerry"));
        command.addAll(List.of(arguments));
        return machine.must(command.toArray(String[]::new));
    }
}
