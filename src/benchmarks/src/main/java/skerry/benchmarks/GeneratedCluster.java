package skerry.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import skerry.agent.cluster.ObjectPreview;
import skerry.agent.cluster.ObjectTextException;
import skerry.agent.cluster.state.ShownNames;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * A cluster that exists nowhere: deployments of two pods, daemon sets, and a cron job that makes a pod every five minutes. The
 * state of its objects is told by the agent's own code from their JSON; what its containers use is a walk by chance.
 */
final class GeneratedCluster {
    private static final long JOB_EVERY_MINUTES = 5;
    private static final String HASH = "6c9d5f7b8d";
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final int nodes;
    private final List<Pod> pods = new ArrayList<>();
    private final Random lot = new Random(4);
    private final ObjectMapper json = new ObjectMapper();
    private long listed = -1;
    private byte[] list = new byte[0];

    /** A pod of one container. */
    private static final class Pod {
        final String name;
        final String owner;
        final String ownerKind;
        final int node;
        double memory;
        long cpuMicros;
        double received;
        double sent;

        Pod(String name, String owner, String ownerKind, int node) {
            this.name = name;
            this.owner = owner;
            this.ownerKind = ownerKind;
            this.node = node;
        }
    }

    /** @param count of pods that stay */
    GeneratedCluster(int nodes, int count) {
        this.nodes = nodes;
        for (int set = 0; pods.size() < count; set++) {
            if (set % 4 == 3) {
                for (int node = 0; node < nodes && pods.size() < count; node++) {
                    pods.add(new Pod("agent-" + set + "-" + random(), "agent-" + set, "DaemonSet", node));
                }
            } else {
                String replicas = "service-" + set + "-" + HASH;
                for (int i = 0; i < 2 && pods.size() < count; i++) {
                    pods.add(new Pod(replicas + "-" + random(), replicas, "ReplicaSet", pods.size() % nodes));
                }
            }
        }
        for (Pod pod : pods) {
            pod.memory = 2e7 + lot.nextInt(100_000_000);
        }
    }

