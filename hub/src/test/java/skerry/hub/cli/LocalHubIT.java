package skerry.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.hub.RunningHub;

class LocalHubIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "0.0.0.0:0"})
    void theOwnerOfTheDataFolderIsAnAdministratorOfTheRunningHub(String listen) throws Exception {
        try (var _ = new RunningHub(data, Map.of("web.listen", listen));
                var hub = LocalHub.of(data)) {
            hub.send("POST", "/api/v1/sites", Map.of("name", "Heron Point"));

            assertThat(hub.get("/api/v1/audit").toString())
                    .contains("site.add")
                    .contains("heron-point")
                    .contains("\"operator\"");
        }
    }

    @Test
    void theWordIsForItsOwnerOnlyAndGoneWithTheHub() throws Exception {
        Path file = data.resolve("operator");
        OperatorFile left;
        try (var _ = new RunningHub(data, Map.of())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            left = OperatorFile.read(data);
        }

        assertThat(file).doesNotExist();
        assertThatThrownBy(() -> LocalHub.of(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no hub runs with the data folder " + data);
        try (var again = new RunningHub(data, Map.of())) {
            assertThat(again.getWithToken("/api/v1/agents", left.token()).status())
                    .isEqualTo(401);
        }
    }

    @Test
    void aRefusalIsTheHubsOwnSentence() throws Exception {
        try (var _ = new RunningHub(data, Map.of());
                var hub = LocalHub.of(data)) {
            assertThatThrownBy(() -> hub.send("POST", "/api/v1/sites", Map.of("name", "")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("'name' is missing");
        }
    }
}
