package skerry.agent.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import skerry.protocol.series.Labels;

/** How the cluster is, by what its API server tells: nodes, pods, add-ons, charts, plans. Pure. */
final class ClusterHealth {
    static final String CLUSTER = "Kubernetes";
    static final String NODES = "Kubernetes nodes";
    static final String PODS = "Kubernetes pods";
    static final String ADDONS = "k3s add-ons";
    static final String CHARTS = "k3s charts";
    static final String UPGRADE = "k3s upgrade";

    private static final int MOST_NAMED = 5;
    /** Pods need some time to become ready. */
    private static final double STARTING_SECONDS = 300;

    /** Reasons by which a container waits that will not pass by themselves. */
    private static final Set<String> STUCK = Set.of(
            "CrashLoopBackOff", "CreateContainerConfigError", "ErrImagePull", "ImagePullBackOff", "InvalidImageName");

    private ClusterHealth() {}

    /**
     * @param node name of this machine
     * @param now UTC epoch milliseconds, by the machine's clock
     */
    static List<Check> of(LatestSamples samples, String node, long now) {
        var checks = new ArrayList<Check>();
        if (isNodeOfCluster(samples)) {
            checks.add(Check.unknown(
                    CLUSTER,
                    "this agent looks at its machine alone; of nodes, pods, add-ons and charts knows the site's agent of the role"
                            + " cluster"));
            return checks;
        }
        nodes(samples).ifPresent(checks::add);
        pods(samples, node, now / 1000.0).ifPresent(checks::add);
        applied(samples, ADDONS, "skerry_k3s_addon_failed", "addon", "applied", "See its file in server/manifests.")
                .ifPresent(checks::add);
        applied(
                        samples,
                        CHARTS,
                        "skerry_helmchart_failed",
                        "helmchart",
                        "installed",
                        "See the log of the job helm-install with its name; without network its images must be here.")
                .ifPresent(checks::add);
        upgrade(samples).ifPresent(checks::add);
        return checks;
    }

    /** Whether k3s runs here, and this agent does not ask its API. */
    private static boolean isNodeOfCluster(LatestSamples samples) {
        boolean[] asks = {false};
        samples.each("skerry_cluster_followed", (_, _) -> asks[0] = true);
        boolean[] k3s = {false};
        samples.each("node_systemd_unit_state", (labels, _) -> k3s[0] |= Checkup.isK3s(labels));
        samples.each("skerry_k3s_datastore_bytes", (_, _) -> k3s[0] = true);
        samples.each("k3s_certificate_expiration_seconds", (_, _) -> k3s[0] = true);
        return k3s[0] && !asks[0];
    }

    private static Optional<Check> nodes(LatestSamples samples) {
        var ready = new TreeSet<String>();
        var notReady = new TreeSet<String>();
        samples.each("kube_node_status_condition", (labels, value) -> {
            if (labels.get("condition").equals("Ready") && labels.get("status").equals("true")) {
                (value > 0 ? ready : notReady).add(labels.get("node"));
            }
        });
        if (ready.isEmpty() && notReady.isEmpty()) {
            return Optional.empty();
        }
        if (notReady.isEmpty()) {
            return Optional.of(Check.good(NODES, ready.size() == 1 ? "1, ready" : ready.size() + ", all ready"));
        }
        return Optional.of(Check.look(
                NODES,
                "not ready: " + some(notReady),
                samples.highest("skerry_upgrade_plan_nodes_applying") > 0
                        ? "An upgrade is under way: give it half an hour, and do not restart the machine meanwhile."
                        : "See whether that machine runs and its cable is in; then restart it."));
    }

    private static Optional<Check> pods(LatestSamples samples, String node, double now) {
        var here = new HashSet<String>();
        var all = new HashSet<String>();
        samples.each("kube_pod_info", (labels, _) -> {
            all.add(pod(labels));
            if (labels.get("node").equals(node)) {
                here.add(pod(labels));
            }
        });
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Set<String> shown = here.isEmpty() ? all : here;
        String place = here.isEmpty() ? "" : " on this machine";
        Map<String, String> ill = new TreeMap<>(notReady(samples, now));
        samples.each("kube_pod_container_status_waiting_reason", (labels, value) -> {
            if (value > 0 && STUCK.contains(labels.get("reason"))) {
                ill.put(pod(labels), labels.get("reason"));
            }
        });
        ill.keySet().retainAll(shown);
        if (ill.isEmpty()) {
            return Optional.of(Check.good(PODS, shown.size() + place + ", none in trouble"));
        }
        var named = new ArrayList<String>();
        ill.forEach((pod, why) -> named.add(pod + " (" + why + ")"));
        return Optional.of(Check.look(
                PODS,
                "in trouble" + place + ": " + some(named),
                "Their logs say why; a restart of the machine helps where storage or network was away."));
    }

    /** Pods that should be ready by now and are not, with a word. */
    private static Map<String, String> notReady(LatestSamples samples, double now) {
        var done = new HashSet<String>();
        samples.each("kube_pod_status_phase", (labels, value) -> {
            if (value > 0 && labels.get("phase").equals("Succeeded")) {
                done.add(pod(labels));
            }
        });
        var started = new HashMap<String, Double>();
        samples.each("kube_pod_start_time", (labels, at) -> started.put(pod(labels), at));
        var notReady = new HashMap<String, String>();
        samples.each("kube_pod_status_ready", (labels, value) -> {
            String pod = pod(labels);
            boolean late = now - started.getOrDefault(pod, 0.0) > STARTING_SECONDS;
            if (labels.get("condition").equals("true") && value == 0 && !done.contains(pod) && late) {
                notReady.put(pod, "not ready");
            }
        });
        return notReady;
    }

    private static Optional<Check> applied(
            LatestSamples samples, String name, String metric, String label, String done, String advice) {
        var failed = new TreeSet<String>();
        int[] known = {0};
        samples.each(metric, (labels, value) -> {
            known[0]++;
            if (value > 0) {
                failed.add(labels.get(label));
            }
        });
        if (known[0] == 0) {
            return Optional.empty();
        }
        return Optional.of(
                failed.isEmpty()
                        ? Check.good(name, known[0] + ", none failed")
                        : Check.look(name, "cannot be " + done + ": " + some(failed), advice));
    }

    private static Optional<Check> upgrade(LatestSamples samples) {
        Optional<Check> failed = applied(
                        samples,
                        UPGRADE,
                        "skerry_upgrade_plan_failed",
                        "plan",
                        "followed",
                        "Leave the machines running and ask for help: a node may be cordoned.")
                .filter(check -> check.mark() == Check.Mark.LOOK);
        if (failed.isPresent()) {
            return failed;
        }
        var underWay = new ArrayList<String>();
        samples.each("skerry_upgrade_plan_nodes_applying", (labels, nodes) -> {
            if (nodes > 0) {
                underWay.add(String.format(
                        Locale.ROOT,
                        "%s changes %.0f %s now",
                        labels.get("plan"),
                        nodes,
                        nodes == 1 ? "machine" : "machines"));
            }
        });
        return underWay.isEmpty()
                ? Optional.empty()
                : Optional.of(Check.good(UPGRADE, some(underWay) + "; do not switch it off"));
    }

    private static String pod(Labels labels) {
        return labels.get("namespace") + "/" + labels.get("pod");
    }

    private static String some(Iterable<String> names) {
        var some = new ArrayList<String>();
        int left = 0;
        for (String name : names) {
            if (some.size() < MOST_NAMED) {
                some.add(name);
            } else {
                left++;
            }
        }
        return String.join(", ", some) + (left > 0 ? " and " + left + " more" : "");
    }
}