    private String random() {
        var text = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            text.append(LETTERS.charAt(lot.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** What the role {@code cluster} tells at a minute, before its own figures. */
    Collector state(LongSupplier minute) {
        var preview = new ObjectPreview(ShownNames.NONE);
        return new Collector() {
            @Override
            public String name() {
                return "cluster";
            }

            @Override
            public void collect(SampleSink sink) throws IOException {
                try {
                    preview.read(objects(minute.getAsLong()), sink);
                } catch (ObjectTextException e) {
                    throw new IOException("reading the generated objects", e);
                }
            }
        };
    }

    /** What the role {@code node} tells of the containers of a node after another 15 seconds. */
    void containers(int node, long minute, SampleSink sink) {
        for (Pod pod : pods) {
            if (pod.node == node) {
                if (lot.nextInt(3) > 0) {
                    pod.memory = Math.max(1e6, pod.memory + 4_096 * Math.rint(30 * lot.nextGaussian()));
                }
                pod.cpuMicros += Math.round(1e6 * 15 * 0.02 * lot.nextDouble());
                pod.received += lot.nextInt(40_000);
                pod.sent += lot.nextInt(40_000);
                container(pod, sink);
            }
        }
        if (node == nodes - 1) {
            Pod job = job(minute);
            job.memory = 3e7;
            container(job, sink);
        }
    }

    private Pod job(long minute) {
        long number = 29_400_000 + minute / JOB_EVERY_MINUTES * JOB_EVERY_MINUTES;
        return new Pod("sync-" + number + "-x" + number % 9_973, "sync-" + number, "Job", nodes - 1);
    }

    private static void container(Pod pod, SampleSink sink) {
        Labels ofPod = Labels.of("namespace", "shop", "pod", pod.name);
        Labels labels = ofPod.with("container", "app").with("name", "app");
        counter(sink, "container_cpu_usage_seconds_total", labels.with("cpu", "total"), pod.cpuMicros / 1e6);
        counter(sink, "container_cpu_cfs_throttled_seconds_total", labels, 0);
        counter(sink, "container_oom_events_total", labels, 0);
        gauge(sink, "container_memory_working_set_bytes", labels, pod.memory);
        gauge(sink, "container_spec_memory_limit_bytes", labels, 134_217_728);
        gauge(sink, "container_start_time_seconds", labels, 1_790_000_000 + pod.name.hashCode() % 100_000);
        counter(sink, "container_network_receive_bytes_total", ofPod.with("interface", "eth0"), pod.received);
        counter(sink, "container_network_transmit_bytes_total", ofPod.with("interface", "eth0"), pod.sent);
    }

    private static void gauge(SampleSink sink, String name, Labels labels, double value) {
        sink.add(MetricFamily.gauge(name, "Generated."), labels, value);
    }

    private static void counter(SampleSink sink, String name, Labels labels, double value) {
        sink.add(MetricFamily.counter(name, "Generated."), labels, value);
    }

    private byte[] objects(long minute) throws IOException {
        if (listed != minute / JOB_EVERY_MINUTES) {
            listed = minute / JOB_EVERY_MINUTES;
            ObjectNode all = json.createObjectNode().put("apiVersion", "v1").put("kind", "List");
            ArrayNode items = all.putArray("items");
            pods.forEach(pod -> pod(items, pod));
            pod(items, job(minute));
            owners(items, minute);
            for (int node = 0; node < nodes; node++) {
                node(items, "pi-" + (node + 1));
            }
            list = json.writeValueAsBytes(all);
        }
        return list;
    }

    private void owners(ArrayNode items, long minute) {
        pods.stream().map(pod -> pod.ownerKind + " " + pod.owner).distinct().forEach(text -> {
            String owner = text.substring(text.indexOf(' ') + 1);
            if (text.startsWith("ReplicaSet")) {
                String name = owner.substring(0, owner.length() - HASH.length() - 1);
                ObjectNode set = object(items, "apps/v1", "ReplicaSet", owner);
                ownedBy(set, "apps/v1", "Deployment", name);
                ObjectNode deployment = object(items, "apps/v1", "Deployment", name);
                deployment.putObject("spec").put("replicas", 2);
                deployment
                        .putObject("status")
                        .put("availableReplicas", 2)
                        .put("updatedReplicas", 2)
                        .put("replicas", 2);
            } else {
                ObjectNode set = object(items, "apps/v1", "DaemonSet", owner);
                set.putObject("status")
                        .put("desiredNumberScheduled", nodes)
                        .put("numberAvailable", nodes)
                        .put("updatedNumberScheduled", nodes);
            }
        });
        Pod job = job(minute);
        ownedBy(object(items, "batch/v1", "Job", job.owner), "batch/v1", "CronJob", "sync");
    }

    private static ObjectNode object(ArrayNode items, String version, String kind, String name) {
        ObjectNode object = items.addObject().put("apiVersion", version).put("kind", kind);
        object.putObject("metadata").put("name", name).put("namespace", "shop").put("uid", "uid-" + kind + name);
        return object;
    }

    private static void ownedBy(ObjectNode object, String version, String kind, String name) {
        ((ObjectNode) object.path("metadata"))
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", version)
                .put("kind", kind)
                .put("name", name)
                .put("uid", "uid-" + name)
                .put("controller", true);
    }

    private static void pod(ArrayNode items, Pod pod) {
        ObjectNode object = object(items, "v1", "Pod", pod.name);
        ownedBy(object, pod.ownerKind.equals("Job") ? "batch/v1" : "apps/v1", pod.ownerKind, pod.owner);
        ObjectNode spec = object.putObject("spec").put("nodeName", "pi-" + (pod.node + 1));
        ObjectNode resources = spec.putArray("containers")
                .addObject()
                .put("name", "app")
                .put("image", "registry/app:1")
                .putObject("resources");
        resources.putObject("requests").put("cpu", "100m").put("memory", "64Mi");
        resources.putObject("limits").put("cpu", "500m").put("memory", "128Mi");
        ObjectNode status = object.putObject("status").put("phase", "Running").put("startTime", "2026-11-27T10:00:01Z");
        status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
        ObjectNode container = status.putArray("containerStatuses")
                .addObject()
                .put("name", "app")
                .put("image", "registry/app:1")
                .put("imageID", "sha256:1")
                .put("containerID", "containerd://1")
                .put("ready", true)
                .put("restartCount", 0);
        container.putObject("state").putObject("running").put("startedAt", "2026-11-27T10:00:02Z");
    }

    private static void node(ArrayNode items, String name) {
        ObjectNode object = object(items, "v1", "Node", name);
        ArrayNode conditions = object.putObject("status").putArray("conditions");
        for (String type : List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure")) {
            conditions.addObject().put("type", type).put("status", type.equals("Ready") ? "True" : "False");
        }
        ((ObjectNode) object.path("status"))
                .putObject("nodeInfo")
                .put("kubeletVersion", "v1.34.1+k3s1")
                .put("kernelVersion", "6.12")
                .put("osImage", "Debian")
                .put("containerRuntimeVersion", "containerd://2");
    }
}
