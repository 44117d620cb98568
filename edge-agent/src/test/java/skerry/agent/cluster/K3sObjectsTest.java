package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is told of k3s's own kinds, each by itself. */
class K3sObjectsTest {
    @Test
    void anAddonTellsItsFileAndWhetherItWasApplied() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: k3s.cattle.io/v1
                kind: Addon
                metadata: {name: coredns, namespace: kube-system, creationTimestamp: "2026-03-01T06:00:00Z"}
                spec:
                  source: /var/lib/rancher/k3s/server/manifests/coredns.yaml
                  checksum: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                status: {gvks: [{group: apps, version: v1, kind: Deployment}]}
                ---
                apiVersion: k3s.cattle.io/v1
                kind: Addon
                metadata: {name: own, namespace: kube-system}
                spec: {source: /srv/own.yaml}
                """))).isEqualTo("""
                skerry_k3s_addon_applied{addon="coredns",namespace="kube-system"} 1
                skerry_k3s_addon_applied{addon="own",namespace="kube-system"} 0
                skerry_k3s_addon_created{addon="coredns",namespace="kube-system"} 1772344800
                skerry_k3s_addon_info{addon="coredns",checksum="0123456789ab",namespace="kube-system",source="coredns.yaml"} 1
                skerry_k3s_addon_info{addon="own",checksum="",namespace="kube-system",source="own.yaml"} 1""");
    }

    @Test
    void aChartTellsWhatItIsWithoutItsValuesOrALogin() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: helm.cattle.io/v1
                kind: HelmChart
                metadata: {name: pump, namespace: kube-system}
                spec:
                  chart: https://ann:secret@charts.example.org/stable/pump-1.4.2.tgz?token=abc
                  version: 1.4.2
                  targetNamespace: plant
                  valuesContent: "password: secret"
                status:
                  jobName: helm-install-pump
                  conditions: [{type: JobCreated, status: "True"}, {type: Failed, status: "False"}, {type: Made/Up, status: "True"}]
                """))).isEqualTo("""
                skerry_helmchart_info{chart="pump-1.4.2",helmchart="pump",job_name="helm-install-pump",namespace="kube-system",target_namespace="plant",version="1.4.2"} 1
                skerry_helmchart_status_condition{condition="Failed",helmchart="pump",namespace="kube-system",status="false"} 1
                skerry_helmchart_status_condition{condition="Failed",helmchart="pump",namespace="kube-system",status="true"} 0
                skerry_helmchart_status_condition{condition="Failed",helmchart="pump",namespace="kube-system",status="unknown"} 0
                skerry_helmchart_status_condition{condition="JobCreated",helmchart="pump",namespace="kube-system",status="false"} 0
                skerry_helmchart_status_condition{condition="JobCreated",helmchart="pump",namespace="kube-system",status="true"} 1
                skerry_helmchart_status_condition{condition="JobCreated",helmchart="pump",namespace="kube-system",status="unknown"} 0""");
    }

    @Test
    void aPlanTellsWhereItLeadsAndHowFarItIs() throws ObjectTextException {
        assertThat(String.join(
                        "\n",
                        Told.of(
                                """
                apiVersion: upgrade.cattle.io/v1
                kind: Plan
                metadata: {name: server-plan, namespace: system-upgrade}
                spec:
                  concurrency: 1
                  channel: https://update.k3s.io/v1-release/channels/stable
                  upgrade: {image: rancher/k3s-upgrade, envs: [{name: TOKEN, value: secret}]}
                status:
                  latestVersion: v1.35.1-k3s1
                  latestHash: 9f3e
                  applying: [pi-1, pi-2]
                  conditions: [{type: LatestResolved, status: "True", reason: Channel}, {type: Complete, status: "False"}]
                """,
                                "skerry_upgrade_plan_info",
                                "skerry_upgrade_plan_spec_concurrency",
                                "skerry_upgrade_plan_nodes_applying",
                                "skerry_upgrade_plan_complete")))
                .isEqualTo("""
                skerry_upgrade_plan_complete{namespace="system-upgrade",plan="server-plan"} 0
                skerry_upgrade_plan_info{channel="stable",latest_hash="9f3e",latest_version="v1.35.1-k3s1",namespace="system-upgrade",plan="server-plan",version=""} 1
                skerry_upgrade_plan_nodes_applying{namespace="system-upgrade",plan="server-plan"} 2
                skerry_upgrade_plan_spec_concurrency{namespace="system-upgrade",plan="server-plan"} 1""");
    }

    @Test
    void aSnapshotTellsItsSizeAndAgeAndNeverItsBucket() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: k3s.cattle.io/v1
                kind: ETCDSnapshotFile
                metadata: {name: s3-etcd-snapshot-pi-1-1790000000-c0ffee}
                spec: {snapshotName: etcd-snapshot-pi-1-1790000000, nodeName: pi-1, location: "s3://secret-bucket/etcd-snapshot-pi-1"}
                status: {size: "5890048", creationTime: "2026-09-21T14:13:20Z", readyToUse: true}
                """))).isEqualTo("""
                skerry_etcd_snapshot_ready{etcdsnapshotfile="s3-etcd-snapshot-pi-1-1790000000-c0ffee",node="pi-1",storage="s3"} 1
                skerry_etcd_snapshot_size_bytes{etcdsnapshotfile="s3-etcd-snapshot-pi-1-1790000000-c0ffee",node="pi-1",storage="s3"} 5890048
                skerry_etcd_snapshot_timestamp_seconds{etcdsnapshotfile="s3-etcd-snapshot-pi-1-1790000000-c0ffee",node="pi-1",storage="s3"} 1790000000""");
    }

    @Test
    void whatHasNotTheFormOfItsKindIsToldAsFarAsItGoes() throws ObjectTextException {
        assertThat(Told.of("""
                apiVersion: upgrade.cattle.io/v1
                kind: Plan
                metadata: {name: odd}
                spec: [1, 2]
                status: {applying: many, conditions: {type: Complete}, latestVersion: {a: b}}
                ---
                apiVersion: k3s.cattle.io/v1
                kind: ETCDSnapshotFile
                metadata: {name: odd}
                status: {size: much, creationTime: yesterday, readyToUse: "true"}
                """))
                .containsExactly(
                        "skerry_upgrade_plan_info{channel=\"\",latest_hash=\"\",latest_version=\"\",namespace=\"\",plan=\"odd\",version=\"\"} 1",
                        "skerry_upgrade_plan_nodes_applying{namespace=\"\",plan=\"odd\"} 0");
    }
}
