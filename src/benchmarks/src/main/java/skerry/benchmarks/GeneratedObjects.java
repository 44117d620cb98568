package skerry.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import skerry.agent.cluster.FakeApiServer;

/**
 * Objects as the API server of a cluster has them, with all that nobody tells of them: managed fields, environments, probes,
 * mounts. Five pods to a replica set, and one to a deployment; thirty pods to a node. The same for the same number of pods.
 */
final class GeneratedObjects {
    static final String PODS_PATH = "/api/v1/pods";
    private static final int PODS_OF_A_NODE = 30;
    private static final int PODS_OF_A_SET = 5;
    private static final List<String> CONTAINERS = List.of("app", "proxy");
    private static final String BORN = "2026-11-27T10:00:00Z";

    private final FakeApiServer server;
    private final int pods;
    private final Random random = new Random(33);
    private long changes;

    GeneratedObjects(FakeApiServer server, int pods) {
        this.server = server;
        this.pods = pods;
    }

    /** Makes all objects. */
    void make() {
        for (int number = 0; number <= pods / PODS_OF_A_NODE; number++) {
            server.put("/api/v1/nodes", node(number));
        }
        for (int number = 0; number < pods; number++) {
            var pod = new GeneratedPod(number);
            if (number % PODS_OF_A_SET == 0 && number / PODS_OF_A_SET < GeneratedPod.TEAMS) {
                server.put("/api/v1/namespaces", namespace(pod));
            }
            if (number % PODS_OF_A_SET == 0) {
                server.put("/apis/apps/v1/deployments", workload(pod, pod.app()));
                ObjectNode set = workload(pod, pod.replicaSet());
                owner((ObjectNode) set.path("metadata"), "Deployment", pod.app());
                server.put("/apis/apps/v1/replicasets", set);
            }
            server.put(PODS_PATH, pod(pod, 0));
        }
    }

    /** One more change: a pod's containers were started again, or its conditions were told once more; every tenth an event. */
    void change() {
        var pod = new GeneratedPod(random.nextInt(pods));
        changes++;
        server.put(PODS_PATH, pod(pod, random.nextInt(4)));
        if (changes % 10 == 0) {
            server.put("/apis/events.k8s.io/v1/events", event(pod));
        }
    }

    private static ObjectNode object(String namespace, String name, String uid) {
        ObjectNode object = FakeApiServer.object(namespace, name);
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        metadata.put("uid", uid).put("creationTimestamp", BORN).put("generation", 3);
        return object;
    }

