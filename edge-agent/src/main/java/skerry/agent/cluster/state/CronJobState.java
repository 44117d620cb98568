package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatus;
import java.util.Objects;
import java.util.Optional;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Cron jobs: when they ran, when they are due, and whether they are held back. */
final class CronJobState implements KindState<CronJob> {
    /** kube-state-metrics takes the zone of its own process, which in a container is UTC. */
    private static final String NO_ZONE = "UTC";

    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily resourceVersion;
    private final MetricFamily suspend;
    private final MetricFamily startingDeadline;
    private final MetricFamily successfulLimit;
    private final MetricFamily failedLimit;
    private final MetricFamily active;
    private final MetricFamily lastSchedule;
    private final MetricFamily lastSuccess;
    private final MetricFamily nextSchedule;
    private final MetricFamily invalid;

    CronJobState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_cronjob", shown, "namespace", "cronjob");
        this.info = metrics.gauge("info", "When the job is to run.", "schedule", "concurrency_policy", "timezone");
        this.resourceVersion = metrics.gauge("metadata_resource_version", "The version of the object in the API.");
        this.suspend = metrics.gauge("spec_suspend", "Whether the job is held back.");
        this.startingDeadline = metrics.gauge("spec_starting_deadline_seconds", "How late a run may start.");
        this.successfulLimit =
                metrics.gauge("spec_successful_job_history_limit", "How many runs that succeeded are kept.");
        this.failedLimit = metrics.gauge("spec_failed_job_history_limit", "How many runs that failed are kept.");
        this.active = metrics.gauge("status_active", "How many runs there are now.");
        this.lastSchedule = metrics.gauge("status_last_schedule_time", "When the last run began, seconds since 1970.");
        this.lastSuccess =
                metrics.gauge("status_last_successful_time", "When a run last ended with success, seconds since 1970.");
        this.nextSchedule = metrics.gauge(
                "next_schedule_time", "When the first run after the last one is due, seconds since 1970.");
        this.invalid = metrics.gauge("schedule_invalid", "1 for a schedule that cannot be read.");
    }

    @Override
    public int tell(CronJob cronJob, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(cronJob.getMetadata(), ObjectMeta::new);
        var spec = Objects.requireNonNullElseGet(cronJob.getSpec(), CronJobSpec::new);
        var status = Objects.requireNonNullElseGet(cronJob.getStatus(), CronJobStatus::new);
        var series = new ObjectSeries(
                sink, "namespace", ZeroValues.text(meta.getNamespace()), "cronjob", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        series.add(
                info,
                1,
                "schedule",
                ZeroValues.text(spec.getSchedule()),
                "concurrency_policy",
                ZeroValues.text(spec.getConcurrencyPolicy()),
                "timezone",
                Objects.requireNonNullElse(spec.getTimeZone(), "local"));
        series.version(resourceVersion, meta.getResourceVersion());
        series.flag(suspend, ZeroValues.flag(spec.getSuspend()));
        series.given(startingDeadline, spec.getStartingDeadlineSeconds());
        series.given(successfulLimit, spec.getSuccessfulJobsHistoryLimit());
        series.given(failedLimit, spec.getFailedJobsHistoryLimit());
        series.add(active, ZeroValues.list(status.getActive()).size());
        series.time(lastSchedule, status.getLastScheduleTime());
        series.time(lastSuccess, status.getLastSuccessfulTime());
        tellNext(meta, spec, status, series);
        return series.leftOut();
    }

    private void tellNext(ObjectMeta meta, CronJobSpec spec, CronJobStatus status, ObjectSeries series) {
        String zone = Objects.requireNonNullElse(spec.getTimeZone(), NO_ZONE);
        Optional<CronSchedule> schedule = CronSchedule.parse(ZeroValues.text(spec.getSchedule()), zone);
        if (schedule.isEmpty()) {
            series.add(invalid, 1);
        } else if (!ZeroValues.flag(spec.getSuspend())) {
            String last = status.getLastScheduleTime();
            ObjectSeries.instant(last == null ? meta.getCreationTimestamp() : last)
                    .flatMap(schedule.get()::next)
                    .ifPresent(next -> series.add(nextSchedule, (double) next.getEpochSecond()));
        }
    }
}
