package skerry.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import skerry.agent.collect.scrape.MetricsText;

/**
 * Metrics as exporters write them, in Prometheus text 0.0.4 or in OpenMetrics 1.0; the same for the same seed. From one text to the
 * next of a kind the values change, and the series stay.
 */
enum MetricsTexts {
    /** Short lines, many names, floating point numbers: a node exporter on a machine with many CPUs and disks. */
    NODE {
        @Override
        void write(Writing out) {
            for (int family = 0; family < 240; family++) {
                out.family("node_memory_part" + family + "_bytes", "gauge");
                out.sample("", out.whole(1L << 34));
            }
            out.family("node_cpu_seconds_total", "counter");
            for (int cpu = 0; cpu < 256; cpu++) {
                for (String mode : List.of("idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user")) {
                    out.sample("cpu=\"" + cpu + "\",mode=\"" + mode + "\"", out.seconds());
                }
            }
            for (int family = 0; family < 17; family++) {
                out.family("node_disk_part" + family + "_total", "counter");
                for (int disk = 0; disk < 192; disk++) {
                    out.sample("device=\"nvme" + disk + "n1\"", family % 3 == 0 ? out.seconds() : out.whole(1L << 40));
                }
            }
            for (int family = 0; family < 16; family++) {
                out.family("node_network_part" + family + "_total", "counter");
                for (int device = 0; device < 192; device++) {
                    out.sample("device=\"veth" + Integer.toHexString(device * 7919 + 4096) + "\"", out.whole(1L << 40));
                }
            }
            for (int family = 0; family < 6; family++) {
                out.family("node_filesystem_part" + family + "_bytes", "gauge");
                for (int mount = 0; mount < 192; mount++) {
                    out.sample(
                            "device=\"/dev/mapper/vg0-data" + mount
                                    + "\",device_error=\"\",fstype=\"ext4\",mountpoint=\"/srv/data/" + mount + "\"",
                            out.exponent());
                }
            }
        }
    },
    /** Long label sets, whole numbers, no order that would last: the state of a cluster's objects. */
    CLUSTER {
        @Override
        void write(Writing out) {
            var pods = new ArrayList<Integer>();
            for (int pod = 0; pod < 480; pod++) {
                pods.add(pod);
            }
            for (String family : List.of("info", "status_phase", "container_info", "container_status_restarts_total")) {
                out.family("kube_pod_" + family, family.endsWith("_total") ? "counter" : "gauge");
                Collections.shuffle(pods, out.random);
                for (int pod : pods) {
                    String name = "namespace=\"shop-" + pod % 12 + "\",pod=\"checkout-backend-"
                            + Integer.toHexString(pod * 65599) + "-x7k2p\",uid=\"6f1c2d3e-4b5a-4978-8"
                            + String.format("%03x", pod) + "-aabbccddeeff\"";
                    switch (family) {
                        case "info" ->
                            out.sample(
                                    name + ",host_ip=\"192.168.10." + pod % 200 + "\",pod_ip=\"10.42." + pod % 8 + "."
                                            + pod % 250
                                            + "\",node=\"worker-" + pod % 8
                                            + "\",created_by_kind=\"ReplicaSet\",created_by_name=\"checkout-backend-"
                                            + Integer.toHexString(pod * 65599)
                                            + "\",priority_class=\"\",host_network=\"false\"",
                                    "1");
                        case "status_phase" -> {
                            for (String phase : List.of("Pending", "Succeeded", "Failed", "Unknown", "Running")) {
                                out.sample(name + ",phase=\"" + phase + "\"", phase.equals("Running") ? "1" : "0");
                            }
                        }
                        case "container_info" ->
                            out.sample(
                                    name + ",container=\"app\",image_spec=\"registry.example/shop/checkout:1.24."
                                            + pod % 9
                                            + "\",image=\"registry.example/shop/checkout:1.24." + pod % 9
                                            + "\",image_id=\"registry.example/shop/checkout@sha256:"
                                            + "0123456789abcdef".repeat(4) + "\",container_id=\"containerd://"
                                            + "fedcba9876543210".repeat(4) + "\"",
                                    "1");
                        default -> out.sample(name + ",container=\"app\"", out.whole(40));
                    }
                }
            }
        }
    },
    /** Buckets and buckets: a service with a histogram for each of its routes. */
    HISTOGRAMS {
        @Override
        void write(Writing out) {
            out.family("http_server_request_duration_seconds", "histogram");
            for (int route = 0; route < 420; route++) {
                String labels = "handler=\"/api/v1/things/" + route
                        + "/{id}\",method=\"GET\",code=\"200\",service=\"checkout\"";
                long count = 0;
                for (String bound : List.of(
                        "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5",
                        "10", "+Inf")) {
                    count += out.random.nextInt(100_000);
                    out.part("_bucket", labels + ",le=\"" + bound + "\"", Long.toString(count));
                }
                out.part("_sum", labels, out.seconds());
                out.part("_count", labels, Long.toString(count));
            }
        }
    };

    abstract void write(Writing out);

    /** The text of one scrape. */
    byte[] text(int scrape, MetricsText form) {
        var out = new Writing(new Random(31L * name().hashCode() + scrape), form);
        write(out);
        out.end();
        return out.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A text as it grows. */
    static final class Writing {
        private final Random random;
        private final boolean open;
        private final StringBuilder text = new StringBuilder();
        private String family = "";

        Writing(Random random, MetricsText form) {
            this.random = random;
            this.open = form == MetricsText.OPENMETRICS;
        }

        String text() {
            return text.toString();
        }

        void family(String name, String type) {
            family = name;
            String described = open && type.equals("counter") ? name.replaceFirst("_total$", "") : name;
            text.append("# HELP ")
                    .append(described)
                    .append(" What ")
                    .append(name.replace('_', ' '))
                    .append(" was last.\n");
            text.append("# TYPE ").append(described).append(' ').append(type).append('\n');
        }

        void end() {
            if (open) {
                text.append("# EOF\n");
            }
        }

        void sample(String labels, String value) {
            part("", labels, value);
        }

        void part(String suffix, String labels, String value) {
            text.append(family).append(suffix);
            if (!labels.isEmpty()) {
                text.append('{').append(labels).append('}');
            }
            text.append(' ').append(value).append('\n');
        }

        String whole(long most) {
            return Long.toString(random.nextLong(most));
        }

        /** As a counter of hundredths is written. */
        String seconds() {
            return Double.toString(random.nextInt(1_000_000_000) / 100.0);
        }

        /** With up to 17 digits, as a float of Go is written. */
        String exponent() {
            return String.format("%.6fe+10", random.nextDouble() * 9 + 1).replace("e", random.nextInt(10) + "3141592e");
        }
    }
}
