package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.process.AgentCommand;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.Umask;

/** What a node leaves on its disk is for its owner alone, whatever the umask, and encrypted where a key is named. */
class AtRestIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyFileOfAnAgentIsItsOwnersAloneAlsoWhatIsSetAsideAndHandedToSupport() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789abcdef0123456789\n");
        Path other = Files.writeString(folder.resolve("other"), "another key, which is as long as it must be\n");
        try (var _ = Umask.none();
                var agent = new AgentProcess(folder.resolve("agent"), "ring.key-file=" + key)) {
            Path log = Files.writeString(agent.logs().resolve("app.log"), "the pump of Mrs Gunnarsdottir began\n");
            agent.start();
            awaitLines(agent, 1);
            assertPrivate(agent.data(), "while it runs");
            agent.kill();
            assertPrivate(agent.data(), "after a kill");
            agent.start();
            agent.stop(); // Else the log beside the file still has the page that is destroyed.
            try (var ring = new RandomAccessFile(agent.data().resolve("ring.db").toFile(), "rw")) {
                ring.seek(0);
                ring.write(new byte[512]);
            }
            agent.start();
            Files.writeString(log, "and it ended\n", StandardOpenOption.APPEND);
            awaitLines(agent, 2);
            agent.stop();

            var support = folder.resolve("support.zip");
            assertThat(AgentCommand.run("diagnose", "--data", agent.data().toString(), "--out", support.toString())
                            .exitCode())
                    .isZero();
            assertPrivate(agent.data(), "after all");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(support)))
                    .isEqualTo("rw-------");
            try (var files = Files.list(agent.data())) {
                assertThat(files.map(file -> file.getFileName().toString()).toList())
                        .contains("ring.db", "ring.db.damaged-1");
            }
            assertThat(lines(agent, "ring.key-file=" + key)).contains("and it ended");
            assertThat(lines(agent, "ring.key-file=" + other)).doesNotContain("and it ended");

            // The key is gone, and everything but what it sealed goes on.
            Files.delete(key);
            agent.start();
            Files.writeString(log, "a third line\n", StandardOpenOption.APPEND);
            awaitLines(agent, 3);
            Eventually.until(
                    "the page says that a key cannot be read",
                    LIMIT,
                    () -> agent.get("/").text().contains("a file of a key cannot be read"));
            agent.stop();
            assertThat(agent.account().accountedFor()).isEqualTo(agent.account().collected());
        }
    }

    private static String lines(AgentProcess agent, String key) throws IOException, InterruptedException {
        return AgentCommand.run(
                        "query", "logs", "--since", "1d", "--data", agent.data().toString(), "--set", key)
                .out();
    }

    private static void awaitLines(AgentProcess agent, long lines) throws Exception {
        Eventually.until(
                "the ring has " + lines + " lines",
                LIMIT,
                () -> agent.account().collected().lines() >= lines);
    }

    private static void assertPrivate(Path data, String when) throws IOException {
        var open = new ArrayList<String>();
        try (var files = Files.walk(data)) {
            for (Path file : files.toList()) {
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (!rights.endsWith("------")) {
                    open.add(rights + " " + data.relativize(file));
                }
            }
        }
        assertThat(open).as(when).isEqualTo(List.of());
    }
}
