package skerry.hub.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.store.OnlineCopy;
import skerry.hub.store.sqlite.SqliteAccessStore;
import skerry.hub.store.sqlite.SqliteFleetStore;

class BackupTest {
    private static final int MIB = 1 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final RecoveryKey recovery = RecoveryKey.generate(new SecureRandom());
    private final Map<String, byte[]> files = new TreeMap<>();
    private Path to = Path.of("");
    private long time = 1_790_000_000_000L;

    /** What a hub has, with a real store and real databases beside made-up day files. */
    @BeforeEach
    void makeHub() throws Exception {
        to = Files.createDirectory(folder.resolve("to"));
        Path data = folder.resolve("hub");
        try (var store = new SqliteFleetStore(data, InstantSource.system(), 1);
                var access = SqliteAccessStore.open(data.resolve("access.db"))) {
            OnlineCopy.Taker taker = new OnlineCopy.Taker() {
                @Override
                public void upTo(long lsn) {
                    assertThat(lsn).isZero();
                }

                @Override
                public void take(String name, String mark, OnlineCopy.Content content) throws IOException {
                    var out = new java.io.ByteArrayOutputStream();
                    content.writeTo(out);
                    files.put(name, out.toByteArray());
                }
            };
            store.copyTo(taker);
            access.copyTo(taker);
        }
        for (String key : List.of("identity", "ca.p12", "ca.pem")) {
            files.put(key, random(100, key.hashCode()));
        }
    }

    @Test
    void aPieceThatAnEarlierBackupHasIsNotWrittenAgain() throws Exception {
        files.put("day/day-2026-11-21.db", random(9 * MIB, 1));
        BackupRun.Made first = backUp(9);
        byte[] changed = files.get("day/day-2026-11-21.db").clone();
        changed[5 * MIB]++;
        files.put("day/day-2026-11-21.db", changed);

        BackupRun.Made second = backUp(9);

        assertThat(first.written()).isEqualTo(first.bytes());
        assertThat(second.written()).as("one piece changed").isEqualTo(4 * MIB);
        assertThat(verify()).allMatch(line -> line.contains(": whole"));
    }

    @Test
    void aBackupThatWasInterruptedIsNoneAndTheNextGoesOnWhereItWas() throws Exception {
        files.put("day/day-2026-11-21.db", random(9 * MIB, 1));
        files.put("proof/2026-11.db", random(5 * MIB, 2));
        assertThatThrownBy(() -> run(9, "proof/2026-11.db")).isInstanceOf(IOException.class);
        assertThat(verify()).singleElement().asString().contains("no finished backup");

        BackupRun.Made made = backUp(9);

        assertThat(made.written()).isEqualTo(5 * MIB);
        assertThat(verify()).singleElement().asString().contains(": whole");
    }

    @Test
    void onlyTheNewestAreKeptWithWhatTheyNeed() throws Exception {
        files.put("day/day-2026-11-21.db", random(9 * MIB, 1));
        backUp(2);
        files.put("day/day-2026-11-21.db", random(9 * MIB, 2));
        backUp(2);
        assertThat(pieces()).hasSizeGreaterThan(6);
        int before = pieces().size();
        backUp(2);

        assertThat(pieces()).hasSize(before - 3);
        assertThat(verify()).hasSize(2).allMatch(line -> line.contains(": whole"));
    }

