package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.logs.LogRecord;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.LossCause;

/** Raw detail lies encrypted on the disk, and no key or its loss ever keeps a ring from working. */
class RingKeysTest {
    private static final long MAX_BYTES = 8L << 20;

    @TempDir
    private Path folder;

    private final RingHistory history = new RingHistory(5);
    private Path file;
    private Path first;
    private Path second;

    @BeforeEach
    void keys() throws IOException {
        file = folder.resolve("ring.db");
        first = Files.writeString(folder.resolve("first"), "0123456789abcdef0123456789abcdef\n");
        second = Files.writeString(folder.resolve("second"), "fedcba9876543210fedcba9876543210");
    }

    @Test
    void nothingOfALineIsInAnyFileWhileTheRingRunsOrAfter() throws Exception {
        try (Ring ring = open(Optional.of(first))) {
            fill(ring, 3);
            ring.add(box("a secret of the box"), new BoxBounds(4, 1 << 20));
            ring.commit();
            assertThat(allBytes()).doesNotContain("a secret of the box");
            assertThat(readable()).as("the open window").isZero();
            history.closeWindow(ring, 100, List.of());
            fill(ring, 2);
            ring.commit();
            assertThat(readable()).isZero();
        }
        assertThat(allBytes()).doesNotContain("a secret of the box");
        assertThat(readable()).isZero();
        assertThat(lines(Optional.of(first), List.of())).isEqualTo(new TreeSet<>(history.lines));
    }

    /** The promise of the test above is worth something only if it fails without a key. */
    @Test
    void withoutAKeyAllOfItLiesThereToRead() throws Exception {
        try (Ring ring = open(Optional.empty())) {
            fill(ring, 3);
            ring.add(box("a secret of the box"), new BoxBounds(4, 1 << 20));
            ring.commit();
        }
        assertThat(allBytes()).contains("a secret of the box");
        assertThat(readable()).isPositive();
    }

    @Test
    void whatWasStoredBeforeAKeyUnderAnotherAndAfterItStaysReadable() throws Exception {
        for (var key :
                List.of(Optional.<Path>empty(), Optional.of(first), Optional.of(second), Optional.<Path>empty())) {
            try (Ring ring = open(key, List.of(first, second))) {
                fill(ring, 4);
                history.closeWindow(ring, 100, List.of());
            }
        }

        assertThat(lines(Optional.empty(), List.of(first, second))).isEqualTo(new TreeSet<>(history.lines));
    }

    @Test
    void blocksWithoutTheirKeyAreToldOfAndAreThereAgainWithIt() throws Exception {
        try (Ring ring = open(Optional.of(first))) {
            fill(ring, 4);
            history.closeWindow(ring, 100, List.of());
        }
        try (Ring ring = open(Optional.of(second))) {
            fill(ring, 1);
            history.closeWindow(ring, 100, List.of());
            assertThat(ring.sealing().orElseThrow().unreadable()).isPositive();
            assertThat(ring.sealing().orElseThrow().plain()).isZero();
            assertThat(ring.account().orElseThrow().balances()).isTrue();
            for (int i = 0; i < 20; i++) {
                history.pass(15_000);
                ring.commit(); // The check of all blocks runs along, and takes none of them for damaged.
            }
        }

        try (RingReader reader = RingReader.open(file, RingKeys.ofReader(Optional.of(second), List.of()))) {
            reader.lines(everything(), 0, _ -> true);
            assertThat(reader.sealedBlocks()).isPositive();
            assertThat(reader.damagedBlocks()).isZero();
        }
        assertThat(lines(Optional.of(second), List.of(first))).isEqualTo(new TreeSet<>(history.lines));
    }

    @Test
    void anOpenWindowWhoseKeyIsGoneIsCountedWithACauseOfItsOwn() throws Exception {
        try (Ring ring = open(Optional.of(first))) {
            fill(ring, 3);
        }
        try (Ring ring = open(Optional.of(second))) {
            var replayed = new ArrayList<String>();
            ring.unsummarised(new Counting(replayed));

            assertThat(replayed).isEmpty();
            Account account = ring.account().orElseThrow();
            assertThat(account.balances()).isTrue();
            assertThat(account.total().dropped())
                    .hasEntrySatisfying(
                            LossCause.KEY_MISSING,
                            lost -> assertThat(lost.lines()).isEqualTo(3));
            assertThat(account.total().dropped()).hasSize(1);
        }
    }

