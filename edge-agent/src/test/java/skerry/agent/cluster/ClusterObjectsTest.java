package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is told of nodes, namespaces, storage and network. */
class ClusterObjectsTest {
    @Test
    void aNodeTellsWhatItRunsHasAndSuffers() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: v1
                kind: Node
                metadata:
                  name: pi-2
                  creationTimestamp: "2026-03-01T06:00:00Z"
                  labels: {node-role.kubernetes.io/control-plane: "true", node-role.kubernetes.io/etcd: "true", a: b}
                spec:
                  podCIDR: 10.42.1.0/24
                  providerID: k3s://pi-2
                  unschedulable: true
                  taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}, {key: own, value: v, effect: NoExecute}]
                status:
                  capacity: {cpu: "4", memory: 3884436Ki, pods: "110", ephemeral-storage: 30Gi, hugepages-1Gi: "0", example.com/cam: "1", odd: "5"}
                  allocatable: {cpu: 3900m}
                  addresses: [{type: InternalIP, address: 192.0.2.12}, {type: Hostname, address: pi-2}]
                  nodeInfo: {kernelVersion: 6.12.1, osImage: Debian, containerRuntimeVersion: containerd://2.1, kubeletVersion: v1.34.1+k3s1, kubeProxyVersion: "", systemUUID: s-1}
                  conditions:
                  - {type: Ready, status: "True"}
                  - {type: MemoryPressure, status: Unknown}
                  volumesInUse: [a]
                """))).isEqualTo("""
                kube_node_created{node="pi-2"} 1772344800
                kube_node_info{container_runtime_version="containerd://2.1",internal_ip="192.0.2.12",kernel_version="6.12.1",kubelet_version="v1.34.1+k3s1",kubeproxy_version="deprecated",node="pi-2",os_image="Debian",pod_cidr="10.42.1.0/24",provider_id="k3s://pi-2",system_uuid="s-1"} 1
                kube_node_role{node="pi-2",role="control-plane"} 1
                kube_node_role{node="pi-2",role="etcd"} 1
                kube_node_spec_taint{effect="NoExecute",key="own",node="pi-2",value="v"} 1
                kube_node_spec_taint{effect="NoSchedule",key="node.kubernetes.io/unschedulable",node="pi-2",value=""} 1
                kube_node_spec_unschedulable{node="pi-2"} 1
                kube_node_status_addresses{address="192.0.2.12",node="pi-2",type="InternalIP"} 1
                kube_node_status_addresses{address="pi-2",node="pi-2",type="Hostname"} 1
                kube_node_status_allocatable{node="pi-2",resource="cpu",unit="core"} 3.9
                kube_node_status_capacity{node="pi-2",resource="cpu",unit="core"} 4
                kube_node_status_capacity{node="pi-2",resource="ephemeral_storage",unit="byte"} 32212254720
                kube_node_status_capacity{node="pi-2",resource="example_com_cam",unit="integer"} 1
                kube_node_status_capacity{node="pi-2",resource="hugepages_1Gi",unit="byte"} 0
                kube_node_status_capacity{node="pi-2",resource="memory",unit="byte"} 3977662464
                kube_node_status_capacity{node="pi-2",resource="pods",unit="integer"} 110
                kube_node_status_condition{condition="MemoryPressure",node="pi-2",status="false"} 0
                kube_node_status_condition{condition="MemoryPressure",node="pi-2",status="true"} 0
                kube_node_status_condition{condition="MemoryPressure",node="pi-2",status="unknown"} 1
                kube_node_status_condition{condition="Ready",node="pi-2",status="false"} 0
                kube_node_status_condition{condition="Ready",node="pi-2",status="true"} 1
                kube_node_status_condition{condition="Ready",node="pi-2",status="unknown"} 0
                kube_node_volumes_attached_count{node="pi-2"} 0
                kube_node_volumes_in_use_count{node="pi-2"} 1""");
    }

    @Test
    void aNamespaceThatCannotGoTellsWhy() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: old}
                status: {phase: Terminating, conditions: [{type: NamespaceContentRemaining, status: "True"}]}
                """))).isEqualTo("""
                kube_namespace_status_condition{condition="NamespaceContentRemaining",namespace="old",status="false"} 0
                kube_namespace_status_condition{condition="NamespaceContentRemaining",namespace="old",status="true"} 1
                kube_namespace_status_condition{condition="NamespaceContentRemaining",namespace="old",status="unknown"} 0
                kube_namespace_status_phase{namespace="old",phase="Active"} 0
                kube_namespace_status_phase{namespace="old",phase="Terminating"} 1""");
    }

    @Test
    void aQuotaTellsEachResourceUnderItsOwnName() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: q, namespace: n, creationTimestamp: "2026-03-01T06:00:00Z"}
                status:
                  hard: {requests.cpu: "2", requests.memory: 1.5Gi, count/jobs.batch: "4"}
                  used: {requests.cpu: 250m}
                """))).isEqualTo("""
                kube_resourcequota_created{namespace="n",resourcequota="q"} 1772344800
                kube_resourcequota{namespace="n",resource="count/jobs.batch",resourcequota="q",type="hard"} 4
                kube_resourcequota{namespace="n",resource="requests.cpu",resourcequota="q",type="hard"} 2
                kube_resourcequota{namespace="n",resource="requests.cpu",resourcequota="q",type="used"} 0.25
                kube_resourcequota{namespace="n",resource="requests.memory",resourcequota="q",type="hard"} 1610612736""");
    }

    @Test
    void aVolumeTellsWhereItLiesAndWhoHasIt() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: pv}
                spec:
                  capacity: {storage: 8Gi}
                  accessModes: [ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Delete
                  storageClassName: local-path
                  hostPath: {path: /var/lib/rancher/k3s/storage/pv, type: DirectoryOrCreate}
                  claimRef: {name: data, namespace: shop}
                status: {phase: Bound}
                """))).isEqualTo("""
                kube_persistentvolume_access_mode{access_mode="ReadWriteOnce",persistentvolume="pv"} 1
                kube_persistentvolume_capacity_bytes{persistentvolume="pv"} 8589934592
                kube_persistentvolume_claim_ref{claim_namespace="shop",name="data",persistentvolume="pv"} 1
                kube_persistentvolume_info{azure_disk_name="",csi_driver="",csi_volume_handle="",ebs_volume_id="",fc_lun="",fc_target_wwns="",fc_wwids="",gce_persistent_disk_name="",host_path="/var/lib/rancher/k3s/storage/pv",host_path_type="DirectoryOrCreate",iscsi_initiator_name="",iscsi_iqn="",iscsi_lun="",iscsi_target_portal="",local_fs="",local_path="",nfs_path="",nfs_server="",persistentvolume="pv",reclaim_policy="Delete",storageclass="local-path"} 1
                kube_persistentvolume_status_phase{persistentvolume="pv",phase="Available"} 0
                kube_persistentvolume_status_phase{persistentvolume="pv",phase="Bound"} 1
                kube_persistentvolume_status_phase{persistentvolume="pv",phase="Failed"} 0
                kube_persistentvolume_status_phase{persistentvolume="pv",phase="Pending"} 0
                kube_persistentvolume_status_phase{persistentvolume="pv",phase="Released"} 0
                kube_persistentvolume_volume_mode{persistentvolume="pv",volumemode="Filesystem"} 1""");
    }

    @Test
    void volumesOfOtherSourcesTellThem() throws ObjectTextException {
        assertThat(Told.of("""
                        apiVersion: v1
                        kind: List
                        items:
                        - {apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {iscsi: {targetPortal: "192.0.2.1:3260", iqn: iqn.x, lun: 0}}}
                        - {apiVersion: v1, kind: PersistentVolume, metadata: {name: b}, spec: {fc: {wwids: [w1, w2], lun: 2}}}
                        - {apiVersion: v1, kind: PersistentVolume, metadata: {name: c}, spec: {nfs: {server: nas, path: /x}}}
                        - {apiVersion: v1, kind: PersistentVolume, metadata: {name: d}, spec: {csi: {driver: longhorn, volumeHandle: h}}}
                        - {apiVersion: v1, kind: PersistentVolume, metadata: {name: e}, spec: {local: {path: /mnt, fsType: ext4}}}
                        """, "kube_persistentvolume_info"))
                .satisfiesExactlyInAnyOrder(
                        a -> assertThat(a)
                                .contains("iscsi_iqn=\"iqn.x\",iscsi_lun=\"0\",iscsi_target_portal=\"192.0.2.1:3260\""),
                        b -> assertThat(b).contains("fc_lun=\"2\",fc_target_wwns=\"\",fc_wwids=\"w1,w2\""),
                        c -> assertThat(c).contains("nfs_path=\"/x\",nfs_server=\"nas\""),
                        d -> assertThat(d).contains("csi_driver=\"longhorn\",csi_volume_handle=\"h\""),
                        e -> assertThat(e).contains("local_fs=\"ext4\",local_path=\"/mnt\""));
    }

    @Test
    void aClaimTellsWhatItAskedForAndGot() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: shop}
                spec: {accessModes: [ReadWriteOnce, ReadOnlyMany], resources: {requests: {storage: 1Gi}}, storageClassName: local-path, volumeMode: Filesystem, volumeName: pv}
                status: {phase: Bound, conditions: [{type: Resizing, status: "False"}]}
                """))).isEqualTo("""
                kube_persistentvolumeclaim_access_mode{access_mode="ReadOnlyMany",namespace="shop",persistentvolumeclaim="data"} 1
                kube_persistentvolumeclaim_access_mode{access_mode="ReadWriteOnce",namespace="shop",persistentvolumeclaim="data"} 1
                kube_persistentvolumeclaim_info{namespace="shop",persistentvolumeclaim="data",storageclass="local-path",volumemode="Filesystem",volumename="pv"} 1
                kube_persistentvolumeclaim_resource_requests_storage_bytes{namespace="shop",persistentvolumeclaim="data"} 1073741824
                kube_persistentvolumeclaim_status_condition{condition="Resizing",namespace="shop",persistentvolumeclaim="data",status="false"} 1
                kube_persistentvolumeclaim_status_condition{condition="Resizing",namespace="shop",persistentvolumeclaim="data",status="true"} 0
                kube_persistentvolumeclaim_status_condition{condition="Resizing",namespace="shop",persistentvolumeclaim="data",status="unknown"} 0
                kube_persistentvolumeclaim_status_phase{namespace="shop",persistentvolumeclaim="data",phase="Bound"} 1
                kube_persistentvolumeclaim_status_phase{namespace="shop",persistentvolumeclaim="data",phase="Lost"} 0
                kube_persistentvolumeclaim_status_phase{namespace="shop",persistentvolumeclaim="data",phase="Pending"} 0""");
    }

    @Test
    void aClaimsClassMayStandInItsOldAnnotation() throws ObjectTextException {
        assertThat(Told.of("""
                        apiVersion: v1
                        kind: PersistentVolumeClaim
                        metadata: {name: c, namespace: n, annotations: {volume.beta.kubernetes.io/storage-class: slow}}
                        """, "kube_persistentvolumeclaim_info")).containsExactly("""
                        kube_persistentvolumeclaim_info{namespace="n",persistentvolumeclaim="c",storageclass="slow",volumemode="",volumename=""} 1""");
    }

    @Test
    void aServiceTellsWhereItIsReached() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: shop, uid: s1}
                spec: {type: LoadBalancer, clusterIP: 10.43.0.9, externalIPs: [192.0.2.80], externalTrafficPolicy: Local}
                status: {loadBalancer: {ingress: [{ip: 192.0.2.12}, {hostname: lb.example}]}}
                """))).isEqualTo("""
                kube_service_info{cluster_ip="10.43.0.9",external_name="",external_traffic_policy="Local",load_balancer_ip="",namespace="shop",service="web",uid="s1"} 1
                kube_service_spec_external_ip{external_ip="192.0.2.80",namespace="shop",service="web",uid="s1"} 1
                kube_service_spec_type{namespace="shop",service="web",type="LoadBalancer",uid="s1"} 1
                kube_service_status_load_balancer_ingress{hostname="",ip="192.0.2.12",namespace="shop",service="web",uid="s1"} 1
                kube_service_status_load_balancer_ingress{hostname="lb.example",ip="",namespace="shop",service="web",uid="s1"} 1""");
    }

    @Test
    void anIngressTellsWhereItsPathsLead() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: i, namespace: n, resourceVersion: "12"}
                spec:
                  tls: [{hosts: [a.example, b.example], secretName: cert}]
                  rules:
                  - host: a.example
                    http:
                      paths:
                      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
                      - {path: /api, pathType: Exact, backend: {service: {name: api, port: {name: http}}}}
                      - {path: /files, pathType: Prefix, backend: {resource: {apiGroup: example.com, kind: Bucket, name: b}}}
                """))).isEqualTo("""
                kube_ingress_info{ingress="i",ingressclass="_default",namespace="n"} 1
                kube_ingress_metadata_resource_version{ingress="i",namespace="n"} 12
                kube_ingress_path{host="a.example",ingress="i",namespace="n",path="/",path_type="Prefix",service_name="web",service_port="80"} 1
                kube_ingress_path{host="a.example",ingress="i",namespace="n",path="/api",path_type="Exact",service_name="api",service_port="http"} 1
                kube_ingress_path{host="a.example",ingress="i",namespace="n",path="/files",path_type="Prefix",resource_api_group="example.com",resource_kind="Bucket",resource_name="b"} 1
                kube_ingress_tls{ingress="i",namespace="n",secret="cert",tls_host="a.example"} 1
                kube_ingress_tls{ingress="i",namespace="n",secret="cert",tls_host="b.example"} 1""");
    }

    @Test
    void anEndpointSliceTellsItsAddressesAndPorts() throws ObjectTextException {
        assertThat(String.join("\n", Told.of("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-x, namespace: shop}
                addressType: IPv4
                endpoints:
                - {addresses: [10.42.1.7], conditions: {ready: true, serving: true, terminating: false}, nodeName: pi-2, zone: z, targetRef: {kind: Pod, name: p, namespace: shop}, hints: {forZones: [{name: z}]}}
                ports: [{name: http, port: 80, protocol: TCP}, {name: ""}]
                """))).isEqualTo("""
                kube_endpointslice_endpoints_hints{address="10.42.1.7",endpointslice="web-x",for_zone="z",namespace="shop"} 1
                kube_endpointslice_endpoints{address="10.42.1.7",endpoint_nodename="pi-2",endpoint_zone="z",endpointslice="web-x",hostname="",namespace="shop",ready="true",serving="true",targetref_kind="Pod",targetref_name="p",targetref_namespace="shop",terminating="false"} 1
                kube_endpointslice_info{addresstype="IPv4",endpointslice="web-x",namespace="shop"} 1
                kube_endpointslice_ports{endpointslice="web-x",namespace="shop",port_name="",port_number="",port_protocol=""} 1
                kube_endpointslice_ports{endpointslice="web-x",namespace="shop",port_name="http",port_number="80",port_protocol="TCP"} 1""");
    }
}