    @Test
    void everyChangedByteOfEveryFileIsNoticedAndNothingIsRestoredFromIt() throws Exception {
        files.put("day/day-2026-11-21.db", random(5000, 1));
        backUp(9);
        var random = new Random(7);
        List<Path> all;
        try (var walk = Files.walk(to)) {
            all = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("lock"))
                    .toList();
        }
        for (Path file : all) {
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < 20; i++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, damaged);
                requireUseless();
            }
            Files.write(file, java.util.Arrays.copyOf(whole, random.nextInt(whole.length)));
            requireUseless();
            Files.delete(file);
            requireUseless();
            Files.write(file, whole);
        }
        assertThat(verify()).singleElement().asString().contains(": whole");
    }

    private void requireUseless() throws IOException {
        assertThat(verify()).noneMatch(line -> line.contains(": whole"));
        Path data = folder.resolve("useless");
        assertThatThrownBy(() -> restore(recovery, data))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("[^\\n]+");
        assertThat(data.resolve("identity")).doesNotExist();
    }

    @Test
    void whatIsRestoredIsWhatWasBackedUp() throws Exception {
        backUp(9);

        Path data = folder.resolve("new");
        restore(recovery, data);

        assertThat(Files.readAllBytes(data.resolve("identity"))).isEqualTo(files.get("identity"));
        assertThat(data.resolve(Restore.ASIDE)).doesNotExist();
        try (var store = new SqliteFleetStore(data, InstantSource.system(), 2)) {
            assertThat(store.batches().lsn()).isZero();
        }
        try (var access = SqliteAccessStore.open(data.resolve("access.db"))) {
            assertThat(access.audit(10)).anyMatch(entry -> entry.action().equals("hub.restore"));
        }
        assertThatThrownBy(() -> restore(recovery, data)).hasMessageContaining("is not empty");
    }

    @Test
    void anotherKeyOpensNothing() throws Exception {
        backUp(9);
        var other = RecoveryKey.generate(new SecureRandom());

        assertThatThrownBy(() -> restore(other, folder.resolve("new"))).hasMessageContaining("no backups that this");
        // Nor does it help to give the folder the name of the other key's.
        Files.move(
                to.resolve(recovery.backupKey().id().hex()),
                to.resolve(other.backupKey().id().hex()));
        assertThatThrownBy(() -> restore(other, folder.resolve("new"))).hasMessageContaining("signature");
    }

    @Test
    void aRecoveryKeyIsReadAsItWasWrittenDown() {
        String text = recovery.text();

        assertThat(RecoveryKey.parse(text.toUpperCase(java.util.Locale.ROOT)).text())
                .isEqualTo(text);
        assertThat(RecoveryKey.parse(text.replace(" ", "")).text()).isEqualTo(text);
        char last = text.charAt(text.length() - 1);
        String mistyped = text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');
        assertThatThrownBy(() -> RecoveryKey.parse(mistyped))
                .hasMessageContaining("a digit of the recovery key is wrong");
        assertThatThrownBy(() -> RecoveryKey.parse(text.substring(0, 30))).hasMessageContaining("missing");
    }

    @Test
    void noNameLeadsOutOfTheDataFolder() {
        for (String name :
                List.of("../control.db", "/etc/passwd", "day/../x", "day/day-2026-11-21.db/..", "lock", "")) {
            assertThatThrownBy(() -> new BackedFile(name, 0, "", List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private BackupRun.Made backUp(int keep) throws IOException {
        return run(keep, "");
    }

    private BackupRun.Made run(int keep, String failAt) throws IOException {
        BackupKey key = recovery.backupKey();
        OnlineCopy source = taker -> {
            taker.upTo(0);
            for (var file : files.entrySet()) {
                taker.take(file.getKey(), "", out -> {
                    if (file.getKey().equals(failAt)) {
                        throw new IOException("the disk was pulled out");
                    }
                    out.write(file.getValue());
                });
            }
        };
        return new BackupRun(BackupFolder.toWrite(to, key), key, _ -> {}).run(List.of(source), ++time, "test", keep);
    }

    private List<String> verify() throws IOException {
        var said = new ArrayList<String>();
        boolean whole = new Verification(recovery, said::add).of(to);
        assertThat(whole).isEqualTo(said.stream().allMatch(line -> line.contains(": whole")));
        return said;
    }

    private void restore(RecoveryKey key, Path data) throws IOException {
        new Restore(key, _ -> {}).run(to, Optional.empty(), data, time);
    }

    private List<Path> pieces() {
        try (var walk = Files.walk(to)) {
            return walk.filter(file -> file.toString().endsWith(".skp"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] random(int bytes, long seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }
}
