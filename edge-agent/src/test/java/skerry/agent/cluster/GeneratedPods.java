package skerry.agent.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Pods as an API server has them, with all that nobody tells: managed fields, environment, probes, mounts. */
final class GeneratedPods {
    private GeneratedPods() {}

    /** A pod of two containers that runs and is ready. */
    static ObjectNode running(int number) {
        String name = "web-7d4b9c6f5-" + number;
        ObjectNode pod = FakeApiServer.object("shop", name);
        ObjectNode metadata = (ObjectNode) pod.path("metadata");
        metadata.put("creationTimestamp", "2026-11-27T10:00:00Z");
        metadata.putObject("labels").put("app", "web").put("env", "prod").put("pod-template-hash", "7d4b9c6f5");
        metadata.putObject("annotations")
                .put("kubectl.kubernetes.io/last-applied-configuration", "{\"x\":\"" + "y".repeat(3_000) + "\"}");
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet")
                .put("name", "web-7d4b9c6f5")
                .put("uid", "u")
                .put("controller", true);
        ObjectNode fields = metadata.putArray("managedFields").addObject().putObject("fieldsV1");
        for (int i = 0; i < 60; i++) {
            fields.putObject("f:field" + i).putObject("f:inner");
        }
        ObjectNode spec = pod.putObject("spec");
        spec.put("nodeName", "pi-" + number % 7).put("restartPolicy", "Always").put("serviceAccountName", "default");
        ObjectNode status = pod.putObject("status");
        status.put("phase", "Running")
                .put("hostIP", "10.0.0." + number % 200)
                .put("podIP", "10.42.0." + number % 200)
                .put("qosClass", "Burstable")
                .put("startTime", "2026-11-27T10:00:01Z");
        status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
        ArrayNode containers = spec.putArray("containers");
        ArrayNode statuses = status.putArray("containerStatuses");
        for (String container : new String[] {"app", "proxy"}) {
            ObjectNode one = containers.addObject().put("name", container).put("image", "registry/web:1.2");
            one.putObject("resources").putObject("requests").put("cpu", "100m").put("memory", "64Mi");
            ArrayNode env = one.putArray("env");
            for (int i = 0; i < 30; i++) {
                env.addObject().put("name", "VARIABLE_" + i).put("value", "some value of it");
            }
            one.putObject("livenessProbe")
                    .putObject("httpGet")
                    .put("path", "/healthz")
                    .put("port", 8080);
            ObjectNode state = statuses.addObject()
                    .put("name", container)
                    .put("image", "registry/web:1.2")
                    .put("imageID", "sha256:1")
                    .put("containerID", "containerd://" + number)
                    .put("ready", true)
                    .put("restartCount", 0);
            state.putObject("state").putObject("running").put("startedAt", "2026-11-27T10:00:02Z");
        }
        return pod;
    }

    /** A pod one of whose containers crashes again and again. */
    static ObjectNode crashing(int number) {
        ObjectNode pod = running(number);
        ((ObjectNode) pod.at("/status/conditions/0")).put("status", "False");
        ObjectNode container = (ObjectNode) pod.at("/status/containerStatuses/0");
        container.put("ready", false).put("restartCount", 17);
        container.putObject("state").putObject("waiting").put("reason", "CrashLoopBackOff");
        return pod;
    }
}
