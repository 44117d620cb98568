package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Ingresses: which hosts and paths lead to which services. */
final class IngressState implements KindState<Ingress> {
    /** Where the ingress class stood before it became a field. */
    private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";

    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily resourceVersion;
    private final MetricFamily servicePath;
    private final MetricFamily resourcePath;
    private final MetricFamily tls;

    IngressState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_ingress", shown, "namespace", "ingress");
        this.info = metrics.gauge("info", "Whose the ingress is.", "ingressclass");
        this.resourceVersion = metrics.gauge("metadata_resource_version", "The version of the object in the API.");
        String paths = "Where requests for the path go.";
        this.servicePath = metrics.gauge("path", paths, "host", "path", "path_type", "service_name", "service_port");
        this.resourcePath = metrics.gauge(
                "path", paths, "host", "path", "path_type", "resource_api_group", "resource_kind", "resource_name");
        this.tls = metrics.gauge("tls", "Which secret has the host's certificate.", "tls_host", "secret");
    }

    @Override
    public int tell(Ingress ingress, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(ingress.getMetadata(), ObjectMeta::new);
        var spec = Objects.requireNonNullElseGet(ingress.getSpec(), IngressSpec::new);
        var series = new ObjectSeries(
                sink, "namespace", ZeroValues.text(meta.getNamespace()), "ingress", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        series.add(info, 1, "ingressclass", ingressClass(meta, spec));
        series.version(resourceVersion, meta.getResourceVersion());
        for (IngressRule rule : ZeroValues.list(spec.getRules())) {
            if (rule.getHttp() != null) {
                for (HTTPIngressPath path : ZeroValues.list(rule.getHttp().getPaths())) {
                    tellPath(ZeroValues.text(rule.getHost()), path, series);
                }
            }
        }
        for (IngressTLS each : ZeroValues.list(spec.getTls())) {
            for (String host : ZeroValues.list(each.getHosts())) {
                series.add(tls, 1, "tls_host", host, "secret", ZeroValues.text(each.getSecretName()));
            }
        }
        return series.leftOut();
    }

    private static String ingressClass(ObjectMeta meta, IngressSpec spec) {
        if (spec.getIngressClassName() != null) {
            return spec.getIngressClassName();
        }
        return ZeroValues.map(meta.getAnnotations()).getOrDefault(CLASS_ANNOTATION, "_default");
    }

    private void tellPath(String host, HTTPIngressPath path, ObjectSeries series) {
        String place = ZeroValues.text(path.getPath());
        String type = ZeroValues.text(path.getPathType());
        if (path.getBackend() != null && path.getBackend().getService() != null) {
            var service = path.getBackend().getService();
            series.add(
                    servicePath,
                    1,
                    "host",
                    host,
                    "path",
                    place,
                    "path_type",
                    type,
                    "service_name",
                    ZeroValues.text(service.getName()),
                    "service_port",
                    port(service));
        } else if (path.getBackend() != null && path.getBackend().getResource() != null) {
            var resource = path.getBackend().getResource();
            series.add(
                    resourcePath,
                    1,
                    "host",
                    host,
                    "path",
                    place,
                    "path_type",
                    type,
                    "resource_api_group",
                    ZeroValues.text(resource.getApiGroup()),
                    "resource_kind",
                    ZeroValues.text(resource.getKind()),
                    "resource_name",
                    ZeroValues.text(resource.getName()));
        }
    }

    /** The port's name, else its number. */
    private static String port(IngressServiceBackend service) {
        if (service.getPort() == null) {
            return "";
        }
        String name = ZeroValues.text(service.getPort().getName());
        return name.isEmpty() && service.getPort().getNumber() != null
                ? service.getPort().getNumber().toString()
                : name;
    }
}
