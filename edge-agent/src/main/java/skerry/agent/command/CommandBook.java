package skerry.agent.command;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import skerry.platform.PrivateFile;
import skerry.protocol.Bytes;
import skerry.protocol.control.Command;
import skerry.protocol.payload.Answer.Outcome;

/**
 * The commands that this agent took, kept in one file that is replaced as a whole and durable before a command runs. Not
 * thread-safe.
 */
final class CommandBook {
    private static final System.Logger LOG = System.getLogger(CommandBook.class.getName());
    private static final String FIRST_LINE = "# Skerry agent commands, version 1.";
    private static final int MOST = 32;
    private static final int MAX_BYTES = 64 * 1024;
    private static final String UNDER_WAY = "-";

    private final Path file;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last;
    private boolean whole = true;

    /**
     * One command and what came of it.
     *
     * @param outcome empty while it is under way
     * @param sentence without line breaks
     */
    record Entry(Bytes cmdId, Optional<Outcome> outcome, String sentence) {}

    private CommandBook(Path file) {
        this.file = file;
    }

    /** Opens the book; a file that cannot be read is set aside, and only commands of a live connection run then. */
    static CommandBook open(Path file) {
        var book = new CommandBook(file);
        if (Files.exists(file)) {
            try {
                book.read();
            } catch (IOException | IllegalArgumentException e) {
                LOG.log(
                        Level.WARNING,
                        "{0} cannot be read ({1}): this agent begins a new one and may not know a command again",
                        file,
                        e.getMessage());
                book.entries.clear();
                book.last = 0;
                book.whole = false;
            }
        }
        return book;
    }

    /** The highest number of a command that was taken; 0 for none. */
    long last() {
        return last;
    }

    /** Whether nothing that was ever noted is forgotten. */
    boolean isWhole() {
        return whole;
    }

    Optional<Entry> find(Bytes cmdId) {
        return entries.stream().filter(entry -> entry.cmdId().equals(cmdId)).findFirst();
    }

    /** Those that have not ended. */
    List<Bytes> underWay() {
        return entries.stream()
                .filter(entry -> entry.outcome().isEmpty())
                .map(Entry::cmdId)
                .toList();
    }

    /**
     * Notes that a command is taken, before anything is done about it.
     *
     * @throws IOException if that is not durable; then it must not run
     */
    void begin(Command command) throws IOException {
        write(command.n(), new Entry(command.cmdId(), Optional.empty(), ""));
    }

    /** Notes how a command ended. */
    void end(Bytes cmdId, Outcome outcome, String sentence) throws IOException {
        write(last, new Entry(cmdId, Optional.of(outcome), sentence.replaceAll("\\s+", " ")));
    }

    private void write(long number, Entry newest) throws IOException {
        var next = new ArrayDeque<>(entries);
        next.removeIf(entry -> entry.cmdId().equals(newest.cmdId()));
        next.addLast(newest);
        while (next.size() > MOST) {
            next.removeFirst();
        }
        var lines = new ArrayList<>(List.of(FIRST_LINE, "last " + number));
        next.forEach(entry -> lines.add(entry.cmdId().hex() + " "
                + entry.outcome()
                        .map(outcome -> Integer.toString(outcome.code()))
                        .orElse(UNDER_WAY) + " "
                + entry.sentence()));
        PrivateFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        entries.clear();
        entries.addAll(next);
        last = number;
        whole = true;
    }

    private void read() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is too long");
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.size() < 2
                || !lines.getFirst().equals(FIRST_LINE)
                || !lines.get(1).startsWith("last ")) {
            throw new IOException("it does not begin with \"" + FIRST_LINE + "\"");
        }
        last = Long.parseUnsignedLong(lines.get(1).substring("last ".length()));
        for (String line : lines.subList(2, lines.size())) {
            String[] words = line.split(" ", 3);
            if (words.length < 3) {
                throw new IOException("a line is cut");
            }
            entries.addLast(new Entry(
                    Bytes.ofHex(words[0]),
                    words[1].equals(UNDER_WAY) ? Optional.empty() : Optional.of(Outcome.of(Integer.parseInt(words[1]))),
                    words[2]));
        }
    }
}
