package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricIdentifier;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricValueStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Horizontal pod autoscalers of autoscaling/v2: between which numbers of pods, by which metrics, and where they stand. */
final class HorizontalPodAutoscalerState implements KindState<HorizontalPodAutoscaler> {
    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily generation;
    private final MetricFamily maxReplicas;
    private final MetricFamily minReplicas;
    private final MetricFamily target;
    private final MetricFamily actual;
    private final MetricFamily condition;
    private final MetricFamily currentReplicas;
    private final MetricFamily desiredReplicas;

    HorizontalPodAutoscalerState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_horizontalpodautoscaler", shown, "namespace", "horizontalpodautoscaler");
        this.info = metrics.gauge(
                "info", "What is scaled.", "scaletargetref_api_version", "scaletargetref_kind", "scaletargetref_name");
        this.generation = metrics.gauge("metadata_generation", "Which version of the wish this is.");
        this.maxReplicas = metrics.gauge("spec_max_replicas", "How many pods there may be at most.");
        this.minReplicas = metrics.gauge("spec_min_replicas", "How many pods there are at least.");
        this.target = metrics.gauge(
                "spec_target_metric", "Which value of the metric is wanted.", "metric_name", "metric_target_type");
        this.actual = metrics.gauge(
                "status_target_metric", "Which value the metric has.", "metric_name", "metric_target_type");
        this.condition = metrics.gauge("status_condition", "How the autoscaler is.", "condition", "status");
        this.currentReplicas = metrics.gauge("status_current_replicas", "How many pods there are.");
        this.desiredReplicas = metrics.gauge("status_desired_replicas", "How many pods the autoscaler wants.");
    }

    @Override
    public int tell(HorizontalPodAutoscaler autoscaler, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(autoscaler.getMetadata(), ObjectMeta::new);
        var spec = Objects.requireNonNullElseGet(autoscaler.getSpec(), HorizontalPodAutoscalerSpec::new);
        var status = Objects.requireNonNullElseGet(autoscaler.getStatus(), HorizontalPodAutoscalerStatus::new);
        var series = new ObjectSeries(
                sink,
                "namespace",
                ZeroValues.text(meta.getNamespace()),
                "horizontalpodautoscaler",
                ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        var scaled = Objects.requireNonNullElseGet(spec.getScaleTargetRef(), CrossVersionObjectReference::new);
        series.add(
                info,
                1,
                "scaletargetref_api_version",
                ZeroValues.text(scaled.getApiVersion()),
                "scaletargetref_kind",
                ZeroValues.text(scaled.getKind()),
                "scaletargetref_name",
                ZeroValues.text(scaled.getName()));
        series.add(generation, ZeroValues.number(meta.getGeneration()));
        series.add(maxReplicas, ZeroValues.number(spec.getMaxReplicas()));
        series.add(minReplicas, spec.getMinReplicas() == null ? 1 : spec.getMinReplicas());
        for (MetricSpec metric : ZeroValues.list(spec.getMetrics())) {
            tellTarget(metric, series);
        }
        for (MetricStatus metric : ZeroValues.list(status.getCurrentMetrics())) {
            tellActual(metric, series);
        }
        for (HorizontalPodAutoscalerCondition each : ZeroValues.list(status.getConditions())) {
            series.condition(condition, "status", each.getStatus(), "condition", ZeroValues.text(each.getType()));
        }
        series.add(currentReplicas, ZeroValues.number(status.getCurrentReplicas()));
        series.add(desiredReplicas, ZeroValues.number(status.getDesiredReplicas()));
        return series.leftOut();
    }

    private void tellTarget(MetricSpec metric, ObjectSeries series) {
        if (metric.getObject() != null) {
            var source = metric.getObject();
            add(target, series, name(source.getMetric()), "", Values.of(source.getTarget()));
        } else if (metric.getPods() != null) {
            var source = metric.getPods();
            add(target, series, name(source.getMetric()), "", Values.of(source.getTarget()));
        } else if (metric.getResource() != null) {
            var source = metric.getResource();
            add(target, series, ZeroValues.text(source.getName()), "", Values.of(source.getTarget()));
        } else if (metric.getContainerResource() != null) {
            var source = metric.getContainerResource();
            String container = ZeroValues.text(source.getContainer());
            add(target, series, ZeroValues.text(source.getName()), container, Values.of(source.getTarget()));
        } else if (metric.getExternal() != null) {
            var source = metric.getExternal();
            add(target, series, name(source.getMetric()), "", Values.of(source.getTarget()));
        }
    }

    private void tellActual(MetricStatus metric, ObjectSeries series) {
        if (metric.getObject() != null) {
            var source = metric.getObject();
            add(actual, series, name(source.getMetric()), "", Values.of(source.getCurrent()));
        } else if (metric.getPods() != null) {
            var source = metric.getPods();
            add(actual, series, name(source.getMetric()), "", Values.of(source.getCurrent()));
        } else if (metric.getResource() != null) {
            var source = metric.getResource();
            add(actual, series, ZeroValues.text(source.getName()), "", Values.of(source.getCurrent()));
        } else if (metric.getContainerResource() != null) {
            var source = metric.getContainerResource();
            String container = ZeroValues.text(source.getContainer());
            add(actual, series, ZeroValues.text(source.getName()), container, Values.of(source.getCurrent()));
        } else if (metric.getExternal() != null) {
            var source = metric.getExternal();
            add(actual, series, name(source.getMetric()), "", Values.of(source.getCurrent()));
        }
    }

    private static void add(MetricFamily family, ObjectSeries series, String metric, String container, Values values) {
        series.thousandths(family, values.value(), labels(metric, container, "value"));
        if (values.utilization() != null) {
            series.add(family, values.utilization(), labels(metric, container, "utilization"));
        }
        series.thousandths(family, values.average(), labels(metric, container, "average"));
    }

    private static String[] labels(String metric, String container, String type) {
        return new String[] {"metric_name", metric, "metric_target_type", type, "container", container};
    }

    private static String name(@Nullable MetricIdentifier metric) {
        return metric == null ? "" : ZeroValues.text(metric.getName());
    }

    /** The three ways in which a metric's value is wanted or told. */
    private record Values(
            @Nullable Quantity value,
            @Nullable Integer utilization,
            @Nullable Quantity average) {
        static Values of(@Nullable MetricTarget target) {
            return target == null
                    ? new Values(null, null, null)
                    : new Values(target.getValue(), target.getAverageUtilization(), target.getAverageValue());
        }

        static Values of(@Nullable MetricValueStatus current) {
            return current == null
                    ? new Values(null, null, null)
                    : new Values(current.getValue(), current.getAverageUtilization(), current.getAverageValue());
        }
    }
}
