package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Services: of which type they are and where they are reached. */
final class ServiceState implements KindState<Service> {
    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily type;
    private final MetricFamily externalIp;
    private final MetricFamily loadBalancer;

    ServiceState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_service", shown, "namespace", "service", "uid");
        this.info = metrics.gauge(
                "info",
                "Where the service is reached.",
                "cluster_ip",
                "external_name",
                "external_traffic_policy",
                "load_balancer_ip");
        this.type = metrics.gauge("spec_type", "Of which type the service is.", "type");
        this.externalIp = metrics.gauge("spec_external_ip", "Addresses outside of the cluster.", "external_ip");
        this.loadBalancer = metrics.gauge(
                "status_load_balancer_ingress", "Where the load balancer takes requests.", "ip", "hostname");
    }

    @Override
    public int tell(Service service, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(service.getMetadata(), ObjectMeta::new);
        var spec = Objects.requireNonNullElseGet(service.getSpec(), ServiceSpec::new);
        var series = new ObjectSeries(
                sink,
                "namespace",
                ZeroValues.text(meta.getNamespace()),
                "service",
                ZeroValues.text(meta.getName()),
                "uid",
                ZeroValues.text(meta.getUid()));
        metrics.metadata(meta, series);
        metrics.deletion(meta, series);
        series.add(
                info,
                1,
                "cluster_ip",
                ZeroValues.text(spec.getClusterIP()),
                "external_name",
                ZeroValues.text(spec.getExternalName()),
                "external_traffic_policy",
                ZeroValues.text(spec.getExternalTrafficPolicy()),
                "load_balancer_ip",
                ZeroValues.text(spec.getLoadBalancerIP()));
        series.add(type, 1, "type", ZeroValues.text(spec.getType()));
        for (String ip : ZeroValues.list(spec.getExternalIPs())) {
            series.add(externalIp, 1, "external_ip", ip);
        }
        if (service.getStatus() != null && service.getStatus().getLoadBalancer() != null) {
            for (LoadBalancerIngress each :
                    ZeroValues.list(service.getStatus().getLoadBalancer().getIngress())) {
                String hostname = ZeroValues.text(each.getHostname());
                series.add(loadBalancer, 1, "ip", ZeroValues.text(each.getIp()), "hostname", hostname);
            }
        }
        return series.leftOut();
    }
}
