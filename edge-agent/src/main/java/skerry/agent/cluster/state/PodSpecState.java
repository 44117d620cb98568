package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.PodResourceClaim;
import io.fabric8.kubernetes.api.model.PodResourceClaimStatus;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import skerry.agent.collect.MetricFamily;

/** What a pod's author asked for: volumes, tolerations, overhead, policies. */
final class PodSpecState {
    private final MetricFamily restartPolicy;
    private final MetricFamily runtimeClass;
    private final MetricFamily serviceAccount;
    private final MetricFamily scheduler;
    private final MetricFamily tolerations;
    private final MetricFamily overheadCpu;
    private final MetricFamily overheadMemory;
    private final MetricFamily claims;
    private final MetricFamily claimsReadOnly;
    private final MetricFamily resourceClaims;

    PodSpecState(KindMetrics pod) {
        this.restartPolicy = pod.gauge("restart_policy", "When containers are started again.", "type");
        this.runtimeClass =
                pod.gauge("runtimeclass_name_info", "Which runtime class the pod has.", "runtimeclass_name");
        this.serviceAccount = pod.gauge("service_account", "As whom the pod speaks to the API.", "service_account");
        this.scheduler = pod.gauge("scheduler", "Who chooses the pod's node.", "name");
        this.tolerations = pod.gauge(
                "tolerations",
                "Which taints the pod tolerates.",
                "key",
                "operator",
                "value",
                "effect",
                "toleration_seconds");
        this.overheadCpu = pod.gauge("overhead_cpu_cores", "Cores that the pod's runtime needs itself.");
        this.overheadMemory = pod.gauge("overhead_memory_bytes", "Memory that the pod's runtime needs itself.");
        this.claims = pod.gauge(
                "spec_volumes_persistentvolumeclaims_info",
                "Which claims the pod mounts.",
                "volume",
                "persistentvolumeclaim");
        this.claimsReadOnly = pod.gauge(
                "spec_volumes_persistentvolumeclaims_readonly",
                "Whether the claim is mounted for reading only.",
                "volume",
                "persistentvolumeclaim");
        this.resourceClaims = pod.gauge(
                "resourceclaim_info",
                "Which devices the pod claims.",
                "claim_name",
                "resourceclaim_name",
                "resourceclaim_template_name");
    }

    void tell(String podName, PodSpec spec, PodStatus status, ObjectSeries series) {
        word(restartPolicy, "type", ZeroValues.text(spec.getRestartPolicy()), series);
        word(runtimeClass, "runtimeclass_name", ZeroValues.text(spec.getRuntimeClassName()), series);
        word(serviceAccount, "service_account", ZeroValues.text(spec.getServiceAccountName()), series);
        word(scheduler, "name", ZeroValues.text(spec.getSchedulerName()), series);
        for (Toleration toleration : ZeroValues.list(spec.getTolerations())) {
            Long seconds = toleration.getTolerationSeconds();
            series.add(
                    tolerations,
                    1,
                    "key",
                    ZeroValues.text(toleration.getKey()),
                    "operator",
                    ZeroValues.text(toleration.getOperator()),
                    "value",
                    ZeroValues.text(toleration.getValue()),
                    "effect",
                    ZeroValues.text(toleration.getEffect()),
                    "toleration_seconds",
                    seconds == null ? "" : seconds.toString());
        }
        var overhead = ZeroValues.map(spec.getOverhead());
        series.thousandths(overheadCpu, overhead.get("cpu"));
        series.whole(overheadMemory, overhead.get("memory"));
        for (Volume volume : ZeroValues.list(spec.getVolumes())) {
            tellVolume(podName, volume, series);
        }
        for (PodResourceClaim claim : ZeroValues.list(spec.getResourceClaims())) {
            tellResourceClaim(claim, status, series);
        }
    }

    private void tellVolume(String podName, Volume volume, ObjectSeries series) {
        String name = ZeroValues.text(volume.getName());
        PersistentVolumeClaimVolumeSource source = volume.getPersistentVolumeClaim();
        if (source != null) {
            String claim = ZeroValues.text(source.getClaimName());
            boolean readOnly = ZeroValues.flag(source.getReadOnly());
            series.add(claims, 1, "volume", name, "persistentvolumeclaim", claim);
            series.flag(claimsReadOnly, readOnly, "volume", name, "persistentvolumeclaim", claim);
        } else if (volume.getEphemeral() != null) {
            String claim = podName + "-" + name; // as the ephemeral volume controller names it
            series.add(claims, 1, "volume", name, "persistentvolumeclaim", claim);
            series.flag(claimsReadOnly, false, "volume", name, "persistentvolumeclaim", claim);
        }
    }

    private void tellResourceClaim(PodResourceClaim claim, PodStatus status, ObjectSeries series) {
        String name = ZeroValues.text(claim.getName());
        String made = ZeroValues.list(status.getResourceClaimStatuses()).stream()
                .filter(each -> name.equals(each.getName()))
                .map(PodResourceClaimStatus::getResourceClaimName)
                .map(ZeroValues::text)
                .findFirst()
                .orElse("");
        String named = ZeroValues.text(claim.getResourceClaimName());
        series.add(
                resourceClaims,
                1,
                "claim_name",
                name,
                "resourceclaim_name",
                named.isEmpty() ? made : named,
                "resourceclaim_template_name",
                ZeroValues.text(claim.getResourceClaimTemplateName()));
    }

    /** One series that carries a word; none without the word. */
    private static void word(MetricFamily family, String label, String word, ObjectSeries series) {
        if (!word.isEmpty()) {
            series.add(family, 1, label, word);
        }
    }
}
