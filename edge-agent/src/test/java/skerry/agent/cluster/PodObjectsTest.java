package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skerry.agent.cluster.state.ShownNames;

/** What is told of pods, written as kube-state-metrics writes it, but for the order of labels. */
class PodObjectsTest {
    private static final String RUNNING = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: till-7f9c-x2x
              namespace: shop
              uid: 7d1f
              creationTimestamp: "2026-03-01T06:00:00Z"
              labels: {app: till, team.example/costCentre: "12"}
              ownerReferences:
              - {apiVersion: apps/v1, kind: ReplicaSet, name: till-7f9c, uid: r1, controller: true}
              managedFields: [{manager: kubelet}]
            spec:
              nodeName: pi-2
              priorityClassName: high
              restartPolicy: Always
              schedulerName: default-scheduler
              serviceAccountName: till
              runtimeClassName: crun
              overhead: {cpu: 250m, memory: 8Mi}
              tolerations:
              - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
              - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
              volumes:
              - {name: data, persistentVolumeClaim: {claimName: till-data, readOnly: true}}
              - {name: scratch, ephemeral: {volumeClaimTemplate: {}}}
              - {name: tmp, emptyDir: {}}
              containers:
              - name: till
                image: registry.example/till:5
                resources:
                  limits: {cpu: 100m, memory: 1Gi, hugepages-2Mi: 4Mi, example.com/card.reader: "2", pods: "9", odd: "1"}
                  requests: {cpu: "0.5", memory: 1e3, ephemeral-storage: 128974848, attachable-volumes-csi-x: 3}
            status:
              phase: Running
              qosClass: Burstable
              hostIP: 192.0.2.12
              podIP: 10.42.1.7
              podIPs: [{ip: 10.42.1.7}, {ip: "2001:db8::7"}, {ip: nonsense}]
              startTime: "2026-03-01T06:00:01Z"
              conditions:
              - {type: PodScheduled, status: "True", lastTransitionTime: "2026-03-01T06:00:02Z"}
              - {type: Initialized, status: "True", lastTransitionTime: "2026-03-01T06:00:03Z"}
              - {type: ContainersReady, status: "True", lastTransitionTime: "2026-03-01T06:00:04Z"}
              - {type: Ready, status: "True", lastTransitionTime: "2026-03-01T06:00:05Z"}
              - {type: example.com/Own, status: "True", reason: Whatever}
              containerStatuses:
              - name: till
                image: registry.example/till@5
                imageID: sha256:aa
                containerID: containerd://bb
                ready: true
                restartCount: 4
                state: {running: {startedAt: "2026-03-01T06:00:06Z"}}
                lastState: {terminated: {exitCode: 137, reason: OOMKilled, finishedAt: "2026-03-01T05:59:59Z"}}
            """;

    @Test
    void aRunningPodIsToldWithAllItsParts() throws ObjectTextException {
        assertThat(String.join("\n", Told.of(RUNNING))).isEqualTo("""
                kube_pod_container_info{container="till",container_id="containerd://bb",image="registry.example/till@5",image_id="sha256:aa",image_spec="registry.example/till:5",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1
                kube_pod_container_resource_limits{container="till",namespace="shop",node="pi-2",pod="till-7f9c-x2x",resource="cpu",uid="7d1f",unit="core"} 0.1
                kube_pod_container_resource_limits{container="till",namespace="shop",node="pi-2",pod="till-7f9c-x2x",resource="example_com_card_reader",uid="7d1f",unit="integer"} 2
                kube_pod_container_resource_limits{container="till",namespace="shop",node="pi-2",pod="till-7f9c-x2x",resource="hugepages_2Mi",uid="7d1f",unit="byte"} 4194304
                kube_pod_container_resource_limits{container="till",namespace="shop",node="pi-2",pod="till-7f9c-x2x",resource="memory",uid="7d1f",unit="byte"} 1073741824
                kube_pod_container_resource_requests{container="till",namespace="shop",node="pi-2",pod="till-7f9c-x2x",resource="attachable_volumes_csi_x",uid="7d1f",unit="byte"} 3
                kube_pod_container_resource_requests{container="till",namespace="shop",node="pi-2",pod="till-7f9c-x2x",resource="cpu",uid="7d1f",unit="core"} 0.5
                kube_pod_container_resource_requests{container="till",namespace="shop",node="pi-2",pod="till-7f9c-x2x",resource="ephemeral_storage",uid="7d1f",unit="byte"} 128974848
                kube_pod_container_resource_requests{container="till",namespace="shop",node="pi-2",pod="till-7f9c-x2x",resource="memory",uid="7d1f",unit="byte"} 1000
                kube_pod_container_state_started{container="till",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1772344806
                kube_pod_container_status_last_terminated_exitcode{container="till",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 137
                kube_pod_container_status_last_terminated_reason{container="till",namespace="shop",pod="till-7f9c-x2x",reason="OOMKilled",uid="7d1f"} 1
                kube_pod_container_status_last_terminated_timestamp{container="till",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1772344799
                kube_pod_container_status_ready{container="till",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1
                kube_pod_container_status_restarts_total{container="till",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 4
                kube_pod_container_status_running{container="till",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1
                kube_pod_container_status_terminated{container="till",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 0
                kube_pod_container_status_waiting{container="till",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 0
                kube_pod_created{namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1772344800
                kube_pod_info{created_by_kind="ReplicaSet",created_by_name="till-7f9c",host_ip="192.0.2.12",host_network="false",namespace="shop",node="pi-2",pod="till-7f9c-x2x",pod_ip="10.42.1.7",priority_class="high",uid="7d1f"} 1
                kube_pod_ips{ip="10.42.1.7",ip_family="4",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1
                kube_pod_ips{ip="2001:db8::7",ip_family="6",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1
                kube_pod_overhead_cpu_cores{namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 0.25
                kube_pod_overhead_memory_bytes{namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 8388608
                kube_pod_owner{namespace="shop",owner_is_controller="true",owner_kind="ReplicaSet",owner_name="till-7f9c",pod="till-7f9c-x2x",uid="7d1f"} 1
                kube_pod_restart_policy{namespace="shop",pod="till-7f9c-x2x",type="Always",uid="7d1f"} 1
                kube_pod_runtimeclass_name_info{namespace="shop",pod="till-7f9c-x2x",runtimeclass_name="crun",uid="7d1f"} 1
                kube_pod_scheduler{name="default-scheduler",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1
                kube_pod_service_account{namespace="shop",pod="till-7f9c-x2x",service_account="till",uid="7d1f"} 1
                kube_pod_spec_volumes_persistentvolumeclaims_info{namespace="shop",persistentvolumeclaim="till-7f9c-x2x-scratch",pod="till-7f9c-x2x",uid="7d1f",volume="scratch"} 1
                kube_pod_spec_volumes_persistentvolumeclaims_info{namespace="shop",persistentvolumeclaim="till-data",pod="till-7f9c-x2x",uid="7d1f",volume="data"} 1
                kube_pod_spec_volumes_persistentvolumeclaims_readonly{namespace="shop",persistentvolumeclaim="till-7f9c-x2x-scratch",pod="till-7f9c-x2x",uid="7d1f",volume="scratch"} 0
                kube_pod_spec_volumes_persistentvolumeclaims_readonly{namespace="shop",persistentvolumeclaim="till-data",pod="till-7f9c-x2x",uid="7d1f",volume="data"} 1
                kube_pod_start_time{namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1772344801
                kube_pod_status_container_ready_time{namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1772344804
                kube_pod_status_initialized_time{namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1772344803
                kube_pod_status_phase{namespace="shop",phase="Failed",pod="till-7f9c-x2x",uid="7d1f"} 0
                kube_pod_status_phase{namespace="shop",phase="Pending",pod="till-7f9c-x2x",uid="7d1f"} 0
                kube_pod_status_phase{namespace="shop",phase="Running",pod="till-7f9c-x2x",uid="7d1f"} 1
                kube_pod_status_phase{namespace="shop",phase="Succeeded",pod="till-7f9c-x2x",uid="7d1f"} 0
                kube_pod_status_phase{namespace="shop",phase="Unknown",pod="till-7f9c-x2x",uid="7d1f"} 0
                kube_pod_status_qos_class{namespace="shop",pod="till-7f9c-x2x",qos_class="BestEffort",uid="7d1f"} 0
                kube_pod_status_qos_class{namespace="shop",pod="till-7f9c-x2x",qos_class="Burstable",uid="7d1f"} 1
                kube_pod_status_qos_class{namespace="shop",pod="till-7f9c-x2x",qos_class="Guaranteed",uid="7d1f"} 0
                kube_pod_status_ready_time{namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1772344805
                kube_pod_status_ready{condition="false",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 0
                kube_pod_status_ready{condition="true",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1
                kube_pod_status_ready{condition="unknown",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 0
                kube_pod_status_scheduled_time{namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1772344802
                kube_pod_status_scheduled{condition="false",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 0
                kube_pod_status_scheduled{condition="true",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1
                kube_pod_status_scheduled{condition="unknown",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 0
                kube_pod_tolerations{effect="NoExecute",key="node.kubernetes.io/not-ready",namespace="shop",operator="Exists",pod="till-7f9c-x2x",toleration_seconds="300",uid="7d1f",value=""} 1""");
    }

    @Test
    void aPodWithoutSpecAndStatusIsToldAsFarAsItGoes() throws ObjectTextException {
        assertThat(Told.of("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n, uid: u}}"))
                .containsExactly("""
                        kube_pod_info{created_by_kind="",created_by_name="",host_ip="",host_network="false",namespace="n",node="",pod="p",pod_ip="",priority_class="",uid="u"} 1""", """
                        kube_pod_owner{namespace="n",owner_is_controller="",owner_kind="",owner_name="",pod="p",uid="u"} 1""");
    }

    @Test
    void onlyChosenLabelsAreToldAndInPrometheusForm() throws ObjectTextException {
        assertThat(Told.of(RUNNING)).noneMatch(line -> line.startsWith("kube_pod_labels"));
        assertThat(Told.of(RUNNING, new ShownNames(Set.of("team.example/costCentre"), Set.of())))
                .contains("""
                        kube_pod_labels{label_team_example_cost_centre="12",namespace="shop",pod="till-7f9c-x2x",uid="7d1f"} 1""");
    }

    @Test
    void labelsWhoseNamesBecomeTheSameAreKeptApart() throws ObjectTextException {
        assertThat(Told.of(
                        "{apiVersion: v1, kind: Namespace, metadata: {name: n, annotations: {a.b: x, a/b: y}}}",
                        new ShownNames(Set.of(), Set.of("*"))))
                .contains("""
                        kube_namespace_annotations{annotation_a_b_conflict1="x",annotation_a_b_conflict2="y",namespace="n"} 1""");
    }

    @Test
    void aPodThatIsBeingDeletedTellsWhen() throws ObjectTextException {
        assertThat(Told.of("""
                        {apiVersion: v1, kind: Pod, metadata: {name: p, deletionTimestamp: "2026-03-01T06:00:30Z"}}""", "kube_pod_deletion_timestamp"))
                .containsExactly("kube_pod_deletion_timestamp{namespace=\"\",pod=\"p\",uid=\"\"} 1772344830");
    }

    @ParameterizedTest
    @CsvSource({
        "'reason: Evicted', Evicted",
        "'reason: NodeLost', NodeLost",
        "'reason: Unheard-of', Other",
        "'conditions: [{type: PodScheduled, status: \"False\", reason: SchedulingGated}]', SchedulingGated",
        "'conditions: [{type: Ready, status: \"False\", reason: ContainersNotReady}]', ''",
        "'containerStatuses: [{name: a, state: {terminated: {reason: Shutdown}}}]', Shutdown",
        "'containerStatuses: [{name: a, state: {terminated: {reason: Error}}}]', ''",
    })
    void aPodHasAtMostOneReasonAndItIsAKnownWord(String status, String reason) throws ObjectTextException {
        var lines = Told.of(
                "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n, uid: u}, status: {" + status + "}}",
                "kube_pod_status_reason");

        if (reason.isEmpty()) {
            assertThat(lines).isEmpty();
        } else {
            assertThat(lines)
                    .containsExactly(
                            "kube_pod_status_reason{namespace=\"n\",pod=\"p\",reason=\"" + reason + "\",uid=\"u\"} 1");
        }
    }

    @Test
    void aPodThatIsDrainedTellsWhoEndsIt() throws ObjectTextException {
        assertThat(Told.of("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: p, namespace: n, uid: u}
                        status: {conditions: [{type: DisruptionTarget, status: "True", reason: EvictionByEvictionAPI}]}
                        """, "kube_pod_status_disruption_reason", "kube_pod_status_reason"))
                .containsExactly("""
                        kube_pod_status_disruption_reason{namespace="n",pod="p",reason="EvictionByEvictionAPI",uid="u"} 1""");
    }

    @Test
    void aPodWithoutARoomForItIsUnschedulable() throws ObjectTextException {
        assertThat(Told.of(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: p, namespace: n, uid: u}
                        status:
                          phase: Pending
                          conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, lastTransitionTime: "2026-03-01T06:00:00Z"}]
                        """,
                        "kube_pod_status_unschedulable",
                        "kube_pod_status_unscheduled_time",
                        "kube_pod_status_scheduled_time"))
                .containsExactly(
                        "kube_pod_status_unschedulable{namespace=\"n\",pod=\"p\",uid=\"u\"} 1",
                        "kube_pod_status_unscheduled_time{namespace=\"n\",pod=\"p\",uid=\"u\"} 1772344800");
    }

    @Test
    void containersThatWaitOrHaveEndedTellWhy() throws ObjectTextException {
        assertThat(Told.of(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: p, namespace: n, uid: u}
                        spec:
                          containers: [{name: a, image: x}]
                          initContainers: [{name: i, image: y:1, restartPolicy: Always, resources: {limits: {memory: "1500m"}}}]
                        status:
                          containerStatuses:
                          - {name: a, state: {waiting: {reason: CrashLoopBackOff}}}
                          - {name: b, state: {terminated: {reason: Completed, exitCode: 0, startedAt: "2026-03-01T06:00:00Z", finishedAt: "2026-03-01T06:10:00Z"}}}
                          - {name: c, state: {terminated: {reason: Error, exitCode: 2, finishedAt: "2026-03-01T06:05:00Z"}}}
                          initContainerStatuses:
                          - {name: i, restartCount: 2, state: {terminated: {reason: Completed, exitCode: 0, startedAt: "2026-03-01T05:00:00Z"}}}
                        """,
                        "kube_pod_container_status_waiting_reason",
                        "kube_pod_container_status_terminated_reason",
                        "kube_pod_container_state_started",
                        "kube_pod_completion_time",
                        "kube_pod_init_container_info",
                        "kube_pod_init_container_status_restarts_total",
                        "kube_pod_init_container_status_terminated",
                        "kube_pod_init_container_resource_limits"))
                .containsExactly("""
                        kube_pod_completion_time{namespace="n",pod="p",uid="u"} 1772345400""", """
                        kube_pod_container_state_started{container="b",namespace="n",pod="p",uid="u"} 1772344800""", """
                        kube_pod_container_state_started{container="c",namespace="n",pod="p",uid="u"} -62135596800""", """
                        kube_pod_container_status_terminated_reason{container="b",namespace="n",pod="p",reason="Completed",uid="u"} 1""", """
                        kube_pod_container_status_terminated_reason{container="c",namespace="n",pod="p",reason="Error",uid="u"} 1""", """
                        kube_pod_container_status_waiting_reason{container="a",namespace="n",pod="p",reason="CrashLoopBackOff",uid="u"} 1""", """
                        kube_pod_init_container_info{container="i",container_id="",image="",image_id="",image_spec="y:1",namespace="n",pod="p",restart_policy="Always",uid="u"} 1""", """
                        kube_pod_init_container_resource_limits{container="i",namespace="n",node="",pod="p",resource="memory",uid="u",unit="byte"} 2""", """
                        kube_pod_init_container_status_restarts_total{container="i",namespace="n",pod="p",uid="u"} 2""", """
                        kube_pod_init_container_status_terminated{container="i",namespace="n",pod="p",uid="u"} 1""");
    }

    @Test
    void claimedDevicesHaveTheNamesTheyGot() throws ObjectTextException {
        assertThat(Told.of("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: p, namespace: n, uid: u}
                        spec: {resourceClaims: [{name: cam, resourceClaimTemplateName: camera}, {name: gpu, resourceClaimName: shared}]}
                        status: {resourceClaimStatuses: [{name: cam, resourceClaimName: p-cam-7}]}
                        """, "kube_pod_resourceclaim_info")).containsExactly("""
                        kube_pod_resourceclaim_info{claim_name="cam",namespace="n",pod="p",resourceclaim_name="p-cam-7",resourceclaim_template_name="camera",uid="u"} 1""", """
                        kube_pod_resourceclaim_info{claim_name="gpu",namespace="n",pod="p",resourceclaim_name="shared",resourceclaim_template_name="",uid="u"} 1""");
    }
}
