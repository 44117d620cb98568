package skerry.hub.ingest.stick;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import skerry.platform.files.Disk;
import skerry.platform.files.SafeFile;
import skerry.protocol.Limits;
import skerry.protocol.Uid;
import skerry.protocol.stick.StickLayout;

/**
 * Goes over a stick: of each agent it hands in the newest manifest that is whole and every file that this names, and writes the
 * hub's receipt back. Nothing else on the stick is changed, so importing it again does no harm.
 */
public final class StickImport {
    /** Names looked at in a folder of the stick, whoever filled it. */
    private static final int LISTED = 10_000;

    /** Manifests tried of one agent: a pulled stick has one that is damaged, and one before it. */
    private static final int MANIFESTS = 8;

    private final Disk disk;
    private final Desk desk;

    public StickImport(Disk disk, Desk desk) {
        this.disk = disk;
        this.desk = desk;
    }

    /**
     * Imports a stick.
     *
     * @param stick the folder at which it is mounted
     * @param progress told of each step, as a sentence
     * @return one entry per agent on the stick
     * @throws IOException one sentence, if this is no stick of agents or the hub does not answer
     */
    public List<Imported> run(Path stick, Consumer<String> progress) throws IOException {
        Path root = stick.resolve(StickLayout.ROOT);
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("there is no folder " + StickLayout.ROOT + " at " + stick
                    + ": name the folder at which a stick with an agent's export is mounted");
        }
        var imported = new ArrayList<Imported>();
        for (String name : disk.names(root, LISTED).stream().sorted().toList()) {
            Optional<Uid> uid = StickLayout.agent(name);
            if (uid.isPresent()) {
                imported.add(new OfAgent(root, uid.get(), progress).run());
            }
        }
        return imported;
    }

    /** The part of one agent. */
    private final class OfAgent {
        private final Path root;
        private final Path folder;
        private final Uid uid;
        private final Consumer<String> progress;
        private final List<String> problems = new ArrayList<>();
        private long stored;
        private long known;
        private long refused;

        OfAgent(Path root, Uid uid, Consumer<String> progress) {
            this.root = root;
            this.folder = root.resolve(uid.value());
            this.uid = uid;
            this.progress = progress;
        }

        Imported run() throws IOException {
            Optional<Desk.Opening.Accepted> manifest = open();
            boolean receipt = false;
            if (manifest.isPresent()) {
                for (String file : manifest.get().files()) {
                    take(manifest.get(), file);
                }
                Optional<byte[]> word = manifest.get().oneWay()
                        ? Optional.empty()
                        : desk.receipt(manifest.get().id());
                receipt = word.isPresent() && answer(word.get());
            }
            return new Imported(
                    uid.value(),
                    manifest.map(Desk.Opening.Accepted::agent).orElse(""),
                    stored,
                    known,
                    refused,
                    receipt,
                    problems);
        }

        /** The newest manifest, or the newest before it that is not damaged. */
        private Optional<Desk.Opening.Accepted> open() throws IOException {
            List<String> manifests = StickLayout.newestFirst(disk.names(folder, LISTED), StickLayout::manifestNumber);
            Optional<String> newest = Optional.empty();
            for (String name : manifests.subList(0, Math.min(MANIFESTS, manifests.size()))) {
                byte[] manifest;
                try {
                    manifest = read(name);
                } catch (FileSystemException e) {
                    newest = Optional.of(newest.orElse(unread(name, e)));
                    continue;
                }
                switch (desk.open(manifest)) {
                    case Desk.Opening.Accepted accepted -> {
                        newest.ifPresent(why -> problems.add("The newest manifest of agent " + uid
                                + " cannot be used, so the one before it was: " + why));
                        return Optional.of(accepted);
                    }
                    case Desk.Opening.Refused(boolean damaged, String why) -> {
                        newest = Optional.of(newest.orElse(why));
                        if (!damaged) {
                            problems.add(why);
                            return Optional.empty();
                        }
                    }
                }
            }
            problems.add(newest.map(why -> "The data of agent " + uid + " cannot be read: " + why)
                    .orElse("The folder of agent " + uid + " has no manifest: the stick was pulled out too soon; export"
                            + " again."));
            return Optional.empty();
        }

        private byte[] read(String name) throws IOException {
            try (InputStream in = disk.open(folder.resolve(name))) {
                return in.readNBytes(Limits.MAX_MANIFEST_BYTES + 1);
            }
        }

        private void take(Desk.Opening.Accepted manifest, String name) throws IOException {
            Desk.Taken taken;
            try (var in = new StickStream(disk.open(folder.resolve(name)))) {
                taken = handIn(manifest, name, in);
            } catch (NoSuchFileException e) {
                problems.add("The file " + name + " is named by the manifest and is not on the stick; export again.");
                return;
            } catch (FileSystemException e) {
                problems.add(unread(name, e));
                return;
            }
            stored += taken.stored();
            known += taken.known();
            refused += taken.refused();
            taken.problem().ifPresent(problems::add);
            progress.accept(manifest.agent() + ": " + name + ", " + taken.stored() + " batches new, " + taken.known()
                    + " already known");
        }

        private Desk.Taken handIn(Desk.Opening.Accepted manifest, String name, StickStream in) throws IOException {
            try {
                return desk.take(manifest.id(), name, in);
            } catch (IOException e) {
                if (in.failure.isEmpty()) {
                    throw e;
                }
                return new Desk.Taken(0, 0, 0, Optional.of(unread(name, in.failure.get())));
            }
        }

        private static String unread(String name, IOException e) {
            return "The file " + name + " cannot be read (" + e.getMessage() + "); export again, to a better stick.";
        }

        /** Writes the receipt; the data is safe either way. */
        private boolean answer(byte[] receipt) {
            Path receipts = root.resolve(StickLayout.RECEIPTS);
            try {
                disk.makeFolder(receipts);
                disk.syncFolder(root);
                List<String> before = StickLayout.newestFirst(
                        disk.names(receipts, LISTED), name -> StickLayout.receiptNumber(name, uid));
                long number = before.isEmpty()
                        ? 1
                        : StickLayout.receiptNumber(before.getFirst(), uid).orElseThrow() + 1;
                new SafeFile(disk, receipts, uid + StickLayout.PARTIAL)
                        .write(StickLayout.receipt(uid, number), receipt);
                for (String older : before) {
                    disk.delete(receipts.resolve(older));
                }
                disk.syncFolder(receipts);
                return true;
            } catch (IOException e) {
                problems.add("The receipt for agent " + uid + " could not be written to the stick (" + e.getMessage()
                        + "): the data is safe at the hub; make the stick writable and import again.");
                return false;
            }
        }
    }

    /** Ends one byte after the longest file, and remembers whether it was the stick that failed, and not the hub. */
    private static final class StickStream extends FilterInputStream {
        private Optional<IOException> failure = Optional.empty();
        private long left = Limits.MAX_STICK_FILE_BYTES + 1L;

        StickStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            try {
                int read = super.read(bytes, from, (int) Math.min(left, length));
                left -= Math.max(0, read);
                return read;
            } catch (IOException e) {
                failure = Optional.of(e);
                throw e;
            }
        }
    }
}
