package skerry.agent.collect.kubelet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skerry.agent.collect.targets.RelabelRule;
import skerry.agent.collect.targets.Relabeling;

/**
 * Which metrics of an endpoint are kept, and under which {@code job}. By default those that kubernetes-mixin and the usual rules
 * ask for, without three histograms that alone have more series than all the rest. k3s's parts share one registry, so that the
 * kubelet tells of all of them.
 */
final class KeptMetrics {
    private static final String DEFAULT = "default";
    private static final String NAME = RelabelRule.NAME;

    /** Of the kubelet, whatever the cluster is. */
    private static final List<String> KUBELET = names("""
            go_goroutines kubernetes_build_info process_cpu_seconds_total process_resident_memory_bytes process_start_time_seconds
            kubelet_certificate_manager_client_expiration_renew_errors kubelet_certificate_manager_client_ttl_seconds
            kubelet_certificate_manager_server_ttl_seconds kubelet_server_expiration_renew_errors
            kubelet_cgroup_manager_duration_seconds_* kubelet_evictions kubelet_node_config_error kubelet_node_name
            kubelet_pleg_relist_duration_seconds_* kubelet_pleg_relist_interval_seconds_*
            kubelet_pod_start_duration_seconds_* kubelet_pod_worker_duration_seconds_*
            kubelet_running_containers kubelet_running_pods
            kubelet_runtime_operations_duration_seconds_* kubelet_runtime_operations_errors_total
            kubelet_runtime_operations_total rest_client_requests_total
            storage_operation_duration_seconds_* storage_operation_errors_total volume_manager_total_volumes
            """);

    private static final List<String> APISERVER = names("""
            aggregator_unavailable_apiservice aggregator_unavailable_apiservice_total apiserver_current_inflight_requests
            apiserver_request_sli_duration_seconds_count apiserver_request_sli_duration_seconds_sum
            apiserver_request_terminations_total apiserver_request_total apiserver_storage_size_bytes
            apiserver_storage_db_total_size_in_bytes etcd_request_duration_seconds_count etcd_request_duration_seconds_sum
            etcd_request_errors_total
            """);
    private static final List<String> CLIENT_CERTIFICATES = names("apiserver_client_certificate_expiration_seconds_*");
    private static final List<String> SCHEDULER = names("""
            scheduler_pending_pods scheduler_pod_scheduling_sli_duration_seconds_* scheduler_schedule_attempts_total
            scheduler_scheduling_algorithm_duration_seconds_* scheduler_scheduling_attempt_duration_seconds_*
            """);
    private static final List<String> CONTROLLERS = names("node_collector_*");
    private static final List<String> QUEUES = names("workqueue_adds_total workqueue_depth");
    private static final List<String> PROXY = names("""
            kubeproxy_network_programming_duration_seconds_* kubeproxy_sync_proxy_rules_duration_seconds_*
            """);
    private static final List<String> ETCD = names("""
            etcd_disk_backend_commit_duration_seconds_* etcd_disk_wal_fsync_duration_seconds_*
            etcd_mvcc_db_total_size_in_bytes etcd_mvcc_db_total_size_in_use_in_bytes etcd_network_peer_round_trip_time_seconds_*
            etcd_server_has_leader etcd_server_leader_changes_seen_total etcd_server_proposals_failed_total
            etcd_server_quota_backend_bytes
            """);
    private static final List<String> KINE = names("""
            kine_compact_total kine_insert_errors_total kine_sql_time_seconds_count kine_sql_time_seconds_sum kine_sql_total
            """);
    private static final List<String> K3S = names("k3s_*");

    /** What the agent does not tell by itself from the kernel, or from {@code /stats/summary}. */
    private static final List<String> CADVISOR = names("""
            container_file_descriptors container_sockets machine_cpu_cores machine_cpu_physical_cores machine_memory_bytes
            machine_swap_bytes
            """);

