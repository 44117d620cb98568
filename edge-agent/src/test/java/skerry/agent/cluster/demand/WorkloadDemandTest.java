package skerry.agent.cluster.demand;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

class WorkloadDemandTest {
    private static final long MINUTE = 60_000;

    private final List<Row> rows = new ArrayList<>();
    private final WorkloadDemand demand = new WorkloadDemand(new Told(), () -> this.now);
    private long now;

    private record Row(String metric, Labels labels, double value) {}

    /** A cluster that tells the rows. */
    private final class Told implements Collector {
        @Override
        public String name() {
            return "cluster";
        }

        @Override
        public void collect(SampleSink sink) {
            rows.forEach(row -> sink.add(MetricFamily.gauge(row.metric(), "help"), row.labels(), row.value()));
        }
    }

    @Test
    void thePodsOfADeploymentAreToldOnceAndWhoseTheyAre() throws IOException {
        pod("web-7d4-a", "ReplicaSet", "web-7d4");
        asks("web-7d4-a", "app", "cpu", 0.1);
        asks("web-7d4-a", "app", "memory", 64e6);
        may("web-7d4-a", "app", "memory", 128e6);
        rows.add(new Row("kube_pod_start_time", Labels.of("namespace", "shop", "pod", "web-7d4-a"), 1_790_000_000));
        rows.add(new Row("kube_pod_info", Labels.of("namespace", "shop", "pod", "web-7d4-a", "node", "pi-3"), 1));
        pod("web-7d4-b", "ReplicaSet", "web-7d4");
        asks("web-7d4-b", "app", "cpu", 0.1);
        asks("web-7d4-b", "app", "memory", 64e6);
        add(
                "kube_replicaset_owner",
                Labels.of("replicaset", "web-7d4", "owner_kind", "Deployment", "owner_name", "web"));

        String web = "namespace=\"shop\",workload=\"web\",workload_kind=\"Deployment\"}";
        assertThat(folded())
                .containsOnly(
                        Map.entry("skerry_workload_request_cores{container=\"app\"," + web, 0.1),
                        Map.entry("skerry_workload_request_bytes{container=\"app\"," + web, 64e6),
                        Map.entry("skerry_workload_limit_bytes{container=\"app\"," + web, 128e6),
                        Map.entry(
                                "skerry_pod_start_time_seconds{namespace=\"shop\",node=\"pi-3\",pod=\"web-7d4-a\"}",
                                1_790_000_000.0),
                        Map.entry("skerry_pod_workload{namespace=\"shop\",pod=\"web-7d4-a\"," + tail(web), 1.0),
                        Map.entry("skerry_pod_workload{namespace=\"shop\",pod=\"web-7d4-b\"," + tail(web), 1.0));
    }

    @Test
    void duringARolloutTheLargerRequestCounts() throws IOException {
        pod("web-1-a", "ReplicaSet", "web-1");
        asks("web-1-a", "app", "cpu", 0.3);
        pod("web-2-a", "ReplicaSet", "web-2");
        asks("web-2-a", "app", "cpu", 0.2);
        for (String set : List.of("web-1", "web-2")) {
            add("kube_replicaset_owner", Labels.of("replicaset", set, "owner_kind", "Deployment", "owner_name", "web"));
        }

        for (String pod : List.of("store-1", "store-0")) {
            pod(pod, "StatefulSet", "store");
            asks(pod, "app", "cpu", pod.equals("store-1") ? 0.5 : 0.4);
        }

        assertThat(folded())
                .containsEntry(
                        "skerry_workload_request_cores{container=\"app\",namespace=\"shop\",workload=\"web\",workload_kind=\"Deployment\"}",
                        0.3)
                .containsEntry(
                        "skerry_workload_request_cores{container=\"app\",namespace=\"shop\",workload=\"store\",workload_kind=\"StatefulSet\"}",
                        0.5);
    }

