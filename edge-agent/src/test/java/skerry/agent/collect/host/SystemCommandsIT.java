package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemCommandsIT {
    private final SystemCommands commands = new SystemCommands(Duration.ofSeconds(30));

    @Test
    void givesWhatAProgramPrintsAndNotItsComplaints() throws Exception {
        assertThat(commands.run(List.of("sh", "-c", "echo one; echo two >&2; echo $LC_ALL")))
                .hasValue("one\nC\n");
    }

    @Test
    void aProgramThatFailsOrDoesNotExistOrPrintsTooMuchGivesNothing() throws Exception {
        assertThat(commands.run(List.of("sh", "-c", "echo one; exit 3"))).isEmpty();
        assertThat(commands.run(List.of("no-such-program"))).isEmpty();
        assertThat(commands.run(List.of("head", "-c", "2000000", "/dev/zero"))).isEmpty();
    }

    @Test
    void aProgramThatTakesTooLongIsKilled() throws Exception {
        var hasty = new SystemCommands(Duration.ofMillis(100));

        assertThat(hasty.run(List.of("sleep", "600"))).isEmpty();
        for (var child : ProcessHandle.current().children().toList()) {
            assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(30)); // killed, but perhaps not yet gone
        }
    }
}
