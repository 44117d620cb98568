package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Deployments: how many pods are wanted and there, and how a rollout goes. */
final class DeploymentState implements KindState<Deployment> {
    /** Of the deployment controller; any other word is told as unknown, so that free text makes no series. */
    private static final Set<String> REASONS = Set.of(
            "MinimumReplicasAvailable",
            "MinimumReplicasUnavailable",
            "NewReplicaSetAvailable",
            "NewReplicaSetCreated",
            "FoundNewReplicaSet",
            "ReplicaSetUpdated",
            "ReplicaSetCreateError",
            "ProgressDeadlineExceeded",
            "DeploymentPaused",
            "DeploymentResumed",
            "FailedCreate",
            "FailedDelete");

    private final KindMetrics metrics;
    private final MetricFamily owner;
    private final MetricFamily generation;
    private final MetricFamily replicasWanted;
    private final MetricFamily paused;
    private final MetricFamily maxUnavailable;
    private final MetricFamily maxSurge;
    private final MetricFamily replicas;
    private final MetricFamily ready;
    private final MetricFamily available;
    private final MetricFamily unavailable;
    private final MetricFamily updated;
    private final MetricFamily observedGeneration;
    private final MetricFamily condition;

    DeploymentState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_deployment", shown, "namespace", "deployment");
        this.owner = metrics.gauge("owner", "Who owns the deployment.", "owner_kind", "owner_name");
        this.generation = metrics.gauge("metadata_generation", "Which version of the wish this is.");
        this.replicasWanted = metrics.gauge("spec_replicas", "How many pods are wanted.");
        this.paused = metrics.gauge("spec_paused", "Whether rollouts are held back.");
        this.maxUnavailable = metrics.gauge(
                "spec_strategy_rollingupdate_max_unavailable", "How many pods may be missing in a rollout.");
        this.maxSurge = metrics.gauge(
                "spec_strategy_rollingupdate_max_surge", "How many pods may be there beside the wanted in a rollout.");
        this.replicas = metrics.gauge("status_replicas", "How many pods there are.");
        this.ready = metrics.gauge("status_replicas_ready", "How many pods are ready.");
        this.available = metrics.gauge("status_replicas_available", "How many pods are ready for long enough.");
        this.unavailable = metrics.gauge("status_replicas_unavailable", "How many pods are missing.");
        this.updated = metrics.gauge("status_replicas_updated", "How many pods are of the newest version.");
        this.observedGeneration =
                metrics.gauge("status_observed_generation", "Which version of the wish the controller saw.");
        this.condition = metrics.gauge("status_condition", "How the deployment is.", "condition", "reason", "status");
    }

    @Override
    public int tell(Deployment deployment, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(deployment.getMetadata(), ObjectMeta::new);
        var spec = Objects.requireNonNullElseGet(deployment.getSpec(), DeploymentSpec::new);
        var status = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
        var series = new ObjectSeries(
                sink, "namespace", ZeroValues.text(meta.getNamespace()), "deployment", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        metrics.deletion(meta, series);
        KindMetrics.owners(owner, meta, series);
        series.add(generation, ZeroValues.number(meta.getGeneration()));
        series.given(replicasWanted, spec.getReplicas());
        series.flag(paused, ZeroValues.flag(spec.getPaused()));
        tellRollingUpdate(spec, series);
        series.add(replicas, ZeroValues.number(status.getReplicas()));
        series.add(ready, ZeroValues.number(status.getReadyReplicas()));
        series.add(available, ZeroValues.number(status.getAvailableReplicas()));
        series.add(unavailable, ZeroValues.number(status.getUnavailableReplicas()));
        series.add(updated, ZeroValues.number(status.getUpdatedReplicas()));
        series.add(observedGeneration, ZeroValues.number(status.getObservedGeneration()));
        for (DeploymentCondition each : ZeroValues.list(status.getConditions())) {
            String reason = ZeroValues.text(each.getReason());
            series.condition(
                    condition,
                    "status",
                    each.getStatus(),
                    "condition",
                    ZeroValues.text(each.getType()),
                    "reason",
                    REASONS.contains(reason) ? reason : "unknown");
        }
        return series.leftOut();
    }

    private void tellRollingUpdate(DeploymentSpec spec, ObjectSeries series) {
        if (spec.getStrategy() == null || spec.getStrategy().getRollingUpdate() == null) {
            return;
        }
        var update = spec.getStrategy().getRollingUpdate();
        long wanted = spec.getReplicas() == null ? 1 : spec.getReplicas();
        pods(update.getMaxUnavailable(), wanted, false)
                .ifPresent(number -> series.add(maxUnavailable, (double) number));
        pods(update.getMaxSurge(), wanted, true).ifPresent(number -> series.add(maxSurge, (double) number));
    }

    /** A number of pods, or a share of those wanted: {@code 25%}. */
    private static OptionalLong pods(@Nullable IntOrString text, long wanted, boolean up) {
        if (text == null) {
            return OptionalLong.empty();
        }
        if (text.getIntVal() != null) {
            return OptionalLong.of(text.getIntVal());
        }
        String share = ZeroValues.text(text.getStrVal());
        if (!share.matches("\\d{1,6}%")) {
            return OptionalLong.empty();
        }
        long hundredths = wanted * Long.parseLong(share.substring(0, share.length() - 1));
        return OptionalLong.of(up ? Math.ceilDiv(hundredths, 100) : Math.floorDiv(hundredths, 100));
    }
}