    private static void owner(ObjectNode metadata, String kind, String name) {
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", kind)
                .put("name", name)
                .put("uid", "9f0c2d3e-4b5a-4978-8aaa-aabbccddeeff")
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    private static void managed(ObjectNode metadata, int fields) {
        ArrayNode managers = metadata.putArray("managedFields");
        for (String manager : List.of("kube-controller-manager", "kubelet")) {
            ObjectNode known = managers.addObject()
                    .put("manager", manager)
                    .put("operation", "Update")
                    .put("apiVersion", "v1")
                    .put("time", BORN)
                    .put("fieldsType", "FieldsV1")
                    .putObject("fieldsV1");
            for (int i = 0; i < fields; i++) {
                known.putObject("f:somethingOfTheSpecification" + i).putObject("f:inner");
            }
        }
    }

    private static ObjectNode namespace(GeneratedPod pod) {
        ObjectNode namespace = object("", pod.namespace(), "ns-" + pod.namespace());
        namespace.putObject("status").put("phase", "Active");
        return namespace;
    }

    private static ObjectNode node(int number) {
        ObjectNode node = object("", "worker-" + number, "node-" + number);
        managed((ObjectNode) node.path("metadata"), 30);
        node.putObject("spec").put("podCIDR", "10.42." + number % 250 + ".0/24");
        ObjectNode status = node.putObject("status");
        for (String part : List.of("capacity", "allocatable")) {
            status.putObject(part).put("cpu", "4").put("memory", "8000000Ki").put("pods", "110");
        }
        ArrayNode conditions = status.putArray("conditions");
        for (String type : List.of("MemoryPressure", "DiskPressure", "PIDPressure", "Ready")) {
            conditions.addObject().put("type", type).put("status", type.equals("Ready") ? "True" : "False");
        }
        status.putObject("nodeInfo")
                .put("kubeletVersion", "v1.34.1+k3s1")
                .put("osImage", "Debian GNU/Linux 13 (trixie)")
                .put("kernelVersion", "6.12.47")
                .put("containerRuntimeVersion", "containerd://2.1.4-k3s1")
                .put("kubeProxyVersion", "v1.34.1+k3s1");
        ArrayNode images = status.putArray("images");
        for (int i = 0; i < 50; i++) {
            images.addObject()
                    .put("sizeBytes", 40_000_000 + i)
                    .putArray("names")
                    .add("registry.example.org/shop/image-" + i + "@sha256:" + "0123456789abcdef".repeat(4));
        }
        return node;
    }

    private static ObjectNode workload(GeneratedPod pod, String name) {
        ObjectNode set = object(pod.namespace(), name, "set-" + name);
        managed((ObjectNode) set.path("metadata"), 30);
        ObjectNode spec = set.putObject("spec").put("replicas", PODS_OF_A_SET);
        specification(spec.putObject("template").putObject("spec"), pod);
        set.putObject("status")
                .put("observedGeneration", 3)
                .put("replicas", PODS_OF_A_SET)
                .put("readyReplicas", PODS_OF_A_SET)
                .put("availableReplicas", PODS_OF_A_SET);
        return set;
    }

    /** @param restarts of its first container */
    private static ObjectNode pod(GeneratedPod pod, int restarts) {
        ObjectNode object = object(pod.namespace(), pod.name(), pod.uid());
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        metadata.putObject("labels")
                .put("app.kubernetes.io/name", pod.app())
                .put("app.kubernetes.io/part-of", pod.namespace())
                .put("pod-template-hash", pod.replicaSet().substring(pod.app().length() + 1));
        metadata.putObject("annotations")
                .put("checksum/config", "0123456789abcdef".repeat(4))
                .put("kubectl.kubernetes.io/restartedAt", BORN);
        owner(metadata, "ReplicaSet", pod.replicaSet());
        managed(metadata, 50);
        ObjectNode spec = object.putObject("spec");
        specification(spec, pod);
        spec.put("nodeName", "worker-" + pod.number() / PODS_OF_A_NODE);
        ObjectNode status = object.putObject("status");
        status.put("phase", "Running")
                .put("hostIP", "192.168.10." + pod.number() / PODS_OF_A_NODE % 200)
                .put("podIP", "10.42." + pod.number() / PODS_OF_A_NODE + "." + pod.number() % PODS_OF_A_NODE)
                .put("qosClass", "Burstable")
                .put("startTime", "2026-11-27T10:00:01Z");
        ArrayNode conditions = status.putArray("conditions");
        for (String type : List.of("Initialized", "Ready", "ContainersReady", "PodScheduled")) {
            conditions.addObject().put("type", type).put("status", "True").put("lastTransitionTime", BORN);
        }
        ArrayNode statuses = status.putArray("containerStatuses");
        for (String container : CONTAINERS) {
            ObjectNode state = statuses.addObject()
                    .put("name", container)
                    .put("image", pod.image(container))
                    .put("imageID", pod.image(container) + "@sha256:" + pod.containerId("image-" + container))
                    .put("containerID", "containerd://" + pod.containerId(container))
                    .put("ready", true)
                    .put("started", true)
                    .put("restartCount", container.equals("app") ? restarts : 0);
            state.putObject("state").putObject("running").put("startedAt", "2026-11-27T10:00:02Z");
            if (restarts > 0 && container.equals("app")) {
                state.putObject("lastState")
                        .putObject("terminated")
                        .put("exitCode", 1)
                        .put("reason", "Error")
                        .put("startedAt", BORN)
                        .put("finishedAt", BORN);
            }
        }
        return object;
    }

    private static void specification(ObjectNode spec, GeneratedPod pod) {
        ArrayNode containers = spec.putArray("containers");
        for (String container : CONTAINERS) {
            ObjectNode one = containers.addObject().put("name", container).put("image", pod.image(container));
            ObjectNode resources = one.putObject("resources");
            resources.putObject("requests").put("cpu", "100m").put("memory", "64Mi");
            resources.putObject("limits").put("memory", "256Mi");
            ArrayNode environment = one.putArray("env");
            for (int i = 0; i < 15; i++) {
                environment.addObject().put("name", "VARIABLE_" + i).put("value", "some value of it");
            }
            one.putObject("livenessProbe")
                    .putObject("httpGet")
                    .put("path", "/healthz")
                    .put("port", 8080);
            one.putArray("volumeMounts")
                    .addObject()
                    .put("name", "kube-api-access")
                    .put("mountPath", "/var/run/secrets");
        }
        spec.putArray("volumes")
                .addObject()
                .put("name", "kube-api-access")
                .putObject("projected")
                .put("defaultMode", 420);
        spec.put("restartPolicy", "Always")
                .put("serviceAccountName", "default")
                .put("schedulerName", "default-scheduler");
    }

    private ObjectNode event(GeneratedPod pod) {
        ObjectNode event = object(pod.namespace(), pod.name() + "." + Long.toHexString(changes), "event-" + changes);
        event.put("reason", "BackOff")
                .put("type", "Warning")
                .put("note", "Back-off restarting failed container app in pod " + pod.name())
                .put("eventTime", Instant.now().toString())
                .put("reportingController", "kubelet")
                .put("action", "Restarting");
        event.putObject("regarding")
                .put("kind", "Pod")
                .put("namespace", pod.namespace())
                .put("name", pod.name())
                .put("uid", pod.uid());
        return event;
    }
}
