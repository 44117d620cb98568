package skerry.agent.collect.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collector;
import skerry.platform.tls.CertificateAuthority;

class K3sFilesTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aMachineWithoutK3sTellsNothing() throws IOException {
        assertThat(told(datastore())).isEmpty();
        assertThat(told(new Certificates(folder.resolve("k3s"), () -> NOON))).isEmpty();
    }

    @Test
    void aDatastoreOfSqliteHasSizesAndNoBackupUntilThereIsOne() throws IOException {
        file("k3s/server/db/state.db", 300, NOON);
        file("k3s/server/db/state.db-wal", 40, NOON);

        assertThat(told(datastore()))
                .containsEntry("skerry_k3s_datastore_bytes{file=\"state.db\"}", 300.0)
                .containsEntry("skerry_k3s_datastore_bytes{file=\"state.db-wal\"}", 40.0)
                .containsEntry("skerry_k3s_backups{}", 0.0)
                .containsEntry("skerry_k3s_backup_timestamp_seconds{}", 0.0)
                .hasSize(4);

        file("saved/state-1.db", 200, NOON.minusSeconds(90));
        file("saved/state-2.db", 0, NOON);
        assertThat(told(datastore()))
                .as("an empty file is no backup")
                .containsEntry("skerry_k3s_backups{}", 1.0)
                .containsEntry("skerry_k3s_backup_timestamp_seconds{}", (double) NOON.getEpochSecond() - 90);
    }

    @Test
    void whereNobodySaysWhereCopiesOfSqliteAreItIsNotKnownWhetherThereAreAny() throws IOException {
        file("k3s/server/db/state.db", 300, NOON);
        var datastore = new Datastore(new K3sSettings(folder.resolve("k3s"), List.of()));

        assertThat(told(datastore))
                .containsEntry("skerry_k3s_datastore_bytes{file=\"state.db\"}", 300.0)
                .containsEntry("skerry_k3s_backup_unknown{}", 1.0)
                .hasSize(2);

        file("k3s/server/db/etcd/member/snap/db", 700, NOON);
        assertThat(told(datastore))
                .as("k3s saves etcd by itself")
                .containsEntry("skerry_k3s_backup_timestamp_seconds{}", 0.0)
                .doesNotContainKey("skerry_k3s_backup_unknown{}");
    }

    @Test
    void theNewestSnapshotOfEtcdCounts() throws IOException {
        file("k3s/server/db/etcd/member/snap/db", 700, NOON);
        file("k3s/server/db/snapshots/etcd-snapshot-pi-1", 10, NOON.minusSeconds(80_000));
        file("k3s/server/db/snapshots/etcd-snapshot-pi-2", 10, NOON.minusSeconds(40_000));

        assertThat(told(datastore()))
                .containsEntry("skerry_k3s_datastore_bytes{file=\"etcd/member/snap/db\"}", 700.0)
                .containsEntry("skerry_k3s_backups{}", 2.0)
                .containsEntry("skerry_k3s_backup_timestamp_seconds{}", (double) NOON.getEpochSecond() - 40_000)
                .hasSize(3);
    }

    @Test
    void certificatesAreToldUnderK3sOwnNameAndTheFirstToEndCounts() throws IOException {
        Path old = authority("old", NOON.minus(Duration.ofDays(400)));
        Path young = authority("young", NOON);
        Path tls = Files.createDirectories(folder.resolve("k3s/server/tls"));
        Path agent = Files.createDirectories(folder.resolve("k3s/agent"));
        Files.copy(young, tls.resolve("server-ca.crt"));
        Files.copy(old, agent.resolve("server-ca.crt"));
        Files.writeString(tls.resolve("server-ca.key"), "a key");
        var certificates = new Certificates(folder.resolve("k3s"), () -> NOON);

        Map<String, Double> both = told(certificates);

        String series = both.keySet().stream()
                .filter(one -> one.startsWith("k3s_certificate_expiration_seconds"))
                .findFirst()
                .orElseThrow();
        assertThat(series).contains("subject=\"CN=").contains("usages=\"CertSign\"");
        assertThat(both).hasSize(2).containsEntry("skerry_k3s_certificates_unreadable{}", 0.0);
        Files.delete(agent.resolve("server-ca.crt"));
        Map<String, Double> youngAlone = told(certificates);
        assertThat(youngAlone.getOrDefault(series, 0.0) - both.getOrDefault(series, 0.0))
                .isEqualTo(400.0 * 86_400);
    }

    @Test
    void aCertificateThatIsReplacedIsReadAgain() throws IOException {
        Path tls = Files.createDirectories(folder.resolve("k3s/server/tls"));
        Path file = tls.resolve("server-ca.crt");
        Files.copy(authority("old", NOON.minus(Duration.ofDays(400))), file);
        var certificates = new Certificates(folder.resolve("k3s"), () -> NOON);
        double before = first(told(certificates));

        Files.writeString(file, Files.readString(authority("young", NOON)));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));

        assertThat(first(told(certificates)) - before).isEqualTo(400.0 * 86_400);
    }

    @Test
    void whatIsNoCertificateIsCountedAndAKeyIsNeverOpened() throws IOException {
        Path tls = Files.createDirectories(folder.resolve("k3s/server/tls"));
        Files.writeString(tls.resolve("torn.crt"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Files.writeString(tls.resolve("empty.crt"), "");
        Files.createDirectory(tls.resolve("folder.crt"));
        Files.write(tls.resolve("large.crt"), new byte[1 << 20]);
        Files.writeString(tls.resolve("service.key"), "a key");

        assertThat(told(new Certificates(folder.resolve("k3s"), () -> NOON)))
                .containsOnly(Map.entry("skerry_k3s_certificates_unreadable{}", 4.0));
    }

    @Test
    void noMoreFilesAreReadThanABound() throws IOException {
        Path tls = Files.createDirectories(folder.resolve("k3s/server/tls"));
        Path one = authority("ca", NOON);
        for (int i = 0; i < 70; i++) {
            Files.copy(one, tls.resolve("client-" + i + ".crt"));
        }

        assertThat(told(new Certificates(folder.resolve("k3s"), () -> NOON)))
                .hasSize(2)
                .containsEntry("skerry_k3s_certificates_unreadable{}", 6.0);
    }

    @Test
    void pathsAreThoseBelowWhereTheRootIsMounted() {
        var below = new K3sSettings(K3sSettings.USUAL_FOLDER, List.of(Path.of("/mnt/saved"))).below(Path.of("/host"));

        assertThat(below.folder()).isEqualTo(Path.of("/host/var/lib/rancher/k3s"));
        assertThat(below.backups()).containsExactly(Path.of("/host/mnt/saved"));
    }

    private Datastore datastore() {
        return new Datastore(new K3sSettings(folder.resolve("k3s"), List.of(folder.resolve("saved"))));
    }

    private Path authority(String name, Instant made) throws IOException {
        return CertificateAuthority.open(
                        Files.createDirectories(folder.resolve(name)), InstantSource.fixed(made), new SecureRandom())
                .certificateFile();
    }

    private void file(String name, int bytes, Instant changed) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
        Files.setLastModifiedTime(file, FileTime.from(changed));
    }

    private static double first(Map<String, Double> told) {
        return told.values().iterator().next();
    }

    private static Map<String, Double> told(Collector collector) throws IOException {
        var told = new TreeMap<String, Double>();
        collector.collect(
                (family, labels, value) -> told.put(family.name() + (labels.size() == 0 ? "{}" : labels), value));
        return told;
    }
}
