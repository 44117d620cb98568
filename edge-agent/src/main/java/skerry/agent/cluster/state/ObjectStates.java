package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skerry.agent.collect.SampleSink;

/** All kinds whose state is told, in one version each. Immutable and thread-safe. */
public final class ObjectStates {
    private final Map<Class<? extends HasMetadata>, KindState<?>> states = new HashMap<>();
    private final Map<String, Class<? extends HasMetadata>> kinds = new HashMap<>();
    /** Kinds that Kubernetes does not have by itself. */
    private final Map<String, KindState<GenericKubernetesResource>> custom = new HashMap<>();

    /** @param shown the labels and annotations to tell, of whatever kind */
    public ObjectStates(ShownNames shown) {
        add("v1", Pod.class, new PodState(shown));
        add("v1", Node.class, new NodeState(shown));
        add("v1", Namespace.class, new NamespaceState(shown));
        add("v1", PersistentVolume.class, new PersistentVolumeState(shown));
        add("v1", PersistentVolumeClaim.class, new PersistentVolumeClaimState(shown));
        add("v1", ResourceQuota.class, new ResourceQuotaState(shown));
        add("v1", Service.class, new ServiceState(shown));
        add("apps/v1", Deployment.class, new DeploymentState(shown));
        add("apps/v1", ReplicaSet.class, new ReplicaSetState(shown));
        add("apps/v1", StatefulSet.class, new StatefulSetState(shown));
        add("apps/v1", DaemonSet.class, new DaemonSetState(shown));
        add("batch/v1", Job.class, new JobState(shown));
        add("batch/v1", CronJob.class, new CronJobState(shown));
        add("autoscaling/v2", HorizontalPodAutoscaler.class, new HorizontalPodAutoscalerState(shown));
        add("policy/v1", PodDisruptionBudget.class, new PodDisruptionBudgetState(shown));
        add("networking.k8s.io/v1", Ingress.class, new IngressState(shown));
        add("discovery.k8s.io/v1", EndpointSlice.class, new EndpointSliceState(shown));
        custom("k3s.cattle.io/v1 Addon", new AddonState(shown));
        custom("k3s.cattle.io/v1 ETCDSnapshotFile", new EtcdSnapshotState(shown));
        custom("helm.cattle.io/v1 HelmChart", new HelmChartState(shown));
        custom("upgrade.cattle.io/v1 Plan", new UpgradePlanState(shown));
    }

    private void custom(String kind, KindState<GenericKubernetesResource> state) {
        custom.put(kind, state);
        kinds.put(kind, GenericKubernetesResource.class);
    }

    private <T extends HasMetadata> void add(String version, Class<T> type, KindState<T> state) {
        states.put(type, state);
        kinds.put(version + " " + type.getSimpleName(), type);
    }

    /**
     * The type of a kind's objects; empty for a kind that is not told.
     *
     * @param apiVersion with the group: {@code apps/v1}
     */
    public Optional<Class<? extends HasMetadata>> type(String apiVersion, String kind) {
        return Optional.ofNullable(kinds.get(apiVersion + " " + kind));
    }

    /**
     * Hands over the object's samples; none for a type that is not told.
     *
     * @return how many series of the object had no room, or no value that can be read
     */
    public <T extends HasMetadata> int tell(T object, SampleSink sink) {
        if (object instanceof GenericKubernetesResource other) {
            KindState<GenericKubernetesResource> own = custom.get(other.getApiVersion() + " " + other.getKind());
            return own == null ? 0 : own.tell(other, sink);
        }
        @SuppressWarnings("unchecked") // add() pairs each type with a state of that type
        var state = (KindState<T>) states.get(object.getClass());
        return state == null ? 0 : state.tell(object, sink);
    }
}
