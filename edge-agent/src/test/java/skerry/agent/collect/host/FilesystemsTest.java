package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;

class FilesystemsTest {
    private static final String TWO_MOUNTS = """
            28 1 179:2 / / rw,noatime shared:1 master:2 - ext4 /dev/mmcblk0p2 rw,errors=remount-ro
            29 28 0:60 / /mnt/far rw - nfs4 server:/far rw,hard
            """;

    @TempDir
    private Path directory;

    /** Answers at once, but for what lies below {@code far}: there only when released. */
    private static final class Kernel implements KernelCalls {
        final CountDownLatch release = new CountDownLatch(1);
        final AtomicInteger asked = new AtomicInteger();
        final List<File> directories = new ArrayList<>();

        @Override
        public Optional<Space> space(File asking) {
            if (asking.getPath().contains("far") && asked.getAndIncrement() == 0) {
                while (true) {
                    try {
                        release.await();
                        break;
                    } catch (InterruptedException e) {
                        // as in the kernel: nothing ends it
                    }
                }
            }
            synchronized (directories) {
                directories.add(asking);
            }
            return asking.getPath().contains("gone")
                    ? Optional.empty()
                    : Optional.of(new Space(100, 50, 40, OptionalDouble.of(10), OptionalDouble.empty()));
        }

        @Override
        public Optional<ClockState> clock() {
            return Optional.empty();
        }
    }

    private final Kernel kernel = new Kernel();

    @Test
    void aMountThatHangsIsAnErrorAndTheOthersAreToldOf() throws Exception {
        Collected.write(directory, "proc/1/mountinfo", TWO_MOUNTS);
        try (var collector = collector()) {
            for (int round = 0; round < 2; round++) {
                assertThat(Collected.from(collector))
                        .contains(
                                "node_filesystem_size_bytes{device=\"/dev/mmcblk0p2\",fstype=\"ext4\",mountpoint=\"/\"} 100.0")
                        .contains("node_filesystem_device_error{device=\"server:/far\",device_error=\"no answer\","
                                + "fstype=\"nfs4\",mountpoint=\"/mnt/far\"} 1.0")
                        .noneMatch(line -> line.startsWith("node_filesystem_size_bytes{device=\"server:/far\""));
            }
            assertThat(kernel.asked).as("asked once while it hangs").hasValue(1);

            kernel.release.countDown();
            boolean answers = false;
            while (!answers) { // its thread may need a moment to end
                answers = Collected.from(collector)
                        .contains("node_filesystem_size_bytes{device=\"server:/far\",fstype=\"nfs4\","
                                + "mountpoint=\"/mnt/far\"} 100.0");
            }
        } finally {
            kernel.release.countDown();
        }
    }

    @Test
    void mountPointsAreUnescapedAndLookedForBelowTheRoot() throws Exception {
        Collected.write(
                directory, "proc/1/mountinfo", "30 28 8:1 / /media/usb\\040\\134stick rw - vfat /dev/sda1 rw\n");
        try (var collector = collector()) {
            assertThat(Collected.from(collector))
                    .contains("node_filesystem_files{device=\"/dev/sda1\",fstype=\"vfat\","
                            + "mountpoint=\"/media/usb \\\\stick\"} 10.0");
        }
        assertThat(kernel.directories)
                .containsExactly(directory.resolve("root/media/usb \\stick").toFile());
    }

    @Test
    void readOnlyComesFromTheMountOrFromTheFileSystem() throws Exception {
        Collected.write(directory, "proc/1/mountinfo", """
                28 1 179:2 / / rw,noatime - ext4 /dev/a rw,errors=remount-ro
                29 28 8:1 / /b ro,nosuid - vfat /dev/b rw
                30 28 8:2 / /c rw,relatime - ext4 /dev/c ro,data=ordered
                """);
        try (var collector = collector()) {
            assertThat(Collected.from(collector))
                    .contains("node_filesystem_readonly{device=\"/dev/a\",fstype=\"ext4\",mountpoint=\"/\"} 0.0")
                    .contains("node_filesystem_readonly{device=\"/dev/b\",fstype=\"vfat\",mountpoint=\"/b\"} 1.0")
                    .contains("node_filesystem_readonly{device=\"/dev/c\",fstype=\"ext4\",mountpoint=\"/c\"} 1.0");
        }
    }

