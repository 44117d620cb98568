package skerry.agent.boot;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.platform.PrivateFile;
import skerry.protocol.Bytes;

/**
 * The boots that this agent has seen, with why each came about, in one file that is replaced as a whole, once a boot. A file that
 * cannot be read is as one that is not there: the present boot is then judged again. Immutable.
 */
final class BootBook {
    private static final System.Logger LOG = System.getLogger(BootBook.class.getName());
    private static final String FIRST_LINE = "# Skerry agent boots, version 1.";
    private static final String PANICS = "panics";
    private static final String NOTHING = "-";
    private static final int MOST = 32;
    private static final int MAX_BYTES = 64 << 10;
    private static final int WORDS = 5;
    private static final String BETWEEN = "; ";

    private final List<BootRecord> boots;
    private final List<String> prints;

    private BootBook(List<BootRecord> boots, List<String> prints) {
        this.boots = List.copyOf(boots);
        this.prints = List.copyOf(prints);
    }

    static BootBook read(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException("it is longer than " + MAX_BYTES + " bytes");
            }
            return parse(new String(content, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            if (Files.exists(file)) {
                LOG.log(Level.WARNING, "{0} cannot be read ({1}): a new one is begun", file, e.getMessage());
            }
            return new BootBook(List.of(), List.of());
        }
    }

    private static BootBook parse(String text) {
        var boots = new ArrayList<BootRecord>();
        var prints = new ArrayList<String>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", WORDS);
            if (words[0].equals(PANICS)) {
                prints.addAll(List.of(line.split(" ")).subList(1, line.split(" ").length));
            } else if (!line.startsWith("#")) {
                boots.add(boot(words));
            }
        }
        return new BootBook(boots, prints);
    }

    private static BootRecord boot(String[] words) {
        if (words.length < WORDS) {
            throw new IllegalArgumentException("a line is too short");
        }
        Optional<BootCause> cause = BootCause.of(words[2]);
        Optional<Sureness> sureness = Sureness.of(words[3]);
        Optional<BootVerdict> verdict = cause.isPresent() && sureness.isPresent()
                ? Optional.of(new BootVerdict(cause.get(), sureness.get(), List.of(words[4].split(BETWEEN))))
                : Optional.empty();
        return new BootRecord(Bytes.ofHex(words[0]), Long.parseLong(words[1]), verdict);
    }

    /** Oldest first. */
    List<BootRecord> boots() {
        return boots;
    }

    /** Of the panic records that are known. */
    List<String> prints() {
        return prints;
    }

    Optional<BootRecord> find(Bytes bootId) {
        return boots.stream().filter(boot -> boot.bootId().equals(bootId)).findFirst();
    }

    /** With one more, in place of the oldest where there are too many. */
    BootBook with(BootRecord boot, List<String> knownPrints) {
        var next = new ArrayList<>(boots);
        next.removeIf(known -> known.bootId().equals(boot.bootId()));
        next.add(boot);
        return new BootBook(next.subList(Math.max(0, next.size() - MOST), next.size()), knownPrints);
    }

    void write(Path file) throws IOException {
        var text = new StringBuilder(FIRST_LINE).append('\n');
        text.append(PANICS);
        prints.forEach(print -> text.append(' ').append(print));
        text.append('\n');
        for (BootRecord boot : boots) {
            text.append(boot.bootId().hex())
                    .append(' ')
                    .append(boot.seenMillis())
                    .append(' ');
            text.append(boot.verdict()
                    .map(verdict -> verdict.cause().word() + " "
                            + verdict.sureness().word() + " " + String.join(BETWEEN, verdict.evidence()))
                    .orElse(NOTHING + " " + NOTHING + " " + NOTHING));
            text.append('\n');
        }
        PrivateFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
