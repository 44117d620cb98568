package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.List;
import java.util.Objects;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Jobs: how far they are, and how they ended. */
final class JobState implements KindState<Job> {
    private static final List<String> FAILURES = List.of("BackoffLimitExceeded", "DeadlineExceeded", "Evicted");

    private final KindMetrics metrics;
    private final MetricFamily info;
    private final MetricFamily owner;
    private final MetricFamily parallelism;
    private final MetricFamily completions;
    private final MetricFamily deadline;
    private final MetricFamily active;
    private final MetricFamily ready;
    private final MetricFamily succeeded;
    private final MetricFamily failedPods;
    private final MetricFamily failedPodsByReason;
    private final MetricFamily startTime;
    private final MetricFamily completionTime;
    private final MetricFamily complete;
    private final MetricFamily failed;
    private final MetricFamily suspended;

    JobState(ShownNames shown) {
        this.metrics = new KindMetrics("kube_job", shown, "namespace", "job_name");
        this.info = metrics.gauge("info", "That there is the job.");
        this.owner = metrics.gauge("owner", "Who owns the job.", "owner_kind", "owner_name", "owner_is_controller");
        this.parallelism = metrics.gauge("spec_parallelism", "How many pods may run at a time.");
        this.completions = metrics.gauge("spec_completions", "How many pods must succeed.");
        this.deadline = metrics.gauge("spec_active_deadline_seconds", "How long the job may take.");
        this.active = metrics.gauge("status_active", "How many pods run or are about to.");
        this.ready = metrics.gauge("status_ready", "How many pods are ready.");
        this.succeeded = metrics.gauge("status_succeeded", "How many pods succeeded.");
        String failures = "How many pods failed, or why the job did.";
        this.failedPods = metrics.gauge("status_failed", failures);
        this.failedPodsByReason = metrics.gauge("status_failed", failures, "reason");
        this.startTime = metrics.gauge("status_start_time", "When the job began, seconds since 1970.");
        this.completionTime = metrics.gauge("status_completion_time", "When the job was done, seconds since 1970.");
        this.complete = metrics.gauge("complete", "Whether the job is done.", "condition");
        this.failed = metrics.gauge("failed", "Whether the job was given up.", "condition");
        this.suspended = metrics.gauge("status_suspended", "Whether the job is held back.");
    }

    @Override
    public int tell(Job job, SampleSink sink) {
        var meta = Objects.requireNonNullElseGet(job.getMetadata(), ObjectMeta::new);
        var spec = Objects.requireNonNullElseGet(job.getSpec(), JobSpec::new);
        var status = Objects.requireNonNullElseGet(job.getStatus(), JobStatus::new);
        var series = new ObjectSeries(
                sink, "namespace", ZeroValues.text(meta.getNamespace()), "job_name", ZeroValues.text(meta.getName()));
        metrics.metadata(meta, series);
        series.add(info, 1);
        KindMetrics.owners(owner, meta, series);
        series.given(parallelism, spec.getParallelism());
        series.given(completions, spec.getCompletions());
        series.given(deadline, spec.getActiveDeadlineSeconds());
        series.add(active, ZeroValues.number(status.getActive()));
        series.add(ready, ZeroValues.number(status.getReady()));
        series.add(succeeded, ZeroValues.number(status.getSucceeded()));
        tellFailures(status, series);
        series.time(startTime, status.getStartTime());
        series.time(completionTime, status.getCompletionTime());
        for (JobCondition condition : ZeroValues.list(status.getConditions())) {
            switch (ZeroValues.text(condition.getType())) {
                case "Complete" -> series.condition(complete, "condition", condition.getStatus());
                case "Failed" -> series.condition(failed, "condition", condition.getStatus());
                case "Suspended" -> series.flag(suspended, "True".equals(condition.getStatus()));
                default -> {
                    // Others are steps on the way to these.
                }
            }
        }
        return series.leftOut();
    }

    /** Without a failed pod 0; else the reason as 1 among the known ones, or the number of pods under no reason. */
    private void tellFailures(JobStatus status, ObjectSeries series) {
        if (ZeroValues.number(status.getFailed()) == 0) {
            series.add(failedPods, 0);
            return;
        }
        boolean known = false;
        for (JobCondition condition : ZeroValues.list(status.getConditions())) {
            if ("Failed".equals(condition.getType())) {
                series.oneOf(failedPodsByReason, "reason", FAILURES, condition.getReason());
                known |= FAILURES.contains(ZeroValues.text(condition.getReason()));
            }
        }
        if (!known) {
            series.add(failedPodsByReason, ZeroValues.number(status.getFailed()));
        }
    }
}
