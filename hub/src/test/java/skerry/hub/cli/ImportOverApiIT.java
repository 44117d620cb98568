package skerry.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.RunningHub;
import skerry.hub.ingest.stick.Imported;
import skerry.hub.ingest.stick.MadeStick;
import skerry.hub.ingest.stick.StickImport;
import skerry.platform.files.LocalDisk;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Limits;
import skerry.protocol.batch.Batch;
import skerry.protocol.stick.StickFile;

/** Large files go to a running hub, which reads no more of any than its manifest names. */
class ImportOverApiIT {
    private static final long NOON = 1_790_000_040_000L;

    @TempDir
    Path folder;

    @Test
    void aLargeFileIsTakenInAndAnOversizedOneRefusedWithoutStoppingTheOthers() throws Exception {
        var agent = new FakeAgent(1);
        Path data = folder.resolve("hub");
        Path stick = Files.createDirectory(folder.resolve("stick"));
        try (var running = new RunningHub(data, Map.of());
                var hub = LocalHub.of(data)) {
            running.enrol(agent, "north");
            var made = new MadeStick(stick, running.card());
            StickFile oversized = made.put(agent, List.of(agent.dictionary(NOON)));
            try (var file = new RandomAccessFile(
                    made.folder(agent).resolve(oversized.name()).toFile(), "rw")) {
                file.setLength(Limits.MAX_STICK_FILE_BYTES + (8L << 20));
            }
            var batches = new ArrayList<Batch>();
            for (int i = 0; i < 200; i++) {
                batches.add(agent.nonsense(Kind.EVENTS, new byte[110_000], NOON + i));
            }
            StickFile large = made.put(agent, batches);
            assertThat(large.length()).isGreaterThan(20 << 20);

            Imported imported = new StickImport(new LocalDisk(), new RemoteDesk(hub), new RemoteDoor(hub))
                    .run(stick, _ -> {})
                    .getFirst();

            assertThat(imported.stored()).isEqualTo(200);
            assertThat(imported.receipt()).isTrue();
            assertThat(imported.problems())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "The file " + oversized.name() + " is longer than the " + oversized.length() + " bytes");
            assertThat(hub.get("/api/v1/audit").toString())
                    .contains("stick.import")
                    .contains("200 batches new, 0 known, 0 refused");
        }
    }
}
