package skerry.agent.ticket;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import skerry.platform.PrivateFile;
import skerry.platform.PrivateFolder;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;

/**
 * The folder of the agent's data with the tickets that wait for a person, a file each, and what was decided, which who may write
 * there may say; and how many bytes were answered today. Each write is durable and whole. Thread-safe, over processes too.
 */
public final class TicketFolder {
    private static final System.Logger LOG = System.getLogger(TicketFolder.class.getName());
    private static final String TICKET = ".ticket";
    private static final String APPROVED = ".approved";
    private static final String DENIED = ".denied";
    private static final int MOST_LISTED = 64;

    private final Path folder;

    public TicketFolder(Path folder) {
        this.folder = folder;
    }

    /** Those that wait, the oldest first. */
    public List<WaitingTicket> waiting() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var tickets = new ArrayList<WaitingTicket>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + TICKET)) {
            for (Path file : files) {
                if (tickets.size() < MOST_LISTED) {
                    read(file).ifPresent(tickets::add);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be listed: {1}", folder, e.getMessage());
        }
        tickets.sort(Comparator.comparingLong(WaitingTicket::askedMillis).thenComparing(WaitingTicket::id));
        return tickets;
    }

    /** The one of those that wait whose id begins so; empty if there is none, or several. */
    public Optional<WaitingTicket> find(String id) {
        List<WaitingTicket> found = waiting().stream()
                .filter(ticket -> !id.isEmpty() && ticket.cmdId().hex().startsWith(id))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** Leaves word for the agent; of two that contradict each other, the refusal counts. */
    public void decide(WaitingTicket ticket, Decision decision) throws IOException {
        String ending = decision.approved() ? APPROVED : DENIED;
        PrivateFile.write(file(ticket.cmdId(), ending), decision.by().getBytes(StandardCharsets.UTF_8));
    }

    /** What was said about a ticket. */
    public Optional<Decision> decision(Bytes cmdId) {
        return decision(cmdId, false).or(() -> decision(cmdId, true));
    }

    /** Keeps a ticket until it is removed. */
    public void add(WaitingTicket ticket) throws IOException {
        PrivateFolder.open(folder, "data");
        PrivateFile.write(file(ticket.cmdId(), TICKET), ticket.encode());
    }

    /** Forgets a ticket and what was said about it. */
    public void remove(Bytes cmdId) throws IOException {
        // The ticket first: a decision without one decides nothing.
        for (String ending : List.of(TICKET, APPROVED, DENIED)) {
            Files.deleteIfExists(file(cmdId, ending));
        }
    }

    /** Whether a ticket waits. */
    public boolean has(Bytes cmdId) {
        return Files.exists(file(cmdId, TICKET));
    }

    /** Bytes that were answered on a UTC day; of a file that cannot be read, none. */
    public long spent(long day) {
        try {
            String[] words = Files.readString(folder.resolve("spent"), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            return words.length == 2 && Long.parseLong(words[0]) == day ? Long.parseLong(words[1]) : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** Notes that bytes were answered. */
    public void spend(long day, long bytes) throws IOException {
        PrivateFolder.open(folder, "data");
        String line = day + " " + (spent(day) + bytes) + "\n";
        PrivateFile.write(folder.resolve("spent"), line.getBytes(StandardCharsets.US_ASCII));
    }

    private Optional<Decision> decision(Bytes cmdId, boolean approved) {
        Path file = file(cmdId, approved ? APPROVED : DENIED);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            String by = new String(in.readNBytes(4 * Decision.MOST_BY), StandardCharsets.UTF_8);
            return Optional.of(new Decision(approved, by));
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(Level.DEBUG, "{0} decides nothing: {1}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<WaitingTicket> read(Path file) {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(WaitingTicket.decode(in.readNBytes(WaitingTicket.MAX_BYTES)));
        } catch (IOException | ProtocolException e) {
            LOG.log(Level.WARNING, "{0} is no ticket and is left out: {1}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private Path file(Bytes cmdId, String ending) {
        return folder.resolve(cmdId.hex() + ending);
    }
}
