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
import java.util.function.Predicate;
import skerry.platform.files.Disk;
import skerry.platform.files.SafeFile;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.stick.StickEnrol;
import skerry.protocol.stick.StickLayout;

/**
 * Goes over a stick: of each agent it hands in what asks to join or to renew, then the newest manifest that is whole and every
 * file that this names, and writes the hub's grants, receipts and commands back. Nothing else on the stick is changed, so importing it again does no harm.
 */
public final class StickImport {
    /** Names looked at in a folder of the stick, whoever filled it. */
    private static final int LISTED = 10_000;

    /** Manifests tried of one agent: a pulled stick has one that is damaged, and one before it. */
    private static final int MANIFESTS = 8;

    private final Disk disk;
    private final Desk desk;
    private final Door door;

    public StickImport(Disk disk, Desk desk, Door door) {
        this.disk = disk;
        this.desk = desk;
        this.door = door;
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
        private final Path receipts;
        private final Uid uid;
        private final Consumer<String> progress;
        private final List<String> problems = new ArrayList<>();
        private long stored;
        private long known;
        private long refused;

        OfAgent(Path root, Uid uid, Consumer<String> progress) {
            this.root = root;
            this.folder = root.resolve(uid.value());
            this.receipts = root.resolve(StickLayout.RECEIPTS);
            this.uid = uid;
            this.progress = progress;
        }

        Imported run() throws IOException {
            boolean joins = handIn(StickEnrol.JOIN);
            boolean renews = handIn(StickEnrol.RENEW);
            Optional<Desk.Opening.Accepted> manifest = open(joins || renews);
            boolean receipt = false;
            if (manifest.isPresent()) {
                for (String file : manifest.get().files()) {
                    take(manifest.get(), file);
                }
                Optional<byte[]> word = manifest.get().oneWay()
                        ? Optional.empty()
                        : desk.receipt(manifest.get().id());
                if (word.isPresent()) {
                    ask(manifest.get());
                    receipt = answer(word.get());
                }
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

        /** Hands in a request unless its answer is on the stick; false if there is none. */
        private boolean handIn(StickEnrol kind) throws IOException {
            String name = StickLayout.request(kind);
            byte[] request;
            try {
                request = kind.message(read(name, StickEnrol.MAX_BYTES));
            } catch (NoSuchFileException e) {
                return false;
            } catch (FileSystemException e) {
                problems.add(unread(name, e));
                return true;
            } catch (ProtocolException e) {
                problems.add("The request of agent " + uid + " cannot be read: " + e.getMessage());
                return true;
            }
            String grant = StickLayout.grant(uid, request);
            List<String> before = names(receipts, file -> StickLayout.isGrant(file, uid));
            if (!before.contains(grant)) {
                switch (door.ask(kind, request)) {
                    case Door.Answer.Granted(Bytes answer) -> {
                        if (write(grant, StickEnrol.GRANT.file(answer.toArray()), before)) {
                            progress.accept("the hub's grant for agent " + uid + " is on the stick");
                        }
                    }
                    case Door.Answer.Refused(String why) ->
                        problems.add("The hub does not take agent " + uid + " in: " + why + ".");
                }
            }
            return true;
        }

        /**
         * The newest manifest, or the newest before it that is not damaged.
         *
         * @param asks whether a stick without any may have come for something else
         */
        private Optional<Desk.Opening.Accepted> open(boolean asks) throws IOException {
            List<String> manifests = StickLayout.newestFirst(disk.names(folder, LISTED), StickLayout::manifestNumber);
            if (asks && manifests.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> newest = Optional.empty();
            for (String name : manifests.subList(0, Math.min(MANIFESTS, manifests.size()))) {
                byte[] manifest;
                try {
                    manifest = read(name, Limits.MAX_MANIFEST_BYTES);
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

        /** At most one byte more than allowed, which its reader then refuses. */
        private byte[] read(String name, int most) throws IOException {
            try (InputStream in = disk.open(folder.resolve(name))) {
                return in.readNBytes(most + 1);
            }
        }

        private List<String> names(Path of, Predicate<String> wanted) throws IOException {
            return disk.names(of, LISTED).stream().filter(wanted).toList();
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

        /** Before the receipt: with it alone the agent would have heard of the hub since it asked. */
        private void ask(Desk.Opening.Accepted manifest) throws IOException {
            Optional<byte[]> commands = desk.commands(manifest.id());
            if (commands.isPresent()) {
                List<String> before = StickLayout.newestFirst(
                        disk.names(receipts, LISTED), name -> StickLayout.commandsNumber(name, uid));
                long number = before.isEmpty()
                        ? 1
                        : StickLayout.commandsNumber(before.getFirst(), uid).orElseThrow() + 1;
                if (write(StickLayout.commands(uid, number), commands.get(), before)) {
                    progress.accept("what the hub asks of " + manifest.agent() + " is on the stick");
                }
            }
        }

        private boolean answer(byte[] receipt) throws IOException {
            List<String> before =
                    StickLayout.newestFirst(disk.names(receipts, LISTED), name -> StickLayout.receiptNumber(name, uid));
            long number = before.isEmpty()
                    ? 1
                    : StickLayout.receiptNumber(before.getFirst(), uid).orElseThrow() + 1;
            return write(StickLayout.receipt(uid, number), receipt, before);
        }

        /** Writes what the hub says, in place of what it said before; the data is safe either way. */
        private boolean write(String name, byte[] word, List<String> before) {
            try {
                disk.makeFolder(receipts);
                disk.syncFolder(root);
                new SafeFile(disk, receipts, uid + StickLayout.PARTIAL).write(name, word);
                for (String older : before) {
                    disk.delete(receipts.resolve(older));
                }
                disk.syncFolder(receipts);
                return true;
            } catch (IOException e) {
                problems.add("The hub's answer to agent " + uid + " could not be written to the stick ("
                        + e.getMessage() + "): the data is safe at the hub; make the stick writable and import again.");
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
