package skerry.system.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import skerry.hub.fleet.SiteState;
import skerry.system.process.Checkout;

/** What a dashboard is beside its expressions. */
class DashboardTest {
    private static final Path GRAFANA = Checkout.home().resolve("deploy/grafana");
    private static final int COLUMNS = 24;
    private static final Set<String> KINDS = Set.of("stat", "timeseries", "bargauge", "table", "state-timeline");

    static List<Dashboard> all() throws IOException {
        return Dashboard.all();
    }

    @Test
    void thereIsOneOfTheFleetOneOfASiteAndOneOfTheHub() throws Exception {
        assertThat(all())
                .extracting(one -> one.json().path("uid").asText())
                .containsExactly("skerry-fleet", "skerry-hub", "skerry-site");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyPanelSaysWhatItShowsAndHasAPlaceOfItsOwn(Dashboard dashboard) {
        var ids = new HashSet<Integer>();
        var titles = new HashSet<String>();
        var taken = new HashSet<String>();
        for (JsonNode panel : dashboard.panels()) {
            String title = panel.path("title").asText();
            assertThat(title).isNotBlank();
            assertThat(panel.path("description").asText()).as(title).endsWith(".");
            assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
            titles.add(title);
            assertThat(KINDS).contains(panel.path("type").asText());
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as(title)
                    .isNotBlank();
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt()).as(title).isLessThanOrEqualTo(COLUMNS);
            for (int x = at.path("x").asInt();
                    x < at.path("x").asInt() + at.path("w").asInt();
                    x++) {
                for (int y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    assertThat(taken.add(x + "," + y))
                            .as("%s covers another panel", title)
                            .isTrue();
                }
            }
            assertThat(panel.path("targets"))
                    .as(title)
                    .isNotEmpty()
                    .allSatisfy(target ->
                            assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}"));
        }
        assertThat(titles.size()).isGreaterThanOrEqualTo(dashboard.panels().size() - 1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void itReachesForNothingOutsideAndLeadsToTheOthers(Dashboard dashboard) {
        assertThat(dashboard.json().toString()).doesNotContain("http://", "https://", "\"id\":null", "__inputs");
        assertThat(dashboard.json().at("/links/0/tags/0").asText())
                .isEqualTo(dashboard.json().at("/tags/0").asText())
                .isEqualTo("skerry");
    }

    /** A state that is called otherwise would have a colour of Grafana's choice. */
    @ParameterizedTest
    @MethodSource("all")
    void statesHaveTheirColours(Dashboard dashboard) {
        Set<String> words =
                Arrays.stream(SiteState.values()).map(SiteState::word).collect(Collectors.toSet());
        for (JsonNode panel : dashboard.panels()) {
            if (panel.at("/targets/0/legendFormat").asText().equals("{{state}}")) {
                var coloured = new TreeSet<String>();
                panel.at("/fieldConfig/overrides")
                        .forEach(
                                each -> coloured.add(each.at("/matcher/options").asText()));
                assertThat(coloured).isEqualTo(new TreeSet<>(words));
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void grafanaIsToldWhereTheyAre() throws Exception {
        Map<String, Object> sources = yaml("provisioning/datasources/skerry.yaml");
        Map<String, Object> boards = yaml("provisioning/dashboards/skerry.yaml");

        assertThat((List<Map<String, Object>>) sources.get("datasources"))
                .singleElement()
                .satisfies(source -> {
                    assertThat(source).containsEntry("type", "prometheus").containsKeys("uid", "url", "access");
                    assertThat(((Map<String, Object>) source.getOrDefault("jsonData", Map.of())).get("timeInterval"))
                            .as("as often as deploy/prometheus/scrape.yaml has it scraped")
                            .isEqualTo(Files.readString(Checkout.home().resolve("deploy/prometheus/scrape.yaml"))
                                    .replaceAll("(?s).*scrape_interval: (\\S+).*", "$1"));
                });
        assertThat((List<Map<String, Object>>) boards.get("providers"))
                .singleElement()
                .satisfies(provider -> {
                    assertThat(provider).containsEntry("type", "file");
                    assertThat(((Map<String, Object>) provider.getOrDefault("options", Map.of())))
                            .containsKey("path");
                });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> yaml(String name) throws IOException {
        return (Map<String, Object>)
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(GRAFANA.resolve(name)));
    }
}
