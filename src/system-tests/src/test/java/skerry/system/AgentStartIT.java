package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.AgentCommand;
import skerry.system.process.AgentProcess;

/** An agent that cannot start says why in sentences, and leaves nothing behind. */
class AgentStartIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void threeMistakesInTheConfigurationAreNamedAtOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("agent.yaml"), """
                data: %s
                page:
                  listen: nowhere
                collect:
                  every: soon
                ring:
                  size: 64MiB
                """.formatted(folder.resolve("data")));

        AgentCommand agent = AgentCommand.run("run", "--config", file.toString());

        assertThat(agent.exitCode()).isEqualTo(2);
        assertThat(agent.err())
                .contains("page.listen")
                .contains("nowhere")
                .contains("collect.every")
                .contains("soon")
                .contains("ring.size")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aPortInUseIsNamedWithItsSetting() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AgentCommand agent = run("page.listen=127.0.0.1:" + taken.getLocalPort());

            isOneSentence(agent, String.valueOf(taken.getLocalPort()), "page.listen");
        }
    }

    @Test
    void aDataFolderInUseIsNamed() throws Exception {
        try (var first = new AgentProcess(folder)) {
            first.start();

            AgentCommand second = run("page.listen=off");

            isOneSentence(second, first.data().toString(), "another agent uses the data folder");
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void sqliteIsLoadedFromWhereTheAgentIsInstalled() throws Exception {
        try (var agent = new AgentProcess(folder)) {
            agent.start();

            List<String> mapped = Files.readAllLines(Path.of("/proc/" + agent.pid() + "/maps"));

            assertThat(mapped.stream().filter(line -> line.contains("sqlitejdbc")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("/edge-agent/target/lib/"), "in the folder of its libraries");
        }
    }

    private AgentCommand run(String setting) throws Exception {
        return AgentCommand.run(
                "run", "--data", folder.resolve("data").toString(), "--set", "logs.journald=false", "--set", setting);
    }

    private static void isOneSentence(AgentCommand agent, String thing, String word) {
        assertThat(agent.exitCode()).isEqualTo(1);
        assertThat(agent.err().lines().filter(line -> line.startsWith("skerry-agent:")))
                .singleElement()
                .asString()
                .contains(thing)
                .contains(word);
        assertThat(agent.err()).doesNotContain("Exception").doesNotContain("\tat ");
    }
}
