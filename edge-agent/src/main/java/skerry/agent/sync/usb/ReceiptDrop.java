package skerry.agent.sync.usb;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import skerry.platform.PrivateFolder;
import skerry.platform.files.Disk;
import skerry.platform.files.SafeFile;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;

/**
 * The folder of the agent's data by which an export hands over what it found and did: receipts and commands of the hub, and its own
 * manifest where it expects none. The agent takes them up while it runs, or when it starts, and checks them then.
 */
public final class ReceiptDrop {
    /** Papers that may wait; an export leaves one or two. */
    private static final int MOST = 64;

    private static final int LISTED = 1_024;
    private static final String RECEIPT = ".skr";
    private static final String MANIFEST = ".cbor";
    private static final String COMMANDS = ".skc";
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}\\.(skr|cbor|skc)");
    private static final System.Logger LOG = System.getLogger(ReceiptDrop.class.getName());

    private final Disk disk;
    private final Path folder;

    /** @param data the agent's data folder */
    public ReceiptDrop(Disk disk, Path data) {
        this.disk = disk;
        this.folder = data.resolve("receipts");
    }

    /** What takes the papers up. */
    interface Reader {
        void receipt(byte[] file);

        void manifest(byte[] file);

        void commands(byte[] file);
    }

    /** Makes the folder, so that it is the agent's own whoever exports. */
    public void make() throws IOException {
        PrivateFolder.open(folder, "data");
    }

    void receipt(byte[] file) throws IOException {
        put(file, RECEIPT);
    }

    void manifest(byte[] file) throws IOException {
        put(file, MANIFEST);
    }

    void commands(byte[] file) throws IOException {
        put(file, COMMANDS);
    }

    /** Hands over what waits, and takes it away. */
    void takeUp(Reader reader) throws IOException {
        List<String> waiting = disk.names(folder, LISTED).stream()
                .filter(name -> NAME.matcher(name).matches())
                // Commands may be run if nothing was heard since, and a receipt is heard.
                .sorted(Comparator.comparing((String name) -> !name.endsWith(COMMANDS)))
                .limit(MOST)
                .toList();
        for (String name : waiting) {
            try {
                handOver(name, reader);
            } finally {
                // Whatever came of it: a paper that cannot be used must not stand in the way of others.
                disk.delete(folder.resolve(name));
            }
        }
    }

    private void handOver(String name, Reader reader) throws IOException {
        boolean receipt = name.endsWith(RECEIPT);
        boolean commands = name.endsWith(COMMANDS);
        int most = receipt
                ? Limits.MAX_STICK_RECEIPT_BYTES
                : commands ? Limits.MAX_STICK_COMMANDS_BYTES : Limits.MAX_MANIFEST_BYTES;
        byte[] file = read(name, most);
        if (file.length > most) {
            LOG.log(WARNING, "{0} is longer than any paper of a stick: it is not used", folder.resolve(name));
        } else if (receipt) {
            reader.receipt(file);
        } else if (commands) {
            reader.commands(file);
        } else {
            reader.manifest(file);
        }
    }

    private byte[] read(String name, int most) throws IOException {
        try (InputStream in = disk.open(folder.resolve(name))) {
            return in.readNBytes(most + 1);
        }
    }

    private void put(byte[] file, String ending) throws IOException {
        make();
        long waiting = disk.names(folder, LISTED).stream()
                .filter(name -> NAME.matcher(name).matches())
                .count();
        if (waiting >= MOST) {
            throw new IOException(MOST + " papers of sticks wait in " + folder + ": start the agent, it takes them up");
        }
        String name = Bytes.of(file).sha256().first(16).hex();
        new SafeFile(disk, folder, name + ".tmp").write(name + ending, file);
    }
}
