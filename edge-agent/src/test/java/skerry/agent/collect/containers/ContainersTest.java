package skerry.agent.collect.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skerry.agent.collect.Collected;

class ContainersTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String OTHER_ID = "fedcba9876543210".repeat(4);
    private static final String UID = "11111111-2222-3333-4444-555555555555";
    private static final String WEB = "{container=\"web\",image=\"example/web:1\",namespace=\"shop\",pod=\"web-0\"}";

    @TempDir
    private Path directory;

    @BeforeEach
    void unified() throws IOException {
        write("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
        write("proc/stat", "cpu  1 2 3\nbtime 1700000000\n");
    }

    private void write(String file, String text) throws IOException {
        Collected.write(directory, file, text);
    }

    private List<String> collected() throws IOException {
        return Collected.from(new Containers(Collected.treesIn(directory)));
    }

    /** A container of containerd in a pod, with a process started {@code ticks} after the boot. */
    private String podContainer(String group, String id, long pid, long ticks) throws IOException {
        write("root/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io/" + id + "/config.json", """
                {"ociVersion": "1.2.0", "process": {"args": ["a", {"deep": []}]},
                 "annotations": {"io.kubernetes.cri.container-name": "web", "io.kubernetes.cri.container-type":
                 "container", "io.kubernetes.cri.image-name": "example/web:1",
                 "io.kubernetes.cri.sandbox-name": "web-0", "io.kubernetes.cri.sandbox-namespace": "shop"}}
                """);
        String path = "sys/fs/cgroup/" + group;
        write(path + "/cgroup.procs", pid + "\n" + (pid + 1) + "\n");
        process(pid, ticks);
        return path;
    }

    private void process(long pid, long ticks) throws IOException {
        write("proc/" + pid + "/stat", pid + " (a (b) c) S" + " 0".repeat(18) + " " + ticks + " 0 0\n");
    }

    @Test
    void aMachineWithoutControlGroupsTellsNothing() throws Exception {
        Files.delete(directory.resolve("sys/fs/cgroup/cgroup.controllers"));

        assertThat(collected()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUIDU.slice/cri-containerd-ID.scope",
        "kubepods.slice/kubepods-podUIDU.slice/cri-containerd-ID.scope",
        "kubepods/burstable/podUID/ID",
        "kubepods/podUID/ID",
        "kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/"
                + "kubelet-kubepods-besteffort-podUIDU.slice/crio-ID.scope",
        "system.slice/containerd.service/kubepods-burstable-podUIDU.slice:cri-containerd:ID"
    })
    void aContainerIsFoundInTheTreesOfBothDrivers(String form) throws Exception {
        String group =
                form.replace("UIDU", UID.replace('-', '_')).replace("UID", UID).replace("ID", ID);
        podContainer(group, ID, 700, 250);

        assertThat(new CgroupTree(Collected.treesIn(directory)).containers())
                .containsExactly(new ContainerCgroup(group, ID, UID));
        assertThat(collected())
                .containsExactly(
                        "container_processes" + WEB + " 2.0",
                        "container_start_time_seconds" + WEB + " 1.7000000025E9",
                        "skerry_containers_left_out 0.0");
    }

    @Test
    void aContainerStartsWithTheOldestOfItsProcessesWhateverTheirNumbers() throws Exception {
        String path = podContainer("kubepods/pod" + UID + "/" + ID, ID, 700, 250);
        var containers = new Containers(Collected.treesIn(directory));
        assertThat(Collected.from(containers)).contains("container_start_time_seconds" + WEB + " 1.7000000025E9");

        process(3, 900);
        write(path + "/cgroup.procs", "3\n700\n");
        assertThat(Collected.from(containers)).contains("container_start_time_seconds" + WEB + " 1.7000000025E9");

        process(700, 1_000);
        assertThat(Collected.from(containers))
                .as("700 is another process now")
                .contains("container_start_time_seconds" + WEB + " 1.700000009E9");
    }

    @Test
    void anAgentOutsideTheHostsPidNamespaceTellsNothingOfProcessesRatherThanOfTheWrongOnes() throws Exception {
        podContainer("kubepods/pod" + UID + "/" + ID, ID, 700, 250);
        Files.createSymbolicLink(directory.resolve("proc/self"), Path.of("700"));

        assertThat(collected()).containsExactly("skerry_containers_left_out 0.0");
    }

    @Test
    void versionTwoIsReadUnderTheNamesOfCadvisor() throws Exception {
        String path = podContainer("kubepods/burstable/pod" + UID + "/" + ID, ID, 700, 0);
        write(path + "/cpu.stat", """
                usage_usec 2500000
                user_usec 1500000
                system_usec 1000000
                nr_periods 40
                nr_throttled 4
                throttled_usec 500000
                """);
        write(path + "/cpu.max", "50000 100000\n");
        write(path + "/cpu.weight", "39\n");
        write(path + "/memory.current", "10000\n");
        write(path + "/memory.peak", "20000\n");
        write(path + "/memory.max", "30000\n");
        write(path + "/memory.low", "0\n");
        write(path + "/memory.swap.current", "100\n");
        write(path + "/memory.swap.max", "max\n");
        write(
                path + "/memory.stat",
                "anon 4000\nfile 5000\nfile_mapped 600\ninactive_file 3000\npgfault 70\npgmajfault 8\n");
        write(path + "/memory.events", "low 0\noom 3\noom_kill 2\n");
        write(path + "/pids.current", "12\n");
        write(path + "/pids.max", "max\n");
        write(path + "/io.stat", "8:0 rbytes=1024 wbytes=2048 rios=3 wios=4 dbytes=0 dios=0\n259:9 rbytes=1\n");
        write("sys/dev/block/8:0/uevent", "MAJOR=8\nMINOR=0\nDEVNAME=sda\nDEVTYPE=disk\n");
        write(path + "/memory.pressure", """
                some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000
                full avg10=0.00 avg60=0.00 avg300=0.00 total=500000
                """);

        String rest = WEB.substring(1);
        assertThat(collected())
                .contains(
                        "container_cpu_usage_seconds_total{container=\"web\",cpu=\"total\","
                                + rest.substring("container=\"web\",".length()) + " 2.5",
                        "container_cpu_user_seconds_total" + WEB + " 1.5",
                        "container_cpu_system_seconds_total" + WEB + " 1.0",
                        "container_cpu_cfs_periods_total" + WEB + " 40.0",
                        "container_cpu_cfs_throttled_periods_total" + WEB + " 4.0",
                        "container_cpu_cfs_throttled_seconds_total" + WEB + " 0.5",
                        "container_spec_cpu_quota" + WEB + " 50000.0",
                        "container_spec_cpu_period" + WEB + " 100000.0",
                        "container_spec_cpu_shares" + WEB + " 998.0",
                        "container_memory_usage_bytes" + WEB + " 10000.0",
                        "container_memory_working_set_bytes" + WEB + " 7000.0",
                        "container_memory_rss" + WEB + " 4000.0",
                        "container_memory_cache" + WEB + " 5000.0",
                        "container_memory_mapped_file" + WEB + " 600.0",
                        "container_memory_swap" + WEB + " 100.0",
                        "container_memory_max_usage_bytes" + WEB + " 20000.0",
                        "container_memory_failures_total{container=\"web\",failure_type=\"pgmajfault\","
                                + "image=\"example/web:1\",namespace=\"shop\",pod=\"web-0\",scope=\"container\"} 8.0",
                        "container_oom_events_total" + WEB + " 2.0",
                        "container_spec_memory_limit_bytes" + WEB + " 30000.0",
                        "container_spec_memory_swap_limit_bytes" + WEB + " 0.0",
                        "container_threads" + WEB + " 12.0",
                        "container_threads_max" + WEB + " 0.0",
                        "container_fs_reads_bytes_total{container=\"web\",device=\"/dev/sda\","
                                + rest.substring("container=\"web\",".length()) + " 1024.0",
                        "container_fs_writes_total{container=\"web\",device=\"/dev/sda\","
                                + rest.substring("container=\"web\",".length()) + " 4.0",
                        "container_fs_reads_bytes_total{container=\"web\",device=\"259:9\","
                                + rest.substring("container=\"web\",".length()) + " 1.0",
                        "container_pressure_memory_waiting_seconds_total" + WEB + " 1.5",
                        "container_pressure_memory_stalled_seconds_total" + WEB + " 0.5");
    }

    @Test
    void versionOneIsReadUnderTheSameNames() throws Exception {
        Files.delete(directory.resolve("sys/fs/cgroup/cgroup.controllers"));
        String group = "kubepods/burstable/pod" + UID + "/" + ID;
        podContainer("cpuacct/" + group, ID, 700, 0);
        String root = "sys/fs/cgroup/";
        write(root + "cpuacct/" + group + "/cpuacct.usage", "2500000000\n");
        write(root + "cpuacct/" + group + "/cpuacct.stat", "user 150\nsystem 100\n");
        write(root + "cpu/" + group + "/cpu.shares", "512\n");
        write(root + "cpu/" + group + "/cpu.cfs_quota_us", "50000\n");
        write(root + "cpu/" + group + "/cpu.cfs_period_us", "100000\n");
        write(root + "cpu/" + group + "/cpu.stat", "nr_periods 40\nnr_throttled 4\nthrottled_time 500000000\n");
        write(root + "memory/" + group + "/memory.usage_in_bytes", "10000\n");
        write(root + "memory/" + group + "/memory.limit_in_bytes", "9223372036854771712\n");
        write(root + "memory/" + group + "/memory.max_usage_in_bytes", "20000\n");
        write(root + "memory/" + group + "/memory.stat", """
                rss 1
                total_rss 4000
                total_cache 5000
                total_mapped_file 600
                total_swap 100
                total_inactive_file 3000
                total_pgfault 70
                total_pgmajfault 8
                """);
        write(root + "memory/" + group + "/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        write(root + "pids/" + group + "/pids.current", "12\n");
        write(root + "pids/" + group + "/pids.max", "100\n");
        write(
                root + "blkio/" + group + "/blkio.throttle.io_service_bytes",
                "8:0 Read 1024\n8:0 Write 2048\n8:0 Total 3072\nTotal 3072\n");
        write(root + "blkio/" + group + "/blkio.throttle.io_serviced", "8:0 Read 3\n8:0 Write 4\n");

        String device = "{container=\"web\",device=\"8:0\",image=\"example/web:1\",namespace=\"shop\",pod=\"web-0\"}";
        assertThat(collected())
                .contains(
                        "container_cpu_usage_seconds_total{container=\"web\",cpu=\"total\",image=\"example/web:1\","
                                + "namespace=\"shop\",pod=\"web-0\"} 2.5",
                        "container_cpu_user_seconds_total" + WEB + " 1.5",
                        "container_cpu_cfs_throttled_seconds_total" + WEB + " 0.5",
                        "container_spec_cpu_shares" + WEB + " 512.0",
                        "container_spec_cpu_quota" + WEB + " 50000.0",
                        "container_memory_working_set_bytes" + WEB + " 7000.0",
                        "container_memory_rss" + WEB + " 4000.0",
                        "container_memory_swap" + WEB + " 100.0",
                        "container_spec_memory_limit_bytes" + WEB + " 0.0",
                        "container_oom_events_total" + WEB + " 2.0",
                        "container_threads" + WEB + " 12.0",
                        "container_threads_max" + WEB + " 100.0",
                        "container_fs_reads_bytes_total" + device + " 1024.0",
                        "container_fs_writes_bytes_total" + device + " 2048.0",
                        "container_fs_reads_total" + device + " 3.0");
    }

    @Test
    void aPodsTrafficIsThatOfItsNetworkAndNotTheHosts() throws Exception {
        podContainer("kubepods/pod" + UID + "/" + ID, ID, 700, 0);
        write("proc/700/net/dev", """
                Inter-|   Receive                            |  Transmit
                 face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls
                    lo: 9 9 9 9 0 0 0 0 9 9 9 9 0 0 0 0
                  eth0: 100 10 1 2 0 0 0 0 200 20 3 4 0 0 0 0
                """);
        namespace("1", "net:[1]");
        namespace("700", "net:[2]");
        String pod = "{interface=\"eth0\",namespace=\"shop\",pod=\"web-0\"}";

        assertThat(collected())
                .filteredOn(line -> line.startsWith("container_network"))
                .containsExactlyInAnyOrder(
                        "container_network_receive_bytes_total" + pod + " 100.0",
                        "container_network_receive_packets_total" + pod + " 10.0",
                        "container_network_receive_errors_total" + pod + " 1.0",
                        "container_network_receive_packets_dropped_total" + pod + " 2.0",
                        "container_network_transmit_bytes_total" + pod + " 200.0",
                        "container_network_transmit_packets_total" + pod + " 20.0",
                        "container_network_transmit_errors_total" + pod + " 3.0",
                        "container_network_transmit_packets_dropped_total" + pod + " 4.0");

        Files.delete(directory.resolve("proc/700/ns/net"));
        namespace("700", "net:[1]");

        assertThat(collected()).noneMatch(line -> line.startsWith("container_network"));
    }

    @Test
    void whoMayNotSeeNamespacesKnowsAPodsNetworkByItsCounters() throws Exception {
        podContainer("kubepods/pod" + UID + "/" + ID, ID, 700, 0);
        String heads = "Inter-|\n face |bytes\n";
        String host = heads + "lo: 500 5 0 0 0 0 0 0 500 5 0 0 0 0 0 0\neth0: 900 9 0 0 0 0 0 0 900 9 0 0 0 0 0 0\n";
        write("proc/1/net/dev", host);
        write("proc/700/net/dev", host);
        assertThat(collected())
                .as("a pod of the host's network")
                .noneMatch(line -> line.startsWith("container_network"));

        write("proc/700/net/dev", host.replace("eth0: 900", "eth0: 899"));
        assertThat(collected())
                .contains(
                        "container_network_receive_bytes_total{interface=\"eth0\",namespace=\"shop\",pod=\"web-0\"} 899.0");

        write("proc/700/net/dev", heads + "veth7: 1 2 0 0 0 0 0 0 1 2 0 0 0 0 0 0\n");
        assertThat(collected())
                .contains(
                        "container_network_receive_bytes_total{interface=\"veth7\",namespace=\"shop\",pod=\"web-0\"} 1.0");
    }

    private void namespace(String pid, String name) throws IOException {
        Path link = directory.resolve("proc/" + pid + "/ns/net");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(name));
    }

    @Test
    void ofTwoContainersWithOneNameTheOneStartedLastIsToldOf() throws Exception {
        String pod = "kubepods/pod" + UID + "/";
        write(podContainer(pod + ID, ID, 700, 100) + "/memory.current", "1\n");
        write(podContainer(pod + OTHER_ID, OTHER_ID, 800, 200) + "/memory.current", "2\n");

        assertThat(collected()).contains("container_memory_usage_bytes" + WEB + " 2.0");
        assertThat(collected()).doesNotContain("container_memory_usage_bytes" + WEB + " 1.0");
    }

    @Test
    void namesComeFromTheKubeletsLogsWhereTheRuntimesFilesAreNotReadable() throws Exception {
        write("sys/fs/cgroup/kubepods/pod" + UID + "/" + ID + "/cgroup.procs", "700\n");
        write("sys/fs/cgroup/kubepods/pod" + UID + "/" + OTHER_ID + "/cgroup.procs", "701\n");
        write("root/var/log/containers/web-0_shop_web-" + ID + ".log", "");
        Files.createDirectories(directory.resolve("root/var/log/pods/shop_web-0_" + UID + "/web"));

        assertThat(collected())
                .containsExactly(
                        "container_processes{container=\"web\",namespace=\"shop\",pod=\"web-0\"} 1.0",
                        "skerry_containers_left_out 0.0");
    }

    @Test
    void dockerAndPodmanContainersHaveTheirNames() throws Exception {
        write("sys/fs/cgroup/system.slice/docker-" + ID + ".scope/cgroup.procs", "700\n");
        write(
                "root/var/lib/docker/containers/" + ID + "/config.v2.json",
                "{\"Config\": {\"Hostname\": \"h\", \"Image\": \"nginx:1\", \"Labels\": {}}, \"Name\": \"/front\"}");
        write("sys/fs/cgroup/machine.slice/libpod-" + OTHER_ID + ".scope/container/cgroup.procs", "701\n");
        write("sys/fs/cgroup/machine.slice/libpod-conmon-" + OTHER_ID + ".scope/cgroup.procs", "702\n");
        write(
                "root/var/lib/containers/storage/overlay-containers/containers.json",
                "[{\"id\": \"" + ID.replace('0', '1') + "\", \"names\": [\"else\"]}, {\"id\": \"" + OTHER_ID
                        + "\", \"names\": [\"back\", \"alias\"], \"metadata\": "
                        + "\"{\\\"image-name\\\":\\\"docker.io/library/redis:7\\\"}\"}]");

        assertThat(collected())
                .containsExactlyInAnyOrder(
                        "container_processes{image=\"nginx:1\",name=\"front\"} 1.0",
                        "container_processes{image=\"docker.io/library/redis:7\",name=\"back\"} 0.0",
                        "skerry_containers_left_out 0.0");
    }

    @Test
    void whatNobodyNamesIsCountedAndNamedOnceItIsKnown() throws Exception {
        write("sys/fs/cgroup/kubepods/pod" + UID + "/" + ID + "/cgroup.procs", "700\n");
        var containers = new Containers(Collected.treesIn(directory));
        assertThat(Collected.from(containers)).containsExactly("skerry_containers_left_out 1.0");

        podContainer("kubepods/pod" + UID + "/" + ID, ID, 700, 0);

        assertThat(Collected.from(containers)).contains("container_processes" + WEB + " 2.0");
    }

    @Test
    void aHalfWrittenFileOfARuntimeCostsOnlyTheNames() throws Exception {
        podContainer("kubepods/pod" + UID + "/" + ID, ID, 700, 0);
        write("root/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io/" + ID + "/config.json", "{\"annot");

        assertThat(collected()).containsExactly("skerry_containers_left_out 1.0");
    }

    @Test
    void moreContainersThanCanBeToldOfAreCounted() throws Exception {
        for (int i = 0; i < Containers.MAX_CONTAINERS + 2; i++) {
            String id = "%064x".formatted(i);
            write("sys/fs/cgroup/docker/" + id + "/cgroup.procs", "");
            write(
                    "root/var/lib/docker/containers/" + id + "/config.v2.json",
                    "{\"Name\": \"/c" + i + "\", \"Config\": {}}");
        }

        assertThat(collected()).hasSize(Containers.MAX_CONTAINERS + 1).contains("skerry_containers_left_out 2.0");
    }

    @Test
    void aKernelThatDoesNotAccountMemoryIsTold() throws Exception {
        var tree = new CgroupTree(Collected.treesIn(directory));
        assertThat(tree.hasMemory()).isTrue();

        write("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io pids\n");

        assertThat(tree.hasMemory()).isFalse();
    }
}