    @Test
    void whatHasNoStorageOfItsOwnAndWhatIsMountedTwiceIsLeftOut() throws Exception {
        Collected.write(directory, "proc/self/mountinfo", """
                22 28 0:20 / /sys rw - sysfs sysfs rw
                23 28 0:21 / /x rw - overlay overlay rw
                24 28 0:22 / /dev/shm rw - tmpfs tmpfs rw
                25 28 0:23 / /devices rw - tmpfs a rw
                26 28 0:99 / /devices ro - tmpfs a rw
                27 28 0:24 / /var/lib/docker/x rw - ext4 b rw
                28 28 0:25 / /gone rw - ext4 c rw
                """);
        try (var collector = collector()) {
            assertThat(Collected.from(collector))
                    .filteredOn(line -> line.startsWith("node_filesystem_device_error"))
                    .containsExactly(
                            "node_filesystem_device_error{device=\"a\",fstype=\"tmpfs\",mountpoint=\"/devices\"} 0.0",
                            "node_filesystem_device_error{device=\"c\",device_error=\"no answer\",fstype=\"ext4\","
                                    + "mountpoint=\"/gone\"} 1.0");
        }
    }

    @Test
    void aFileSystemOfManyMountsIsToldOfOnceWhereAllOfItIsMounted() throws Exception {
        Collected.write(directory, "proc/1/mountinfo", """
                28 1 179:2 / / rw - ext4 /dev/root rw
                29 28 179:2 /srv /srv/export rw - ext4 /dev/root rw
                30 28 179:2 /var/log/x /a ro - ext4 /dev/root rw
                31 28 0:44 /@home /home/all rw - btrfs /dev/sdb rw
                32 28 0:44 /@home/me /me rw - btrfs /dev/sdb rw
                33 28 0:50 / /far rw - nfs4 server:/far rw
                """);
        kernel.release.countDown();
        try (var collector = collector()) {
            assertThat(Collected.from(collector))
                    .filteredOn(line -> line.startsWith("node_filesystem_size_bytes"))
                    .containsExactly(
                            "node_filesystem_size_bytes{device=\"/dev/root\",fstype=\"ext4\",mountpoint=\"/\"} 100.0",
                            "node_filesystem_size_bytes{device=\"/dev/sdb\",fstype=\"btrfs\",mountpoint=\"/me\"} 100.0",
                            "node_filesystem_size_bytes{device=\"server:/far\",fstype=\"nfs4\",mountpoint=\"/far\"} 100.0");
        }
    }

    @Test
    void whatIsMountedForAPodIsLeftOutWhereverTheKubeletHasItsFolder() throws Exception {
        Collected.write(directory, "proc/1/mountinfo", """
                28 1 179:2 / / rw - ext4 /dev/root rw
                29 28 0:61 / /srv/k/kubelet/pods/0b/volumes/kubernetes.io~secret/t rw - tmpfs tmpfs rw
                30 28 8:1 / /var/lib/kubelet/pods/0b/volumes/kubernetes.io~csi/pvc/mount rw - ext4 /dev/sda1 rw
                31 28 0:62 / /run/k3s/containerd/io.containerd.grpc.v1.cri/sandboxes/0c/shm rw - tmpfs shm rw
                """);
        try (var collector = collector()) {
            assertThat(Collected.from(collector))
                    .filteredOn(line -> line.startsWith("node_filesystem_size_bytes"))
                    .containsExactly(
                            "node_filesystem_size_bytes{device=\"/dev/root\",fstype=\"ext4\",mountpoint=\"/\"} 100.0");
        }
    }

    private Filesystems collector() {
        return new Filesystems(Collected.treesIn(directory), mountPoint -> true, kernel);
    }
}