    @Test
    void aJobIsItsCronJobsAndAPodOfNobodyOrOfANodeIsItsOwn() throws IOException {
        pod("backup-29-x", "Job", "backup-29");
        asks("backup-29-x", "app", "cpu", 0.2);
        add("kube_job_owner", Labels.of("job_name", "backup-29", "owner_kind", "CronJob", "owner_name", "backup"));
        pod("once-x", "Job", "once");
        asks("once-x", "app", "cpu", 0.3);
        add("kube_job_owner", Labels.of("job_name", "once", "owner_kind", "", "owner_name", ""));
        pod("alone", "", "");
        asks("alone", "app", "cpu", 0.4);
        pod("static-pi-1", "Node", "pi-1");
        asks("static-pi-1", "app", "cpu", 0.5);

        assertThat(folded().keySet())
                .filteredOn(series -> series.startsWith("skerry_workload"))
                .extracting(series -> series.substring(series.indexOf("workload=\"")))
                .containsExactlyInAnyOrder(
                        "workload=\"backup\",workload_kind=\"CronJob\"}",
                        "workload=\"once\",workload_kind=\"Job\"}",
                        "workload=\"alone\",workload_kind=\"Pod\"}",
                        "workload=\"static-pi-1\",workload_kind=\"Pod\"}");
    }

    @Test
    void whatDoesNotChangeIsToldTwiceAnHourAndAChangeAtOnce() throws IOException {
        pod("web-0", "StatefulSet", "web");
        asks("web-0", "app", "cpu", 0.1);
        asks("web-0", "app", "memory", 64e6);
        int told = 0;
        for (now = 0; now < 60 * MINUTE; now += MINUTE) {
            told += folded().size();
        }
        assertThat(told).as("three series, twice").isEqualTo(6);

        now = 60 * MINUTE;
        folded();
        now += MINUTE;
        rows.removeLast();
        asks("web-0", "app", "memory", 96e6);
        assertThat(folded())
                .containsOnly(Map.entry(
                        "skerry_workload_request_bytes{container=\"app\",namespace=\"shop\",workload=\"web\",workload_kind=\"StatefulSet\"}",
                        96e6));
    }

    @Test
    void whatIsToldOfTheObjectsGoesThroughAsItIs() throws IOException {
        pod("web-0", "StatefulSet", "web");
        asks("web-0", "app", "cpu", 0.1);
        asks("web-0", "app", "nvidia_com_gpu", 1);
        var through = new ArrayList<Row>();
        demand.collect((family, labels, value) -> {
            if (family.name().startsWith("kube_")) {
                through.add(new Row(family.name(), labels, value));
            }
        });

        assertThat(through).isEqualTo(rows);
        assertThat(demand.name()).isEqualTo("cluster");
    }

    private void pod(String pod, String kind, String owner) {
        add(
                "kube_pod_owner",
                Labels.of("pod", pod, "owner_kind", kind, "owner_name", owner, "owner_is_controller", "true"));
    }

    private void asks(String pod, String container, String resource, double value) {
        amount("kube_pod_container_resource_requests", pod, container, resource, value);
    }

    private void may(String pod, String container, String resource, double value) {
        amount("kube_pod_container_resource_limits", pod, container, resource, value);
    }

    private void amount(String metric, String pod, String container, String resource, double value) {
        rows.add(new Row(
                metric,
                Labels.of("namespace", "shop", "pod", pod, "container", container, "resource", resource),
                value));
    }

    private void add(String metric, Labels labels) {
        rows.add(new Row(metric, labels.with("namespace", "shop"), 1));
    }

    private static String tail(String workload) {
        return workload.substring(workload.indexOf("workload="));
    }

    private Map<String, Double> folded() throws IOException {
        var told = new TreeMap<String, Double>();
        demand.collect((family, labels, value) -> {
            if (family.name().startsWith("skerry_")) {
                told.put(family.name() + labels, value);
            }
        });
        return told;
    }
}
