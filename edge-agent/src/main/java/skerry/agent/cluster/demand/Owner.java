package skerry.agent.cluster.demand;

import skerry.protocol.series.Labels;

/** An object that made others, by its place in the cluster. */
record Owner(String namespace, String kind, String name) {
    Labels labels() {
        return Labels.of("namespace", namespace, "workload_kind", kind, "workload", name);
    }
}
