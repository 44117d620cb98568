package skerry.hub.query;

import skerry.protocol.series.Labels;

/**
 * A service as agents name it.
 *
 * @param namespace empty where there is none
 * @param source {@code metrics} or {@code log}
 */
public record ServiceKey(String namespace, String service, String source) {
    static ServiceKey of(Labels labels) {
        return new ServiceKey(labels.get("namespace"), labels.get("service"), labels.get("source"));
    }
}
