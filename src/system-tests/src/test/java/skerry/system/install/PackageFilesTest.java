package skerry.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.config.AgentConfig;
import skerry.hub.config.HubConfig;
import skerry.system.process.Checkout;

/** What the packages hold beside the programs, tried without building or installing one. */
class PackageFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** With a program in Java's place that prints what it was given. */
    private List<String> launched(String name, String settings, String... arguments) throws Exception {
        Path home = folder.resolve("usr/lib/" + name);
        Path java = Files.createDirectories(home.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path config = Files.createDirectories(folder.resolve("etc/skerry"))
                .resolve(name.substring("skerry-".length()) + ".yaml");
        Files.writeString(config, settings);
        Path launcher = Files.writeString(
                folder.resolve(name),
                Files.readString(debian("launcher"))
                        .replace("@PACKAGE@", name)
                        .replace("@VERSION@", "0.2.0")
                        .replace("/usr/lib", folder + "/usr/lib")
                        .replace("/etc/", folder + "/etc/"));
        var command = new ArrayList<>(List.of("sh", launcher.toString()));
        command.addAll(List.of(arguments));
        var ended = DebianMachine.run(command);
        assertThat(ended.code()).as(ended.out()).isZero();
        return ended.out().lines().toList();
    }

    @ParameterizedTest
    @CsvSource({
        "'', agent",
        "'#role: cluster', agent",
        "'role: node', agent",
        "'role: cluster', agent-cluster",
        "'role: all # of one machine', agent-cluster",
        "'cluster:\n  kubeconfig: /etc/skerry/kubeconfig', agent-cluster",
        "'cluster:\n#  kubeconfig: /etc/skerry/kubeconfig', agent",
        "'role: node\ncluster:\n  kubeconfig: /etc/skerry/kubeconfig', agent",
    })
    void theRoleOfTheSettingsChoosesTheFlagsOfJava(String settings, String flags) throws Exception {
        String home = folder + "/usr/lib/skerry-agent";

        assertThat(launched("skerry-agent", settings, "run"))
                .containsExactly(
                        "@" + home + "/flags/" + flags,
                        "-Dskerry.config=" + folder + "/etc/skerry/agent.yaml",
                        "-Dskerry.version=0.2.0",
                        "-jar",
                        home + "/skerry-agent",
                        "run");
    }

    @Test
    void aRoleOfTheCommandLineAndTheWordsOfArgumentsAreTakenAsTheyAre() throws Exception {
        assertThat(launched("skerry-agent", "role: node", "run", "--set", "role=cluster", "--set", "site=two words"))
                .startsWith("@" + folder + "/usr/lib/skerry-agent/flags/agent-cluster")
                .endsWith("run", "--set", "role=cluster", "--set", "site=two words");
        assertThat(launched("skerry-hub", "", "run")).startsWith("@" + folder + "/usr/lib/skerry-hub/flags/hub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "hub"})
    void theSettingsThatAPackageBringsChangeNothingAndCanAllBeTakenIntoUse(String program) throws Exception {
        String usual = Files.readString(Checkout.home().resolve("deploy/" + program + ".yaml"));
        String brought = DebianMachine.done(DebianMachine.run(List.of(
                "sh",
                "-c",
                "sed -n '/^commented()/,/^}/p' \"$0\" >\"$1\"; . \"$1\"; commented \"$2\" name",
                Checkout.home().resolve("arm/deb").toString(),
                folder.resolve("commented").toString(),
                Checkout.home().resolve("deploy/" + program + ".yaml").toString())));
        Path file = Files.writeString(folder.resolve(program + ".yaml"), brought);

        if (program.equals("agent")) {
            assertThat(AgentConfig.load(Optional.of(file), Map.of(), "pi-1").data())
                    .isEqualTo(
                            AgentConfig.load(Optional.empty(), Map.of(), "pi-1").data());
        } else {
            assertThat(HubConfig.load(Optional.of(file), Map.of()))
                    .isEqualTo(HubConfig.load(Optional.empty(), Map.of()));
        }
        String taken = brought.lines()
                .skip(3)
                .map(line -> line.replaceFirst("^( *)#(?=\\S)", "$1"))
                .reduce("", (text, line) -> text + line + "\n");
        assertThat(meant(taken)).isEqualTo(meant(usual));
    }

    /** The lines that are no comments. */
    private static List<String> meant(String settings) {
        return settings.lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"launcher", "postinst", "prerm", "postrm"})
    void scriptsAreReadByAnyShell(String name) throws Exception {
        DebianMachine.done(DebianMachine.run(List.of("sh", "-n", debian(name).toString())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "skerry-agent.service",
                "skerry-agent-update.path",
                "skerry-agent-update.service",
                "skerry-hub.service",
                "skerry-hub-backup.service",
                "skerry-hub-backup.timer"
            })
    void systemdTakesTheUnits(String name) throws Exception {
        assumeTrue(
                DebianMachine.run(List.of("sh", "-c", "command -v systemd-analyze"))
                                .code()
                        == 0,
                "no systemd-analyze here");
        Path units = Files.createDirectories(folder.resolve("units"));
        try (var files = Files.list(debian(""))) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.(service|timer|path)"))
                    .toList()) {
                Files.writeString(
                        units.resolve(file.getFileName()),
                        Files.readString(file).replaceAll("/usr/bin/skerry-\\w+", "/bin/true"));
            }
        }

        var verified = DebianMachine.run(
                List.of("systemd-analyze", "verify", units.resolve(name).toString()));

        assertThat(verified.out().lines().filter(line -> line.contains("skerry")))
                .isEmpty();
    }

    private static Path debian(String name) throws IOException {
        return Checkout.home().resolve("arm/debian").resolve(name);
    }
}
