package skerry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.cli.RunArguments;

class ConfigSourceTest {
    private static final String INSTALLED = "skerry.config";

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(INSTALLED);
    }

    @Test
    void whoNamesNoFileHasTheSettingsOfTheInstallation() throws Exception {
        System.setProperty(
                INSTALLED, file("installed.yaml", "node: from-the-package").toString());

        assertThat(RunArguments.of("run").orElseThrow().load().node()).isEqualTo("from-the-package");
        assertThat(new ConfigSource(Optional.empty(), Map.of()).settings()).containsEntry("node", "from-the-package");
        assertThat(new ConfigSource(Optional.of(file("mine.yaml", "node: mine")), Map.of())
                        .load()
                        .node())
                .isEqualTo("mine");
    }

    @Test
    void theCommandLineWinsOverTheFile() throws Exception {
        var source = new ConfigSource(Optional.of(file("mine.yaml", "node: mine")), Map.of("node", "of-the-moment"));

        assertThat(source.load().node()).isEqualTo("of-the-moment");
        assertThat(source.settings()).containsEntry("node", "of-the-moment");
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text + "\n");
    }
}
