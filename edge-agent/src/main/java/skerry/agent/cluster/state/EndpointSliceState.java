package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Endpoint slices: behind which addresses and ports a service is. */
final class EndpointSliceState implements KindState<EndpointSlice> {
    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily endpoints;
    private final MetricFamily hints;
    private final MetricFamily ports;

    EndpointSliceState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_endpointslice", shown, "namespace", "endpointslice");
        this.info = metrics.gauge("info", "Of which family the addresses are.", "addresstype");
        this.endpoints = metrics.gauge(
                "endpoints",
                "Addresses behind the service.",
                "ready",
                "serving",
                "terminating",
                "hostname",
                "targetref_kind",
                "targetref_name",
                "targetref_namespace",
                "endpoint_nodename",
                "endpoint_zone",
                "address");
        this.hints = metrics.gauge("endpoints_hints", "For which zones an address is meant.", "address", "for_zone");
        this.ports = metrics.gauge("ports", "Ports behind the service.", "port_name", "port_protocol", "port_number");
    }

    @Override
    public int tell(EndpointSlice slice, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(slice.getMetadata(), ObjectMeta::new);
        var series = new ObjectSeries(
                sink,
                "namespace",
                ZeroValues.text(meta.getNamespace()),
                "endpointslice",
                ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        series.add(info, 1, "addresstype", ZeroValues.text(slice.getAddressType()));
        for (Endpoint endpoint : ZeroValues.list(slice.getEndpoints())) {
            tellEndpoint(endpoint, series);
        }
        for (EndpointPort port : ZeroValues.list(slice.getPorts())) {
            series.add(
                    ports,
                    1,
                    "port_name",
                    ZeroValues.text(port.getName()),
                    "port_protocol",
                    ZeroValues.text(port.getProtocol()),
                    "port_number",
                    word(port.getPort()));
        }
        return series.leftOut();
    }

    private void tellEndpoint(Endpoint endpoint, ObjectSeries series) {
        var conditions = Objects.requireNonNullElseGet(endpoint.getConditions(), EndpointConditions::new);
        var target = Objects.requireNonNullElseGet(endpoint.getTargetRef(), ObjectReference::new);
        List<String> addresses = ZeroValues.list(endpoint.getAddresses());
        for (String address : addresses) {
            series.add(
                    endpoints,
                    1,
                    "ready",
                    word(conditions.getReady()),
                    "serving",
                    word(conditions.getServing()),
                    "terminating",
                    word(conditions.getTerminating()),
                    "hostname",
                    ZeroValues.text(endpoint.getHostname()),
                    "targetref_kind",
                    ZeroValues.text(target.getKind()),
                    "targetref_name",
                    ZeroValues.text(target.getName()),
                    "targetref_namespace",
                    ZeroValues.text(target.getNamespace()),
                    "endpoint_nodename",
                    ZeroValues.text(endpoint.getNodeName()),
                    "endpoint_zone",
                    ZeroValues.text(endpoint.getZone()),
                    "address",
                    address);
        }
        if (endpoint.getHints() != null && !addresses.isEmpty()) {
            for (ForZone zone : ZeroValues.list(endpoint.getHints().getForZones())) {
                series.add(hints, 1, "address", addresses.getFirst(), "for_zone", ZeroValues.text(zone.getName()));
            }
        }
    }

    private static String word(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