    @Test
    void aKeyThatCannotBeReadStopsNothingAndWritesNothingToRead() throws Exception {
        Path gone = folder.resolve("gone");
        RingKeys keys = RingKeys.ofWriter(Optional.of(gone), List.of());
        assertThat(keys.troubles()).singleElement().asString().contains("ring.key-file", gone.toString(), "NoSuchFile");

        try (Ring ring = history.open(settings().withKeys(keys))) {
            fill(ring, 3);
            ring.add(box("a secret of the box"), new BoxBounds(4, 1 << 20));
            ring.commit();
            assertThat(allBytes()).doesNotContain("a secret of the box");
            assertThat(readable()).isZero();
            try (RingReader reader = ring.reader()) {
                var found = new TreeSet<String>();
                reader.lines(everything(), 0, line -> found.add(RingHistory.line(line)));
                assertThat(found).as("as long as it runs").isEqualTo(new TreeSet<>(history.lines));
            }
        }
    }

    @Test
    void aShortKeyIsNamedWithWhatToDo() throws Exception {
        Files.writeString(first, "too short\n");

        assertThat(RingKeys.ofReader(Optional.of(first), List.of()).troubles())
                .singleElement()
                .asString()
                .contains("has 9 bytes", "at least 32", "openssl rand");
    }

    @Test
    void blocksThatChangedPlacesDoNotPassForEachOther() throws Exception {
        try (Ring ring = open(Optional.of(first))) {
            fill(ring, 2);
            history.closeWindow(ring, 100, List.of());
            fill(ring, 2);
            history.closeWindow(ring, 100, List.of());
        }
        swapBodies();

        try (RingReader reader = RingReader.open(file, RingKeys.ofReader(Optional.of(first), List.of()))) {
            reader.lines(everything(), 0, _ -> true);
            reader.samples(_ -> true, Long.MIN_VALUE, Long.MAX_VALUE, (_, _, _) -> true);
            assertThat(reader.damagedBlocks()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aBoxWithoutItsKeySaysWhatToDo() throws Exception {
        try (Ring ring = open(Optional.of(first))) {
            ring.add(box("a secret of the box"), new BoxBounds(4, 1 << 20));
            ring.commit();
        }
        try (RingReader reader = RingReader.open(file)) {
            long id = reader.boxes().getFirst().id();
            assertThat(reader.boxes().getFirst().intact()).isTrue();
            assertThatThrownBy(() -> reader.box(id)).hasMessageContaining("ring.old-key-files");
        }
        try (RingReader reader = RingReader.open(file, RingKeys.ofReader(Optional.of(first), List.of()))) {
            assertThat(reader.box(reader.boxes().getFirst().id()).orElseThrow().box())
                    .isEqualTo(box("a secret of the box"));
        }
    }

    private record Counting(List<String> replayed) implements Replay {
        @Override
        public void samples(SampleRound round) {
            replayed.add("samples");
        }

        @Override
        public void line(LogRecord line) {
            replayed.add(line.text());
        }

        @Override
        public void event(Event event) {
            replayed.add(event.text());
        }
    }

    private static Box box(String text) {
        return new Box("crash", "about", Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void fill(Ring ring, int lines) {
        history.addRound(ring);
        for (int i = 0; i < lines; i++) {
            history.addLine(ring);
        }
        ring.commit();
        history.pass(15_000);
    }

    private void swapBodies() throws Exception {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            var bodies = new BodyTable[] {BodyTable.ofBlocks(db)};
            long low = new BlockTable(db).first();
            long high = new BlockTable(db).last();
            byte[] ofLow = bodies[0].find(low).orElseThrow();
            byte[] ofHigh = bodies[0].find(high).orElseThrow();
            bodies[0].insert(low, ofHigh);
            bodies[0].insert(high, ofLow);
        }
    }

    private SortedSet<String> lines(Optional<Path> key, List<Path> old) throws Exception {
        var found = new TreeSet<String>();
        try (RingReader reader = RingReader.open(file, RingKeys.ofReader(key, old))) {
            reader.lines(everything(), 0, line -> found.add(RingHistory.line(line)));
        }
        return found;
    }

    private static LineFilter everything() {
        return LineFilter.between(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Blocks that somebody without a key can unpack. */
    private int readable() throws Exception {
        int readable = 0;
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
                var packer = new BlockPacker(1)) {
            BodyTable bodies = BodyTable.ofBlocks(db);
            for (BlockTable.Row row : new BlockTable(db).after(0, 1_000)) {
                try {
                    packer.unpack(bodies.find(row.block().id()).orElseThrow());
                    readable++;
                } catch (DamagedException e) {
                    // As it should be.
                }
            }
        }
        return readable;
    }

    private String allBytes() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path one : files.filter(path -> path.getFileName().toString().startsWith("ring"))
                    .toList()) {
                all.append(new String(Files.readAllBytes(one), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    private RingSettings settings() {
        return RingSettings.of(file, MAX_BYTES);
    }

    private Ring open(Optional<Path> key) {
        return open(key, List.of());
    }

    private Ring open(Optional<Path> key, List<Path> old) {
        return history.open(settings().withKeys(RingKeys.ofWriter(key, old)));
    }
}
