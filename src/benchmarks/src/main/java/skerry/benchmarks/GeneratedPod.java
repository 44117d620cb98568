package skerry.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/**
 * The names of a pod, made up from its number.
 *
 * @param number from 0
 */
record GeneratedPod(int number) {
    /** How many namespaces there are; one workload after the other is in the next. */
    static final int TEAMS = 6;

    private static final String[] NAMESPACES = {"shop", "billing", "media", "telemetry", "kube-system", "edge"};
    private static final String[] APPS = {"checkout", "catalog", "gateway", "worker", "collector", "api", "web"};

    String namespace() {
        return NAMESPACES[number / 5 % TEAMS];
    }

    /** The workload that it is one of five of. */
    String app() {
        return APPS[number / 5 % APPS.length] + "-" + number / 5;
    }

    String replicaSet() {
        return app() + "-" + hex("set" + number / 5).substring(0, 9);
    }

    String name() {
        return replicaSet() + "-" + hex("pod" + number).substring(0, 5);
    }

    String uid() {
        return UUID.nameUUIDFromBytes(("pod" + number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    String containerId(String container) {
        return hex(container + number) + hex(container + "'" + number);
    }

    String image(String container) {
        return "registry.example.org/" + namespace() + "/" + container + ":1." + number / 5 % 40 + ".0";
    }

    /** Its control group, below the root. */
    String slice() {
        return "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + uid().replace('-', '_') + ".slice";
    }

    String logFolder() {
        return namespace() + "_" + name() + "_" + uid();
    }

    /** The specification that its runtime leaves of a container, shortened by what nobody reads. */
    String specification(String container) {
        return """
                {"ociVersion":"1.2.0","process":{"user":{"uid":0,"gid":0},"args":["/bin/%s","--serve"],"env":[%s"A=b"]},
                "hostname":"%s","annotations":{"io.kubernetes.cri.container-name":"%s",
                "io.kubernetes.cri.container-type":"container","io.kubernetes.cri.image-name":"%s",
                "io.kubernetes.cri.sandbox-id":"%s","io.kubernetes.cri.sandbox-name":"%s",
                "io.kubernetes.cri.sandbox-namespace":"%s","io.kubernetes.cri.sandbox-uid":"%s"}}
                """.formatted(
                        container,
                        "\"SERVICE_PORT_8080_TCP_ADDR=10.43.0.1\",".repeat(60),
                        name(),
                        container,
                        image(container),
                        containerId("pause"),
                        name(),
                        namespace(),
                        uid());
    }

    private static String hex(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .toLowerCase(Locale.ROOT);
    }
}