    private static final List<String> RESOURCE = names("""
            pod_cpu_usage_seconds_total pod_memory_working_set_bytes pod_swap_usage_bytes resource_scrape_error
            """);
    private static final List<String> PROBES =
            names("prober_probe_duration_seconds_count prober_probe_duration_seconds_sum prober_probe_total");

    private final List<String> wanted;
    private final boolean k3s;
    private final boolean certificates;

    /**
     * @param wanted names to keep, or {@code default}
     * @param k3s whether the kubelet is a part of k3s, and shares its registry with the control plane
     * @param certificates whether the agent reads k3s's certificates itself
     */
    KeptMetrics(List<String> wanted, boolean k3s, boolean certificates) {
        this.wanted = List.copyOf(wanted);
        this.k3s = k3s;
        this.certificates = certificates;
    }

    Relabeling of(KubeletEndpoint endpoint) {
        return new Relabeling(
                switch (endpoint) {
                    case METRICS -> metrics();
                    case CADVISOR -> cadvisor();
                    case RESOURCE -> List.of(keep(RESOURCE));
                    // A pod that is made anew under its name goes on with its series.
                    case PROBES -> List.of(keep(PROBES), withoutLabels("pod_uid"));
                    case SUMMARY -> List.of(keep(names("*")));
                });
    }

    private List<RelabelRule> metrics() {
        var usual = new ArrayList<String>();
        Stream.of(KUBELET, APISERVER, SCHEDULER, CONTROLLERS, QUEUES, PROXY, ETCD, KINE, K3S)
                .forEach(usual::addAll);
        var rules = new ArrayList<RelabelRule>();
        if (k3s) {
            // Elsewhere a kubelet counts the certificates of its own callers under this name.
            usual.addAll(CLIENT_CERTIFICATES);
        }
        rules.add(keep(usual));
        // Told from /stats/summary.
        rules.add(drop("kubelet_volume_stats_*"));
        if (certificates) {
            rules.add(drop("k3s_certificate_expiration_seconds"));
        }
        rules.add(job("kube-apiserver", APISERVER));
        rules.add(job("kube-scheduler", SCHEDULER));
        rules.add(job("kube-controller-manager", CONTROLLERS));
        rules.add(job("kube-proxy", PROXY));
        rules.add(job("etcd", ETCD));
        rules.add(job("kine", KINE));
        rules.add(job("k3s", K3S));
        if (k3s) {
            rules.add(job("kube-apiserver", names("apiserver_*")));
            rules.add(job("kube-scheduler", names("scheduler_*")));
            rules.add(job("kube-controller-manager", names("workqueue_*")));
        }
        return rules;
    }

    private List<RelabelRule> cadvisor() {
        return List.of(
                keep(CADVISOR),
                // Groups of containers, and the one that holds a pod's network.
                rule(RelabelRule.Action.DROP, List.of(NAME, "container"), "container_[^;]*;(|POD)", "", ""),
                withoutLabels("id|name"));
    }

    private RelabelRule keep(List<String> usual) {
        List<String> names = wanted.stream()
                .flatMap(name -> name.equals(DEFAULT) ? usual.stream() : Stream.of(name))
                .toList();
        return rule(RelabelRule.Action.KEEP, List.of(NAME), regex(names), "", "");
    }

    private static RelabelRule drop(String name) {
        return rule(RelabelRule.Action.DROP, List.of(NAME), regex(List.of(name)), "", "");
    }

    private static RelabelRule job(String job, List<String> names) {
        return rule(RelabelRule.Action.REPLACE, List.of(NAME), regex(names), "job", job);
    }

    private static RelabelRule withoutLabels(String regex) {
        return rule(RelabelRule.Action.LABELDROP, List.of(), regex, "", "");
    }

    private static RelabelRule rule(
            RelabelRule.Action action, List<String> sources, String regex, String target, String replacement) {
        return new RelabelRule(
                sources, RelabelRule.USUAL_SEPARATOR, RelabelRule.regex(regex), target, replacement, action);
    }

    private static String regex(List<String> names) {
        return names.stream().map(name -> name.replace("*", ".*")).collect(Collectors.joining("|"));
    }

    private static List<String> names(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
