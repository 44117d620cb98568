package skerry.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a kubelet with generated pods of two containers tells at each of its paths, as long as that of a real one. */
final class KubeletText {
    private static final String BLOCK_METER = "blkio_device_usage_total";
    private static final int SLICES = 45;
    private static final List<String> METERS = List.of(
            "cpu_cfs_periods_total",
            "cpu_cfs_throttled_periods_total",
            "cpu_cfs_throttled_seconds_total",
            "cpu_load_average_10s",
            "cpu_load_d_average_10s",
            "cpu_system_seconds_total",
            "cpu_usage_seconds_total",
            "cpu_user_seconds_total",
            "file_descriptors",
            "last_seen",
            "memory_cache",
            "memory_failcnt",
            "memory_kernel_usage",
            "memory_mapped_file",
            "memory_max_usage_bytes",
            "memory_rss",
            "memory_swap",
            "memory_total_active_file_bytes",
            "memory_total_inactive_file_bytes",
            "memory_usage_bytes",
            "memory_working_set_bytes",
            "oom_events_total",
            "pressure_cpu_stalled_seconds_total",
            "pressure_cpu_waiting_seconds_total",
            "pressure_io_stalled_seconds_total",
            "processes",
            "sockets",
            "spec_cpu_period",
            "spec_cpu_quota",
            "spec_cpu_shares",
            "spec_memory_limit_bytes",
            "spec_memory_reservation_limit_bytes",
            "spec_memory_swap_limit_bytes",
            "start_time_seconds",
            "threads",
            "threads_max",
            "ulimits_soft");
    private static final List<String> DISK_METERS = List.of(
            "fs_inodes_free",
            "fs_inodes_total",
            "fs_io_current",
            "fs_io_time_seconds_total",
            "fs_limit_bytes",
            "fs_read_seconds_total",
            "fs_reads_bytes_total",
            "fs_reads_merged_total",
            "fs_reads_total",
            "fs_sector_reads_total",
            "fs_sector_writes_total",
            "fs_usage_bytes",
            "fs_write_seconds_total",
            "fs_writes_bytes_total",
            "fs_writes_merged_total",
            "fs_writes_total");
    private static final List<String> NETWORK_METERS = List.of(
            "network_receive_bytes_total",
            "network_receive_errors_total",
            "network_receive_packets_dropped_total",
            "network_receive_packets_total",
            "network_transmit_bytes_total",
            "network_transmit_errors_total",
            "network_transmit_packets_dropped_total",
            "network_transmit_packets_total");
    private static final List<String> BOUNDS =
            List.of("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "30", "60", "+Inf");
    private static final String TIME = "\"time\":\"2026-11-28T05:00:00Z\"";

    private final Random random = new Random(38);
    private final List<GeneratedPod> pods = new ArrayList<>();

    KubeletText(int count) {
        for (int number = 0; number < count; number++) {
            pods.add(new GeneratedPod(number));
        }
    }

    /** What is told now, with other values each time; empty for a path that a kubelet does not have. */
    synchronized String at(String path) {
        return switch (path) {
            case "/metrics" -> own();
            case "/metrics/cadvisor" -> cadvisor();
            case "/metrics/resource" -> resource();
            case "/metrics/probes" -> probes();
            case "/stats/summary" -> summary();
            default -> "";
        };
    }

    private String cadvisor() {
        var out = new StringBuilder();
        out.append("# HELP machine_memory_bytes Amount of memory installed on the machine.\n");
        out.append("# TYPE machine_memory_bytes gauge\nmachine_memory_bytes{boot_id=\"b\",machine_id=\"m\"} 8.2e+09\n");
        for (String meter : METERS) {
            head(out, meter);
            for (int slice = 0; slice < SLICES; slice++) {
                sample(
                        out,
                        meter,
                        "container=\"\",id=\"/system.slice/unit-" + slice
                                + ".service\",image=\"\",name=\"\",namespace=\"\",pod=\"\"");
            }
            for (GeneratedPod pod : pods) {
                sample(out, meter, container(pod, "", ""));
                sample(out, meter, container(pod, "app", ""));
                sample(out, meter, container(pod, "proxy", ""));
            }
        }
        for (String meter : DISK_METERS) {
            head(out, meter);
            for (GeneratedPod pod : pods) {
                sample(out, meter, container(pod, "app", "device=\"/dev/mmcblk0\","));
                sample(out, meter, container(pod, "proxy", "device=\"/dev/mmcblk0\","));
            }
        }
        head(out, BLOCK_METER);
        for (String operation : List.of("Read", "Write")) {
            for (GeneratedPod pod : pods) {
                sample(
                        out,
                        BLOCK_METER,
                        container(
                                pod,
                                "app",
                                "device=\"/dev/mmcblk0\",major=\"179\",minor=\"0\",operation=\"" + operation + "\","));
            }
        }
        for (String meter : NETWORK_METERS) {
            head(out, meter);
            for (GeneratedPod pod : pods) {
                sample(out, meter, container(pod, "", "interface=\"eth0\","));
            }
        }
        return out.toString();
    }

    private static String container(GeneratedPod pod, String container, String more) {
        String id = container.isEmpty() ? "" : "/cri-containerd-" + pod.containerId(container) + ".scope";
        return "container=\"" + container + "\"," + more + "id=\"/" + pod.slice() + id + "\",image=\""
                + (container.isEmpty() ? "" : pod.image(container)) + "\",name=\""
                + (container.isEmpty() ? "" : pod.containerId(container)) + "\",namespace=\"" + pod.namespace()
                + "\",pod=\"" + pod.name() + "\"";
    }

    private static void head(StringBuilder out, String meter) {
        out.append("# HELP container_")
                .append(meter)
                .append(" What ")
                .append(meter)
                .append(" was last.\n# TYPE container_");
        out.append(meter).append(meter.endsWith("_total") ? " counter\n" : " gauge\n");
    }

    private void sample(StringBuilder out, String meter, String labels) {
        out.append("container_").append(meter).append('{').append(labels).append("} ");
        out.append(random.nextInt(1_000_000) / 1_000.0).append(" 1795845600123\n");
    }

    /** Its histograms of operations and of the API's client, and the Go runtime's. */
    private String own() {
        var out = new StringBuilder();
        out.append("# TYPE kubelet_running_pods gauge\nkubelet_running_pods ")
                .append(pods.size())
                .append('\n');
        out.append("# TYPE kubernetes_build_info gauge\nkubernetes_build_info{git_version=\"v1.34.1+k3s1\"} 1\n");
        for (String name : List.of(
                "kubelet_runtime_operations_duration_seconds", "kubelet_pod_worker_duration_seconds",
                "kubelet_http_requests_duration_seconds", "rest_client_request_duration_seconds",
                "storage_operation_duration_seconds", "workqueue_queue_duration_seconds")) {
            out.append("# HELP ")
                    .append(name)
                    .append(" Duration.\n# TYPE ")
                    .append(name)
                    .append(" histogram\n");
            for (int operation = 0; operation < 20; operation++) {
                String labels = "operation_type=\"operation_" + operation + "\",host=\"127.0.0.1:6443\"";
                long count = 0;
                for (String bound : BOUNDS) {
                    count += random.nextInt(9_999);
                    out.append(name)
                            .append("_bucket{")
                            .append(labels)
                            .append(",le=\"")
                            .append(bound);
                    out.append("\"} ").append(count).append('\n');
                }
                out.append(name)
                        .append("_sum{")
                        .append(labels)
                        .append("} ")
                        .append(count / 7.0)
                        .append('\n');
                out.append(name)
                        .append("_count{")
                        .append(labels)
                        .append("} ")
                        .append(count)
                        .append('\n');
            }
        }
        for (int i = 0; i < 200; i++) {
            out.append("# TYPE go_runtime_value_")
                    .append(i)
                    .append(" gauge\ngo_runtime_value_")
                    .append(i)
                    .append(' ');
            out.append(random.nextInt(1_000_000)).append('\n');
        }
        return out.toString();
    }

    private String resource() {
        var out = new StringBuilder();
        for (String meter : List.of("cpu_usage_seconds_total", "memory_working_set_bytes", "start_time_seconds")) {
            out.append("# TYPE container_").append(meter).append(" gauge\n");
            for (GeneratedPod pod : pods) {
                for (String container : List.of("app", "proxy")) {
                    sample(
                            out,
                            meter,
                            "container=\"" + container + "\",namespace=\"" + pod.namespace() + "\",pod=\"" + pod.name()
                                    + "\"");
                }
            }
        }
        for (String meter : List.of("pod_cpu_usage_seconds_total", "pod_memory_working_set_bytes")) {
            out.append("# TYPE ").append(meter).append(" gauge\n");
            for (GeneratedPod pod : pods) {
                out.append(meter)
                        .append("{namespace=\"")
                        .append(pod.namespace())
                        .append("\",pod=\"");
                out.append(pod.name())
                        .append("\"} ")
                        .append(random.nextInt(9_999_999))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private String probes() {
        var out = new StringBuilder("# TYPE prober_probe_total counter\n");
        for (GeneratedPod pod : pods) {
            for (String type : List.of("Liveness", "Readiness")) {
                for (String result : List.of("successful", "failed")) {
                    out.append("prober_probe_total{container=\"app\",namespace=\"")
                            .append(pod.namespace());
                    out.append("\",pod=\"")
                            .append(pod.name())
                            .append("\",pod_uid=\"")
                            .append(pod.uid());
                    out.append("\",probe_type=\"")
                            .append(type)
                            .append("\",result=\"")
                            .append(result)
                            .append("\"} ");
                    out.append(random.nextInt(9_999)).append('\n');
                }
            }
        }
        return out.toString();
    }

    private String summary() {
        var out = new StringBuilder("{\"node\":{\"nodeName\":\"pi-2\",\"startTime\":\"2026-11-01T00:00:00Z\",\"fs\":");
        out.append(fs(30_000_000_000L)).append(",\"runtime\":{\"imageFs\":").append(fs(4_000_000_000L));
        out.append(",\"containerFs\":").append(fs(1_000_000_000L)).append("}},\"pods\":[");
        for (GeneratedPod pod : pods) {
            out.append(pod.number() == 0 ? "" : ",")
                    .append("{\"podRef\":{\"name\":\"")
                    .append(pod.name());
            out.append("\",\"namespace\":\"")
                    .append(pod.namespace())
                    .append("\",\"uid\":\"")
                    .append(pod.uid());
            out.append("\"},\"startTime\":\"2026-11-27T10:00:00Z\",\"containers\":[");
            for (String container : List.of("app", "proxy")) {
                out.append(container.equals("app") ? "" : ",")
                        .append("{\"name\":\"")
                        .append(container);
                out.append("\",\"startTime\":\"2026-11-27T10:00:01Z\",\"cpu\":{")
                        .append(TIME);
                out.append(",\"usageNanoCores\":8123,\"usageCoreNanoSeconds\":").append(random.nextLong(1L << 40));
                out.append("},\"memory\":{")
                        .append(TIME)
                        .append(",\"usageBytes\":7000000,\"workingSetBytes\":6000000,");
                out.append("\"rssBytes\":5000000,\"pageFaults\":70,\"majorPageFaults\":2},\"rootfs\":");
                out.append(fs(random.nextInt(99_999_999))).append(",\"logs\":").append(fs(random.nextInt(9_999_999)));
                out.append('}');
            }
            out.append("],\"network\":{").append(TIME).append(",\"name\":\"eth0\",\"rxBytes\":1,\"interfaces\":[{");
            out.append("\"name\":\"eth0\",\"rxBytes\":1,\"rxErrors\":0,\"txBytes\":1,\"txErrors\":0}]},\"volume\":[");
            if (pod.number() % 5 == 0) {
                String claim = fs(random.nextInt(99_999_999));
                out.append(claim, 0, claim.length() - 1).append(",\"name\":\"data\",\"pvcRef\":{\"name\":\"data-");
                out.append(pod.name())
                        .append("\",\"namespace\":\"")
                        .append(pod.namespace())
                        .append("\"}},");
            }
            out.append("{").append(TIME).append(",\"usedBytes\":12,\"name\":\"kube-api-access\"}],");
            out.append("\"ephemeral-storage\":").append(fs(random.nextInt(9_999_999)));
            out.append(",\"process_stats\":{\"process_count\":2}}");
        }
        return out.append("]}").toString();
    }

    private static String fs(long used) {
        return "{" + TIME + ",\"availableBytes\":9000000000,\"capacityBytes\":30000000000,\"usedBytes\":" + used
                + ",\"inodesFree\":1000000,\"inodes\":1900000,\"inodesUsed\":20000}";
    }
}
