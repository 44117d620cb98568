package skerry.agent.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

class SendProfileTest {
    @Test
    void theLastRuleThatMatchesDecides() {
        var profile = SendProfile.of(List.of("node_cpu_*", "!node_cpu_seconds_total{mode=\"irq\"}", "up"));

        assertThat(profile.test(cpu("user"))).isTrue();
        assertThat(profile.test(cpu("irq"))).isFalse();
        assertThat(profile.test(series("up", Labels.NONE))).isTrue();
        assertThat(profile.test(series("upx", Labels.NONE))).isFalse();
    }

    @Test
    void aLaterRuleSendsAgainWhatAnEarlierOneKept() {
        var profile = SendProfile.of(List.of("*", "!node_cpu_*", "node_cpu_seconds_total{mode=\"irq\",cpu=\"0\"}"));

        assertThat(profile.test(cpu("irq"))).isTrue();
        assertThat(profile.test(cpu("user"))).isFalse();
    }

    @Test
    void everyBuiltInProfileSendsWhatTheSmallerOneSends() {
        var minimal = SendProfile.named("minimal");
        var standard = SendProfile.named("default");
        var full = SendProfile.named("full");

        for (String name : List.of("node_load1", "node_memory_MemAvailable_bytes", "skerry_pi_undervoltage")) {
            assertThat(List.of(minimal, standard, full))
                    .allMatch(profile -> profile.test(series(name, Labels.NONE)), name);
        }
        assertThat(minimal.test(cpu("user"))).isFalse();
        assertThat(standard.test(series("skerry_hub_last_contact_timestamp_seconds", Labels.NONE)))
                .as("the hub knows that itself")
                .isFalse();
        assertThat(standard.test(series("node_softnet_processed_total", Labels.NONE)))
                .isFalse();
        assertThat(full.test(series("node_softnet_processed_total", Labels.NONE)))
                .isTrue();
    }

    @Test
    void distributionsAreSentByDefaultAndNotByTheMinimum() {
        for (String name : List.of(
                "skerry_service_request_duration_seconds",
                "skerry_disk_io_duration_seconds",
                "skerry_link_round_trip_seconds",
                "skerry_log_duration_seconds",
                "skerry_scrape_duration_seconds")) {
            Series distribution = series(name, Labels.of("job", name.contains("scrape") ? "app" : ""));
            assertThat(SendProfile.named("default").test(distribution)).as(name).isTrue();
            assertThat(SendProfile.named("minimal").test(distribution)).as(name).isFalse();
        }
    }

    @Test
    void whatServicesDoIsSentByDefaultThoughTheirOwnSeriesStay() {
        Labels service = Labels.of("service", "cart", "source", "metrics", "class", "5xx");
        Series folded = series("skerry_service_requests_total", service);

        assertThat(SendProfile.named("default").test(folded)).isTrue();
        assertThat(SendProfile.named("minimal").test(folded)).isFalse();
        assertThat(SendProfile.named("default")
                        .test(series("http_request_duration_seconds_bucket", Labels.of("job", "cart", "le", "0.1"))))
                .isFalse();
    }

    @Test
    void ofAClusterTheDefaultSendsWhatIsWrongAndHowManyThereShouldBe() {
        var standard = SendProfile.named("default");
        Labels pod = Labels.of("namespace", "shop", "pod", "web-1");

        assertThat(standard.test(
                        series("kube_node_status_condition", Labels.of("condition", "Ready", "status", "true"))))
                .isTrue();
        assertThat(standard.test(series("kube_deployment_status_replicas_available", pod)))
                .isTrue();
        assertThat(standard.test(series("kube_pod_status_ready", pod.with("condition", "true"))))
                .isTrue();
        assertThat(standard.test(series("kube_pod_status_ready", pod.with("condition", "false"))))
                .isFalse();
        assertThat(standard.test(series("kube_pod_info", pod))).isFalse();
        assertThat(SendProfile.named("minimal").test(series("kube_node_spec_unschedulable", Labels.NONE)))
                .isFalse();
    }

    @Test
    void whatContainersAskForLeavesByTheDefaultOnceForEachWorkloadAndTheTrafficOfSinglePodsDoesNot() {
        var standard = SendProfile.named("default");
        Labels container = Labels.of("namespace", "shop", "container", "app", "resource", "cpu");

        for (String name :
                List.of("skerry_pod_workload", "skerry_pod_start_time_seconds", "skerry_workload_request_bytes")) {
            assertThat(standard.test(series(name, container))).isTrue();
            assertThat(SendProfile.named("minimal").test(series(name, container)))
                    .isFalse();
        }
        assertThat(standard.test(series("kube_pod_container_resource_requests", container)))
                .isFalse();
        assertThat(standard.test(series("container_network_receive_bytes_total", container)))
                .isFalse();
        assertThat(standard.test(series("container_cpu_usage_seconds_total", container)))
                .isTrue();
        assertThat(standard.test(series("container_start_time_seconds", container.with("pod", "web-1"))))
                .as("of pods it is told twice an hour")
                .isFalse();
        assertThat(standard.test(series("container_start_time_seconds", Labels.of("name", "db"))))
                .isTrue();
    }

    @Test
    void ofWhatIsScrapedTheBuiltInProfilesSendWhetherItCouldBe() {
        Labels scraped = Labels.of("job", "app", "instance", "here");
        for (String name : List.of("minimal", "default")) {
            var profile = SendProfile.named(name);
            assertThat(profile.test(series("up", scraped))).isTrue();
            assertThat(profile.test(series("skerry_scrapes_failed_total", Labels.of("job", "app", "reason", "tls"))))
                    .isTrue();
            assertThat(profile.test(series("scrape_duration_seconds", scraped))).isFalse();
            assertThat(profile.test(series("node_load1", scraped)))
                    .as("the load of another machine")
                    .isFalse();
        }
    }

    @Test
    void aListMayAddToAProfileThatComesWithTheAgent() {
        var profile = SendProfile.of(List.of("default", "app_*", "!node_load15"));

        assertThat(profile.test(series("app_requests_total", Labels.of("job", "app"))))
                .isTrue();
        assertThat(profile.test(series("node_load1", Labels.NONE))).isTrue();
        assertThat(profile.test(series("node_load15", Labels.NONE))).isFalse();
    }

    @Test
    void aRuleMayAskForAnyOtherValueThanOne() {
        var profile = SendProfile.of(List.of("a{job!=\"\",b!=\"c\"}"));

        assertThat(profile.test(series("a", Labels.of("job", "x")))).isTrue();
        assertThat(profile.test(series("a", Labels.NONE))).isFalse();
        assertThat(profile.test(series("a", Labels.of("job", "x", "b", "c")))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"node load", "node_load1{", "node{a=b}", "!", "node{=\"b\"}"})
    void aRuleThatCannotBeReadIsNamed(String rule) {
        assertThatThrownBy(() -> SendProfile.of(List.of(rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + rule + "'");
    }

    private static Series cpu(String mode) {
        return series("node_cpu_seconds_total", Labels.of("cpu", "0", "mode", mode));
    }

    private static Series series(String name, Labels labels) {
        return new Series(name, labels, MetricType.GAUGE);
    }
}
