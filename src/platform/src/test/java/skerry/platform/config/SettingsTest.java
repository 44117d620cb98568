package skerry.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void valuesComeByTypeAndListsInOrder() throws Exception {
        var settings = Settings.load(Optional.of(yaml("""
                                site: north-7
                                collect: {every: 15s, systemd: no}
                                ring:
                                  max-bytes: 200MB
                                logs:
                                  include: [/var/log/*.log, /opt/**/*.log]
                                """)), Map.of("site", "south-1"));

        assertThat(settings.text("site", "")).isEqualTo("south-1");
        assertThat(settings.duration("collect.every", Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(1)))
                .isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.flag("collect.systemd", true)).isFalse();
        assertThat(settings.bytes("ring.max-bytes", 0, 1, Long.MAX_VALUE)).isEqualTo(200_000_000);
        assertThat(settings.list("logs.include", List.of())).containsExactly("/var/log/*.log", "/opt/**/*.log");
        assertThat(settings.number("port", 9140, 1, 65535)).isEqualTo(9140);
        settings.finish();
    }

    @Test
    void allMistakesAreNamedAtOnceUnknownKeysToo() throws Exception {
        var settings = Settings.load(
                Optional.of(yaml("collect: {evry: 15s, limit: soon}\nport: 70000\nring: {max-bytes: lots}\n")),
                Map.of());
        settings.duration("collect.every", Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(1));
        settings.duration("collect.limit", Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(1));
        settings.number("port", 9140, 1, 65535);
        settings.bytes("ring.max-bytes", 0, 1, Long.MAX_VALUE);

        var refused = catchThrowableOfType(ConfigException.class, settings::finish);

        assertThat(refused.problems())
                .containsExactly(
                        "'collect.limit' must be a duration such as 15s, 5m, 2h or 14d, was 'soon'",
                        "'port' must be a whole number from 1 to 65535, was '70000'",
                        "'ring.max-bytes' must be a size such as 64KiB, 200MB or 1GiB, was 'lots'",
                        "'collect.evry' is not a setting; did you mean 'collect.every'?");
        assertThat(refused).hasMessageContaining("4 mistakes");
    }

    @Test
    void aValueOutOfRangeSaysTheRange() {
        var settings = Settings.of(Map.of("collect.every", "2d"));
        settings.duration("collect.every", Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(1));

        assertThatThrownBy(settings::finish).hasMessageContaining("must lie between 1s and 1h, was '2d'");
    }

    @Test
    void listsOfMapsAreNumberedAndValuesStayAsTheyAreWritten() throws Exception {
        var settings = Settings.load(Optional.of(yaml("""
                        scrape:
                          - labels: {"app.io/part": "07", empty: }
                            replacement: "${1}-$2"
                          - none
                        mqtt.url: mqtt://a:1883
                        """)), Map.of());

        assertThat(settings.all())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "scrape.0.labels.app.io/part",
                        "07",
                        "scrape.0.labels.empty",
                        "",
                        "scrape.0.replacement",
                        "${1}-$2",
                        "scrape.1",
                        "none",
                        "mqtt.url",
                        "mqtt://a:1883"));
    }

    @Test
    void aFileThatIsTooLongOrHoldsNoKeysIsNotTaken() throws Exception {
        Path list = yaml("- a\n- b\n");
        assertThatThrownBy(() -> Settings.load(Optional.of(list), Map.of())).hasMessageContaining("must hold keys");

        Path endless = yaml("site: " + "a".repeat(1 << 20));
        assertThatThrownBy(() -> Settings.load(Optional.of(endless), Map.of()))
                .hasMessageContaining("longer than 1048576 bytes");
    }

    @Test
    void aFileThatIsNotYamlOrNotThereIsOneSentence() throws Exception {
        Path broken = yaml("a: [1, 2\nb: }");

        assertThatThrownBy(() -> Settings.load(Optional.of(broken), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not readable as YAML");
        assertThatThrownBy(() -> Settings.load(Optional.of(folder.resolve("none.yaml")), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("missing or not readable");
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text);
    }
}
