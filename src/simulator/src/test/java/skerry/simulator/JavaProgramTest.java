package skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProgramTest {
    @TempDir
    Path home;

    private JavaProgram program;

    @BeforeEach
    void aCheckoutWithFlags() throws IOException {
        Files.createDirectories(home.resolve("arm/flags"));
        Files.writeString(home.resolve("arm/flags/agent"), """
                # Why these.
                -Xmx24m     # the bound

                -Xss256k
                """);
        Files.createDirectories(home.resolve("edge-agent/target"));
        program = new JavaProgram(home, "edge-agent", "agent", "agent");
    }

    @Test
    void aProgramStartsWithTheFlagsOfItsRoleAndNothingOfTheirReasons() throws IOException {
        assertThat(program.command())
                .startsWith(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .containsSubsequence(
                        "-Xmx24m", "-Xss256k", "-jar", program.jar().toString())
                .noneMatch(part -> part.contains("#") || part.isBlank() || part.startsWith("-XX:SharedArchiveFile"));
    }

    @Test
    void itsClassArchiveIsUsedOnceThereIsOneAndIsNoReasonToSayAnything() throws IOException {
        Files.createFile(program.archive());

        assertThat(program.command())
                .containsSubsequence("-XX:SharedArchiveFile=" + program.archive(), "-jar")
                .contains("-Xlog:cds=off,aot=off");
    }
}
