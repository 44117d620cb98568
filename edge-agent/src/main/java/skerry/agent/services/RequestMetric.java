package skerry.agent.services;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.services.ServiceName.Source;
import skerry.protocol.series.Labels;

/**
 * One metric of the names by which the field tells of requests that were served, and what it says.
 *
 * @param family whose it is; those of an application that are lower win where it has several of one protocol
 * @param part what it counts
 * @param whose whose requests these are
 * @param seconds how long one of its unit is
 * @param protocol requests of different protocols add up, those of one are the same told twice
 */
record RequestMetric(int family, Part part, Whose whose, double seconds, Protocol protocol) {
    enum Part {
        /** A counter of requests beside the histogram. */
        REQUESTS,
        COUNT,
        SUM,
        BUCKET,
        CREATED
    }

    enum Protocol {
        HTTP,
        GRPC
    }

    /** How a family names the service. */
    enum Whose {
        /** The one that is scraped. */
        TARGET,
        INGRESS_NGINX,
        TRAEFIK,
        ISTIO
    }

    private record Family(String histogram, String counter, Whose whose, double seconds, Protocol protocol) {}

    private static final double MILLI = 0.001;

    private static final List<Family> FAMILIES = List.of(
            ofTarget("http_server_request_duration_seconds", "http_server_requests_total"),
            ofTarget("http_server_requests_seconds", ""),
            ofTarget("http_request_duration_seconds", "http_requests_total"),
            ofTarget("http_requests_duration_seconds", ""),
            ofTarget("http_request_seconds", ""),
            ofTarget("flask_http_request_duration_seconds", "flask_http_request_total"),
            ofTarget("request_duration_seconds", "requests_total"),
            new Family("http_server_duration_milliseconds", "", Whose.TARGET, MILLI, Protocol.HTTP),
            new Family("http_request_duration_milliseconds", "", Whose.TARGET, MILLI, Protocol.HTTP),
            new Family(
                    "nginx_ingress_controller_request_duration_seconds",
                    "nginx_ingress_controller_requests",
                    Whose.INGRESS_NGINX,
                    1,
                    Protocol.HTTP),
            new Family(
                    "traefik_service_request_duration_seconds",
                    "traefik_service_requests_total",
                    Whose.TRAEFIK,
                    1,
                    Protocol.HTTP),
            new Family(
                    "istio_request_duration_milliseconds", "istio_requests_total", Whose.ISTIO, MILLI, Protocol.HTTP),
            new Family("grpc_server_handling_seconds", "grpc_server_handled_total", Whose.TARGET, 1, Protocol.GRPC));

    private static final Map<String, RequestMetric> BY_NAME = byName();

    /** Where applications put what became of a request, the plainest first. */
    private static final List<String> STATUS = List.of(
            "code",
            "status",
            "status_code",
            "http_status_code",
            "http_response_status_code",
            "response_code",
            "grpc_code",
            "outcome");

    private static Family ofTarget(String histogram, String counter) {
        return new Family(histogram, counter, Whose.TARGET, 1, Protocol.HTTP);
    }

    private static Map<String, RequestMetric> byName() {
        var all = new HashMap<String, RequestMetric>();
        for (int i = 0; i < FAMILIES.size(); i++) {
            Family family = FAMILIES.get(i);
            put(all, i, family, family.histogram() + "_bucket", Part.BUCKET);
            put(all, i, family, family.histogram() + "_sum", Part.SUM);
            put(all, i, family, family.histogram() + "_count", Part.COUNT);
            put(all, i, family, family.histogram() + "_created", Part.CREATED);
            if (!family.counter().isEmpty()) {
                put(all, i, family, family.counter(), Part.REQUESTS);
            }
        }
        return Map.copyOf(all);
    }

    private static void put(Map<String, RequestMetric> all, int place, Family family, String name, Part part) {
        all.put(name, new RequestMetric(place, part, family.whose(), family.seconds(), family.protocol()));
    }

    /** What the requests of a family are of. */
    static Protocol protocol(int family) {
        return FAMILIES.get(family).protocol();
    }

    static Optional<RequestMetric> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** What became of the requests of a series. */
    static StatusClass status(Labels labels) {
        for (String name : STATUS) {
            String value = labels.get(name);
            if (!value.isEmpty()) {
                StatusClass found = StatusClass.of(value);
                if (found != StatusClass.UNKNOWN) {
                    return found;
                }
            }
        }
        return StatusClass.UNKNOWN;
    }

    /**
     * The service that a series is of.
     *
     * @return empty for a series that tells what another one tells as well
     */
    Optional<ServiceName> service(Labels labels, Labels target) {
        return switch (whose) {
            case TARGET -> Optional.of(ofTarget(target));
            case INGRESS_NGINX ->
                Optional.of(named(own("namespace", labels, target), own("service", labels, target), target));
            case TRAEFIK -> {
                String service = own("service", labels, target);
                int provider = service.indexOf('@');
                yield Optional.of(named("", provider < 0 ? service : service.substring(0, provider), target));
            }
            case ISTIO ->
                labels.get("reporter").equals("source")
                        ? Optional.empty()
                        : Optional.of(named(
                                labels.get("destination_workload_namespace"),
                                labels.get("destination_service_name"),
                                target));
        };
    }

    /** A label that the application gave, which has another name where the target has one like it. */
    private static String own(String name, Labels labels, Labels target) {
        return target.get(name).isEmpty() ? labels.get(name) : labels.get("exported_" + name);
    }

    /** What has no name is the proxy's own. */
    private static ServiceName named(String namespace, String service, Labels target) {
        return service.isEmpty() ? ofTarget(target) : new ServiceName(namespace, service, Source.METRICS);
    }

    private static ServiceName ofTarget(Labels target) {
        String pod = target.get("pod");
        String service = !target.get("service").isEmpty()
                ? target.get("service")
                : !pod.isEmpty() ? ServiceName.workload(pod) : target.get("job");
        return new ServiceName(target.get("namespace"), service.isEmpty() ? "unnamed" : service, Source.METRICS);
    }
}
