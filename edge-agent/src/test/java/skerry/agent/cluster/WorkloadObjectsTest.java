package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of deployments, sets, jobs, autoscalers and budgets. */
class WorkloadObjectsTest {
    private static final String MARCH = "2026-03-01T06:00:00Z"; // 1772344800

    @Test
    void aDeploymentTellsWishAndState() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, generation: 7, creationTimestamp: "%s", deletionTimestamp: "%s"}
                spec:
                  replicas: 3
                  paused: true
                  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%%, maxUnavailable: 1}}
                status:
                  observedGeneration: 6
                  replicas: 4
                  updatedReplicas: 2
                  readyReplicas: 3
                  availableReplicas: 1
                  unavailableReplicas: 3
                  conditions:
                  - {type: Available, status: "False", reason: MinimumReplicasUnavailable}
                  - {type: Progressing, status: Unknown, reason: SomethingNew}
                """.formatted(MARCH, MARCH)))).isEqualTo("""
                kube_deployment_created{deployment="web",namespace="shop"} 1772344800
                kube_deployment_deletion_timestamp{deployment="web",namespace="shop"} 1772344800
                kube_deployment_metadata_generation{deployment="web",namespace="shop"} 7
                kube_deployment_owner{deployment="web",namespace="shop",owner_kind="",owner_name=""} 1
                kube_deployment_spec_paused{deployment="web",namespace="shop"} 1
                kube_deployment_spec_replicas{deployment="web",namespace="shop"} 3
                kube_deployment_spec_strategy_rollingupdate_max_surge{deployment="web",namespace="shop"} 1
                kube_deployment_spec_strategy_rollingupdate_max_unavailable{deployment="web",namespace="shop"} 1
                kube_deployment_status_condition{condition="Available",deployment="web",namespace="shop",reason="MinimumReplicasUnavailable",status="false"} 1
                kube_deployment_status_condition{condition="Available",deployment="web",namespace="shop",reason="MinimumReplicasUnavailable",status="true"} 0
                kube_deployment_status_condition{condition="Available",deployment="web",namespace="shop",reason="MinimumReplicasUnavailable",status="unknown"} 0
                kube_deployment_status_condition{condition="Progressing",deployment="web",namespace="shop",reason="unknown",status="false"} 0
                kube_deployment_status_condition{condition="Progressing",deployment="web",namespace="shop",reason="unknown",status="true"} 0
                kube_deployment_status_condition{condition="Progressing",deployment="web",namespace="shop",reason="unknown",status="unknown"} 1
                kube_deployment_status_observed_generation{deployment="web",namespace="shop"} 6
                kube_deployment_status_replicas_available{deployment="web",namespace="shop"} 1
                kube_deployment_status_replicas_ready{deployment="web",namespace="shop"} 3
                kube_deployment_status_replicas_unavailable{deployment="web",namespace="shop"} 3
                kube_deployment_status_replicas_updated{deployment="web",namespace="shop"} 2
                kube_deployment_status_replicas{deployment="web",namespace="shop"} 4""");
    }

    @ParameterizedTest
    @CsvSource({"3, 25%, 0, 1", "200, 30%, 60, 60", "0, 50%, 0, 0", "1, 2, 2, 2"})
    void sharesOfPodsAreRoundedDownForMissingAndUpForExtraOnes(int replicas, String share, int unavailable, int surge)
            throws ObjectTextException {
        String prefix = "kube_deployment_spec_strategy_rollingupdate_max_";
        assertThat(Told.of(
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: n}, spec: {replicas: "
                                + replicas + ", strategy: {rollingUpdate: {maxSurge: " + share + ", maxUnavailable: "
                                + share + "}}}}",
                        prefix + "surge",
                        prefix + "unavailable"))
                .containsExactly(
                        prefix + "surge{deployment=\"d\",namespace=\"n\"} " + surge,
                        prefix + "unavailable{deployment=\"d\",namespace=\"n\"} " + unavailable);
    }

    @Test
    void negativeAndZeroReplicasAreToldAsTheyStand() throws ObjectTextException {
        assertThat(Told.of("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: a, namespace: n}
                        spec: {replicas: 0}
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: b, namespace: n}
                        spec: {replicas: -1}
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: c, namespace: n}
                        """, "kube_deployment_spec_replicas"))
                .containsExactly(
                        "kube_deployment_spec_replicas{deployment=\"a\",namespace=\"n\"} 0",
                        "kube_deployment_spec_replicas{deployment=\"b\",namespace=\"n\"} -1");
    }

    @Test
    void aReplicaSetTellsItsOwner() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: rs, namespace: n, generation: 2, ownerReferences: [{kind: Deployment, name: web}]}
                spec: {replicas: 5}
                status: {replicas: 4, fullyLabeledReplicas: 3, readyReplicas: 2, observedGeneration: 1, terminatingReplicas: 0}
                """))).isEqualTo("""
                kube_replicaset_metadata_generation{namespace="n",replicaset="rs"} 2
                kube_replicaset_owner{namespace="n",owner_is_controller="false",owner_kind="Deployment",owner_name="web",replicaset="rs"} 1
                kube_replicaset_spec_replicas{namespace="n",replicaset="rs"} 5
                kube_replicaset_status_fully_labeled_replicas{namespace="n",replicaset="rs"} 3
                kube_replicaset_status_observed_generation{namespace="n",replicaset="rs"} 1
                kube_replicaset_status_ready_replicas{namespace="n",replicaset="rs"} 2
                kube_replicaset_status_replicas{namespace="n",replicaset="rs"} 4
                kube_replicaset_status_terminating_replicas{namespace="n",replicaset="rs"} 0""");
    }

    @Test
    void aStatefulSetTellsItsRevisions() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: n, generation: 3}
                spec: {replicas: 2, ordinals: {start: 1}, persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Delete}}
                status: {replicas: 2, readyReplicas: 1, currentReplicas: 1, updatedReplicas: 1, currentRevision: db-1, updateRevision: db-2}
                """))).isEqualTo("""
                kube_statefulset_metadata_generation{namespace="n",statefulset="db"} 3
                kube_statefulset_ordinals_start{namespace="n",statefulset="db"} 1
                kube_statefulset_persistentvolumeclaim_retention_policy{namespace="n",statefulset="db",when_deleted="Retain",when_scaled="Delete"} 1
                kube_statefulset_replicas{namespace="n",statefulset="db"} 2
                kube_statefulset_status_current_revision{namespace="n",revision="db-1",statefulset="db"} 1
                kube_statefulset_status_observed_generation{namespace="n",statefulset="db"} 0
                kube_statefulset_status_replicas_available{namespace="n",statefulset="db"} 0
                kube_statefulset_status_replicas_current{namespace="n",statefulset="db"} 1
                kube_statefulset_status_replicas_ready{namespace="n",statefulset="db"} 1
                kube_statefulset_status_replicas_updated{namespace="n",statefulset="db"} 1
                kube_statefulset_status_replicas{namespace="n",statefulset="db"} 2
                kube_statefulset_status_update_revision{namespace="n",revision="db-2",statefulset="db"} 1""");
    }

    @Test
    void aDaemonSetTellsItsNodes() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: ds, namespace: n, generation: 4}
                status: {currentNumberScheduled: 3, desiredNumberScheduled: 4, numberAvailable: 2, numberMisscheduled: 1, numberReady: 2, numberUnavailable: 2, updatedNumberScheduled: 1, observedGeneration: 4}
                """))).isEqualTo("""
                kube_daemonset_metadata_generation{daemonset="ds",namespace="n"} 4
                kube_daemonset_status_current_number_scheduled{daemonset="ds",namespace="n"} 3
                kube_daemonset_status_desired_number_scheduled{daemonset="ds",namespace="n"} 4
                kube_daemonset_status_number_available{daemonset="ds",namespace="n"} 2
                kube_daemonset_status_number_misscheduled{daemonset="ds",namespace="n"} 1
                kube_daemonset_status_number_ready{daemonset="ds",namespace="n"} 2
                kube_daemonset_status_number_unavailable{daemonset="ds",namespace="n"} 2
                kube_daemonset_status_observed_generation{daemonset="ds",namespace="n"} 4
                kube_daemonset_status_updated_number_scheduled{daemonset="ds",namespace="n"} 1""");
    }

    @Test
    void aFailedJobTellsWhy() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: j, namespace: n, creationTimestamp: "%s", ownerReferences: [{kind: CronJob, name: c, controller: true}]}
                spec: {parallelism: 1, completions: 2, activeDeadlineSeconds: 60, suspend: false}
                status:
                  failed: 3
                  startTime: "%s"
                  conditions:
                  - {type: FailureTarget, status: "True", reason: DeadlineExceeded}
                  - {type: Failed, status: "True", reason: DeadlineExceeded}
                  - {type: Suspended, status: "False"}
                """.formatted(MARCH, MARCH)))).isEqualTo("""
                kube_job_created{job_name="j",namespace="n"} 1772344800
                kube_job_failed{condition="false",job_name="j",namespace="n"} 0
                kube_job_failed{condition="true",job_name="j",namespace="n"} 1
                kube_job_failed{condition="unknown",job_name="j",namespace="n"} 0
                kube_job_info{job_name="j",namespace="n"} 1
                kube_job_owner{job_name="j",namespace="n",owner_is_controller="true",owner_kind="CronJob",owner_name="c"} 1
                kube_job_spec_active_deadline_seconds{job_name="j",namespace="n"} 60
                kube_job_spec_completions{job_name="j",namespace="n"} 2
                kube_job_spec_parallelism{job_name="j",namespace="n"} 1
                kube_job_status_active{job_name="j",namespace="n"} 0
                kube_job_status_failed{job_name="j",namespace="n",reason="BackoffLimitExceeded"} 0
                kube_job_status_failed{job_name="j",namespace="n",reason="DeadlineExceeded"} 1
                kube_job_status_failed{job_name="j",namespace="n",reason="Evicted"} 0
                kube_job_status_ready{job_name="j",namespace="n"} 0
                kube_job_status_start_time{job_name="j",namespace="n"} 1772344800
                kube_job_status_succeeded{job_name="j",namespace="n"} 0
                kube_job_status_suspended{job_name="j",namespace="n"} 0""");
    }

    @Test
    void aJobThatGoesOnAfterFailuresTellsTheirNumberUnderNoReason() throws ObjectTextException {
        assertThat(Told.of(
                        "{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: n}, status: {failed: 2}}",
                        "kube_job_status_failed"))
                .containsExactly("kube_job_status_failed{job_name=\"j\",namespace=\"n\",reason=\"\"} 2");
    }

    @Test
    void aSuspendedAndACompleteJobSaySo() throws ObjectTextException {
        assertThat(Told.of(
                        """
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: j, namespace: n}
                        status: {succeeded: 1, completionTime: "2026-03-01T06:00:00Z", conditions: [{type: Suspended, status: "True"}, {type: Complete, status: "True"}]}
                        """,
                        "kube_job_status_suspended",
                        "kube_job_complete",
                        "kube_job_status_completion_time",
                        "kube_job_status_failed"))
                .containsExactly("""
                        kube_job_complete{condition="false",job_name="j",namespace="n"} 0""", """
                        kube_job_complete{condition="true",job_name="j",namespace="n"} 1""", """
                        kube_job_complete{condition="unknown",job_name="j",namespace="n"} 0""", """
                        kube_job_status_completion_time{job_name="j",namespace="n"} 1772344800""", """
                        kube_job_status_failed{job_name="j",namespace="n"} 0""", """
                        kube_job_status_suspended{job_name="j",namespace="n"} 1""");
    }

    @Test
    void aCronJobTellsWhenItIsDue() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: c, namespace: n, resourceVersion: "4711", creationTimestamp: "%s"}
                spec: {schedule: "15 7 * * *", timeZone: Europe/Berlin, concurrencyPolicy: Forbid, startingDeadlineSeconds: 30, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 0}
                status: {active: [{name: c-1}], lastScheduleTime: "2026-03-02T06:15:00Z", lastSuccessfulTime: "2026-03-01T06:00:00Z"}
                """.formatted(MARCH)))).isEqualTo("""
                kube_cronjob_created{cronjob="c",namespace="n"} 1772344800
                kube_cronjob_info{concurrency_policy="Forbid",cronjob="c",namespace="n",schedule="15 7 * * *",timezone="Europe/Berlin"} 1
                kube_cronjob_metadata_resource_version{cronjob="c",namespace="n"} 4711
                kube_cronjob_next_schedule_time{cronjob="c",namespace="n"} 1772518500
                kube_cronjob_spec_failed_job_history_limit{cronjob="c",namespace="n"} 0
                kube_cronjob_spec_starting_deadline_seconds{cronjob="c",namespace="n"} 30
                kube_cronjob_spec_successful_job_history_limit{cronjob="c",namespace="n"} 3
                kube_cronjob_spec_suspend{cronjob="c",namespace="n"} 0
                kube_cronjob_status_active{cronjob="c",namespace="n"} 1
                kube_cronjob_status_last_schedule_time{cronjob="c",namespace="n"} 1772432100
                kube_cronjob_status_last_successful_time{cronjob="c",namespace="n"} 1772344800""");
    }

    @Test
    void aSuspendedCronJobIsNeverDueAndAWrongScheduleIsToldOf() throws ObjectTextException {
        assertThat(Told.of(
                        """
                        apiVersion: batch/v1
                        kind: CronJob
                        metadata: {name: held, namespace: n, creationTimestamp: "2026-03-01T06:00:00Z"}
                        spec: {schedule: "@daily", suspend: true}
                        ---
                        apiVersion: batch/v1
                        kind: CronJob
                        metadata: {name: wrong, namespace: n, creationTimestamp: "2026-03-01T06:00:00Z"}
                        spec: {schedule: "61 * * * *"}
                        """,
                        "kube_cronjob_next_schedule_time",
                        "kube_cronjob_schedule_invalid",
                        "kube_cronjob_spec_suspend"))
                .containsExactly(
                        "kube_cronjob_schedule_invalid{cronjob=\"wrong\",namespace=\"n\"} 1",
                        "kube_cronjob_spec_suspend{cronjob=\"held\",namespace=\"n\"} 1",
                        "kube_cronjob_spec_suspend{cronjob=\"wrong\",namespace=\"n\"} 0");
    }

    @Test
    void anAutoscalerTellsItsMetrics() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: h, namespace: n, generation: 2}
                spec:
                  maxReplicas: 4
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                  metrics:
                  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}
                  - {type: ContainerResource, containerResource: {name: memory, container: app, target: {type: AverageValue, averageValue: 1Mi}}}
                  - {type: Object, object: {metric: {name: hits}, target: {type: Value, value: "10", averageValue: "12"}}}
                  - {type: Pods, pods: {metric: {name: jobs}, target: {averageValue: "15"}}}
                  - {type: External, external: {metric: {name: queue}, target: {value: 1500m}}}
                status:
                  currentReplicas: 2
                  desiredReplicas: 3
                  currentMetrics:
                  - {type: Resource, resource: {name: cpu, current: {averageUtilization: 90, averageValue: 450m}}}
                  - {type: ContainerResource, containerResource: {name: memory, container: app, current: {averageValue: 2Mi}}}
                  - {type: ""}
                  conditions: [{type: AbleToScale, status: "True"}]
                """))).isEqualTo("""
                kube_horizontalpodautoscaler_info{horizontalpodautoscaler="h",namespace="n",scaletargetref_api_version="apps/v1",scaletargetref_kind="Deployment",scaletargetref_name="web"} 1
                kube_horizontalpodautoscaler_metadata_generation{horizontalpodautoscaler="h",namespace="n"} 2
                kube_horizontalpodautoscaler_spec_max_replicas{horizontalpodautoscaler="h",namespace="n"} 4
                kube_horizontalpodautoscaler_spec_min_replicas{horizontalpodautoscaler="h",namespace="n"} 1
                kube_horizontalpodautoscaler_spec_target_metric{container="app",horizontalpodautoscaler="h",metric_name="memory",metric_target_type="average",namespace="n"} 1048576
                kube_horizontalpodautoscaler_spec_target_metric{horizontalpodautoscaler="h",metric_name="cpu",metric_target_type="utilization",namespace="n"} 80
                kube_horizontalpodautoscaler_spec_target_metric{horizontalpodautoscaler="h",metric_name="hits",metric_target_type="average",namespace="n"} 12
                kube_horizontalpodautoscaler_spec_target_metric{horizontalpodautoscaler="h",metric_name="hits",metric_target_type="value",namespace="n"} 10
                kube_horizontalpodautoscaler_spec_target_metric{horizontalpodautoscaler="h",metric_name="jobs",metric_target_type="average",namespace="n"} 15
                kube_horizontalpodautoscaler_spec_target_metric{horizontalpodautoscaler="h",metric_name="queue",metric_target_type="value",namespace="n"} 1.5
                kube_horizontalpodautoscaler_status_condition{condition="AbleToScale",horizontalpodautoscaler="h",namespace="n",status="false"} 0
                kube_horizontalpodautoscaler_status_condition{condition="AbleToScale",horizontalpodautoscaler="h",namespace="n",status="true"} 1
                kube_horizontalpodautoscaler_status_condition{condition="AbleToScale",horizontalpodautoscaler="h",namespace="n",status="unknown"} 0
                kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler="h",namespace="n"} 2
                kube_horizontalpodautoscaler_status_desired_replicas{horizontalpodautoscaler="h",namespace="n"} 3
                kube_horizontalpodautoscaler_status_target_metric{container="app",horizontalpodautoscaler="h",metric_name="memory",metric_target_type="average",namespace="n"} 2097152
                kube_horizontalpodautoscaler_status_target_metric{horizontalpodautoscaler="h",metric_name="cpu",metric_target_type="average",namespace="n"} 0.45
                kube_horizontalpodautoscaler_status_target_metric{horizontalpodautoscaler="h",metric_name="cpu",metric_target_type="utilization",namespace="n"} 90""");
    }

    @Test
    void aDisruptionBudgetTellsItsNumbers() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: b, namespace: n, creationTimestamp: "%s"}
                status: {currentHealthy: 2, desiredHealthy: 3, disruptionsAllowed: 0, expectedPods: 4, observedGeneration: 5}
                """.formatted(MARCH)))).isEqualTo("""
                kube_poddisruptionbudget_created{namespace="n",poddisruptionbudget="b"} 1772344800
                kube_poddisruptionbudget_status_current_healthy{namespace="n",poddisruptionbudget="b"} 2
                kube_poddisruptionbudget_status_desired_healthy{namespace="n",poddisruptionbudget="b"} 3
                kube_poddisruptionbudget_status_expected_pods{namespace="n",poddisruptionbudget="b"} 4
                kube_poddisruptionbudget_status_observed_generation{namespace="n",poddisruptionbudget="b"} 5
                kube_poddisruptionbudget_status_pod_disruptions_allowed{namespace="n",poddisruptionbudget="b"} 0""");
    }
}
