package skerry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.targets.ListedTargets;
import skerry.agent.collect.targets.Login;
import skerry.agent.collect.targets.RelabelRule;
import skerry.agent.collect.targets.ScrapeJob;
import skerry.agent.collect.targets.Target;
import skerry.platform.config.ConfigException;

class ScrapeSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void aJobNeedsANameAndTargetsAlone() throws Exception {
        Target target = load("""
                collect: {every: 30s}
                scrape:
                  - name: node
                    targets: [10.0.0.7:9100]
                """).targets().getFirst();

        assertThat(target.url()).hasToString("http://10.0.0.7:9100/metrics");
        assertThat(target.labels()).hasToString("{instance=\"10.0.0.7:9100\",job=\"node\"}");
        assertThat(target.job().interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(target.job().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(target.job().honorTimestamps()).isTrue();
        assertThat(target.job().bounds()).isEqualTo(ScrapeJob.Bounds.USUAL);
    }

    @Test
    void aTargetIsAHostWithOrWithoutAPortOrAUrl() throws Exception {
        var targets = load("""
                scrape:
                  - name: probe
                    scheme: https
                    path: /probe
                    params: {module: [http_2xx, "a b"], target: x}
                    targets: [gateway.local, "[fd00::7]:9115", "http://other.local:81/m?a=1"]
                    labels: {rack: "7"}
                """).targets();

        String query = "module=http_2xx&module=a+b&target=x";
        assertThat(targets)
                .extracting(target -> target.url().toString())
                .containsExactly(
                        "https://gateway.local/probe?" + query,
                        "https://[fd00::7]:9115/probe?" + query,
                        "http://other.local:81/m?a=1&" + query);
        assertThat(targets)
                .extracting(target -> target.host().toString())
                .containsExactly("gateway.local:443", "[fd00::7]:9115", "other.local:81");
        assertThat(targets).allMatch(target -> target.labels().get("rack").equals("7"));
    }

    @Test
    void relabelRulesKeepTheirDollarsAndBraces() throws Exception {
        RelabelRule rule =
                load("""
                scrape:
                  - name: node
                    targets: [10.0.0.7:9100]
                    relabel:
                      - source-labels: [__name__, device]
                        separator: "@"
                        regex: (.+)@(sd[a-z])
                        target-label: disk_${1}
                        replacement: ${2}-$1
                """).targets().getFirst().job().relabeling().rules().getFirst();

        assertThat(rule.targetLabel()).isEqualTo("disk_${1}");
        assertThat(rule.replacement()).isEqualTo("${2}-$1");
        assertThat(rule.separator()).isEqualTo("@");
        assertThat(rule.action()).isEqualTo(RelabelRule.Action.REPLACE);
    }

    @Test
    void allMistakesAreNamedAtOnceAndNoSecretIsShown() throws Exception {
        var refused = catchThrowableOfType(ConfigException.class, () -> load("""
                scrape:
                  - targets: ["10.0.0.7:9100", "http://me:hidden@10.0.0.8/metrics", "a b:1", "10.0.0.7:9100"]
                    interval: 5s
                    timeout: 6s
                    scheme: ftp
                    path: metrics
                    max-series: 0
                    labels: {"__a": x}
                    basic: {user: me, password: word-of-mine}
                    bearer: {token: token-of-mine, token-file: /t}
                    tls: {cert-file: /c}
                    relabel:
                      - {action: explode}
                      - {regex: "("}
                      - {action: replace, target-label: "a-b"}
                      - {source-labels: [a-b], action: keep}
                    honour-labels: true
                  - name: empty
                """));

        assertThat(refused.getMessage())
                .doesNotContain("hidden")
                .doesNotContain("word-of-mine")
                .doesNotContain("token-of-mine");
        assertThat(refused.problems())
                .anyMatch(problem -> problem.startsWith("'scrape.0.name' is missing"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.targets.1' must not hold a user or password"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.targets.2' must be a host and a port"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.targets.3' has the labels of another target"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.timeout' must not be above the interval"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.scheme' must be http or https"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.path' must begin with /"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.max-series' must be a whole number"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.labels.__a' is no name"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.bearer' cannot be used with basic"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.bearer.token' cannot be used with token-file"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.tls' needs cert-file and key-file together"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.relabel.0.action' must be one of replace, keep"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.relabel.1.regex' must be a regular expression"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.relabel.2' has a target-label that is no label"))
                .anyMatch(problem -> problem.startsWith("'scrape.0.relabel.3.source-labels' must hold label names"))
                .anyMatch(problem -> problem.contains("did you mean 'scrape.0.honor-labels'"))
                .anyMatch(problem -> problem.startsWith("'scrape.1.targets' is missing"));
    }

    @Test
    void targetsThatWouldGiveOneSeriesTwiceAreRefused() {
        var refused = catchThrowableOfType(ConfigException.class, () -> load("""
                scrape:
                  - {name: a, targets: ["http://h:1/a", "http://h:1/b"]}
                  - {name: b, targets: ["h:1", "h:2"], labels: {instance: one}}
                  - {name: c, targets: ["h:1"], labels: {job: a}}
                  - {name: d, targets: ["h:1"]}
                """));

        assertThat(refused.problems())
                .hasSize(3)
                .allMatch(problem -> problem.contains("has the labels of another target"));
    }

    @Test
    void aPasswordOrTokenShowsItselfNowhere() throws Exception {
        var targets = load("""
                scrape:
                  - {name: a, targets: [h:1], basic: {user: me, password: word-of-mine}}
                  - {name: b, targets: [h:1], bearer: {token: token-of-mine}}
                """);

        assertThat(targets.toString()).doesNotContain("word-of-mine").doesNotContain("token-of-mine");
        assertThat(targets.targets().getFirst().job().toString()).contains("<secret>");
        assertThat(targets.targets().getLast().job().login()).isInstanceOf(Login.Bearer.class);
    }

    private ListedTargets load(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("agent.yaml"), yaml);
        return AgentConfig.load(Optional.of(file), Map.of(), "host").scrape();
    }
}
