package skerry.hub.web;

import java.util.Optional;
import skerry.hub.query.Quantile;
import skerry.hub.query.ServiceKey;
import skerry.hub.query.ServiceTrace;

/**
 * A service in a range of time.
 *
 * @param rate requests per second
 * @param errors share of requests that it failed; empty if that is not told
 * @param refused share of requests that it refused as wrong
 * @param timed whether durations are told
 * @param mean in seconds, as the quantiles
 */
record ServiceRow(
        String namespace,
        String service,
        String source,
        double rate,
        Optional<Double> errors,
        Optional<Double> refused,
        boolean timed,
        Optional<Double> mean,
        Optional<Quantile> p50,
        Optional<Quantile> p95,
        Optional<Quantile> p99) {
    static ServiceRow of(ServiceKey key, ServiceTrace trace) {
        return new ServiceRow(
                key.namespace(),
                key.service(),
                key.source(),
                trace.rate().orElse(0.0),
                trace.errors(),
                trace.refusals(),
                trace.isTimed(),
                trace.mean(),
                trace.quantile(0.5),
                trace.quantile(0.95),
                trace.quantile(0.99));
    }
}
