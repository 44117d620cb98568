package skerry.agent.wear;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import skerry.platform.PrivateFile;
import skerry.protocol.Bytes;

/** The cards that were seen, in one file that is replaced as a whole, once an hour. Not thread-safe. */
final class WearBook {
    private static final System.Logger LOG = System.getLogger(WearBook.class.getName());
    private static final String FIRST_LINE = "# Skerry agent wear, version 1.";
    private static final int MOST = 16;
    private static final int MAX_BYTES = 16 << 10;
    private static final int WORDS = 7;

    private final Path file;

    WearBook(Path file) {
        this.file = file;
    }

    /** By their prints, in the order in which they were last used; none if the file is not there or cannot be read. */
    Map<String, Card> read() {
        var cards = new LinkedHashMap<String, Card>();
        if (!Files.exists(file)) {
            return cards;
        }
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException("it is longer than " + MAX_BYTES + " bytes");
            }
            for (String line :
                    new String(content, StandardCharsets.UTF_8).lines().toList()) {
                if (!line.startsWith("#")) {
                    Card card = card(line.split(" ", -1));
                    cards.put(card.key(), card);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} cannot be read ({1}): what is written to cards counts from now on",
                    file,
                    e.getMessage());
            cards.clear();
        }
        return cards;
    }

    private static Card card(String[] words) {
        if (words.length != WORDS) {
            throw new IllegalArgumentException("a line has " + words.length + " words");
        }
        return new Card(
                words[0],
                number(words[1]),
                number(words[2]),
                number(words[3]),
                (int) Math.min(number(words[4]), Integer.MAX_VALUE),
                Bytes.ofHex(words[5]),
                number(words[6]));
    }

    private static long number(String word) {
        long number = Long.parseLong(word);
        if (number < 0) {
            throw new IllegalArgumentException("a number is below 0");
        }
        return number;
    }

    /** Beyond some, those that were not seen for the longest time are forgotten. */
    void write(Map<String, Card> cards) throws IOException {
        var text = new StringBuilder(FIRST_LINE).append('\n');
        cards.values().stream()
                .skip(Math.max(0, cards.size() - MOST))
                .forEach(card -> text.append(String.join(
                                " ",
                                card.key(),
                                Long.toString(card.sinceMillis()),
                                Long.toString(card.written()),
                                Long.toString(card.own()),
                                Integer.toString(card.firstLife()),
                                card.bootId().hex(),
                                Long.toString(card.counted())))
                        .append('\n'));
        PrivateFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
