package skerry.agent.sync.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.sync.usb.PulledDisk.Kept;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;

/** A stick that is pulled out at every single step of an export, and exported to again. */
class PulledStickTest {
    @TempDir
    Path folder;

    @Test
    void wheneverAStickIsPulledNothingMisleadsAndTheNextExportCompletesIt() throws Exception {
        try (var site = new StickSite(folder.resolve("site"))) {
            site.minutes(3);
            site.restart();
            site.minutes(2);
            Path before = Files.createDirectory(folder.resolve("before"));
            site.export(before);
            // Of what is on the stick the hub holds the first start; two more files are to be written.
            var old = new ReadStick(before, site);
            long first = old.manifest().orElseThrow().files().getFirst().epoch();
            var held = site.made().keySet().stream()
                    .filter(key -> key.epoch() == first)
                    .toList();
            old.receipt(1, 5, 50, held);
            site.minutes(2);
            site.restart();
            site.minutes(2);
            var needed = new HashMap<BatchKey, Bytes>(site.made());
            held.forEach(needed::remove);

            int cuts = 0;
            for (Kept kept : Kept.values()) {
                boolean pulled = true;
                for (int steps = 0; pulled; steps++) {
                    pulled = isPulled(site, before, needed, held.size(), steps, kept);
                    cuts += pulled ? 1 : 0;
                }
            }
            assertThat(cuts).isGreaterThan(100);
        }
    }

    private boolean isPulled(StickSite site, Path before, Map<BatchKey, Bytes> needed, int held, int steps, Kept kept)
            throws Exception {
        String at = "pulled after " + steps + " steps, kept " + kept;
        Path stick = folder.resolve(kept + "-" + steps);
        copy(before, stick);
        var disk = new PulledDisk(steps);
        if (!finishes(site, disk, stick)) {
            disk.putInAgain(kept);
            // All that a hub would read is true already, and what it lacks is still at the agent.
            var found = new ReadStick(stick, site).batches();
            assertThat(site.made().entrySet()).as(at).containsAll(found.entrySet());

            Exported done = site.export(stick);
            assertThat(done.complete()).as(at).isTrue();
        }
        var reread = new ReadStick(stick, site);
        var found = reread.batches();
        assertThat(found.entrySet()).as(at).containsAll(needed.entrySet());
        // The chunk of the first start is needed by no batch that is still waiting, or by all of them.
        assertThat(found.size()).as(at).isBetween(needed.size(), needed.size() + held);
        var names = new HashSet<String>();
        reread.manifest().orElseThrow().files().forEach(file -> names.add(file.name()));
        assertThat(ReadStick.names(reread.folder()))
                .as(at)
                .hasSize(names.size() + 1)
                .containsAll(names);
        return disk.wasPulled();
    }

    private static boolean finishes(StickSite site, PulledDisk disk, Path stick) throws Exception {
        try {
            site.export(disk, stick, false);
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("the export to " + stick + " stopped (");
            return false;
        }
    }

    @Test
    void aSecondExportWritesNoFileAgain() throws Exception {
        try (var site = new StickSite(folder.resolve("site"))) {
            site.minutes(3);
            Path stick = Files.createDirectory(folder.resolve("stick"));
            site.export(stick);
            var read = new ReadStick(stick, site);
            var names = ReadStick.names(read.folder());

            Exported again = site.export(stick);

            assertThat(again).isEqualTo(new Exported(0, 0, 0, 1, true, List.of()));
            assertThat(ReadStick.names(read.folder())).isEqualTo(names);
            assertThatThrownBy(() -> site.export(folder.resolve("none")))
                    .hasMessage("there is no folder " + folder.resolve("none")
                            + ": mount the stick and name the folder it is at");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.copy(file, copy);
            }
        }
    }
}
