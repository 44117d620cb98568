package skerry.agent.collect.scrape;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.scrape.RememberedLine.Help;
import skerry.agent.collect.scrape.RememberedLine.Meaning;
import skerry.agent.collect.scrape.RememberedLine.Remark;
import skerry.agent.collect.scrape.RememberedLine.Sample;
import skerry.agent.collect.scrape.RememberedLine.Typing;

/**
 * What is remembered of the text that a target gave last: its lines by their bytes, so that a line that comes again need not be
 * understood again. Lines are looked for where they stood last time, then by a hash; they are compared in full. It holds the lines
 * of one accepted text at most, as far as there is room. While there is nothing to be found, as in the first text of a target, lines
 * are only strung together; they get their places when the text is accepted. Not thread-safe.
 *
 * @param <R> what is made of a series
 */
public final class TextMemory<R> implements AutoCloseable {
    /** Who chooses lines that share a place must not make the others wait: what finds no place among so many is not remembered. */
    private static final int MOST_IN_PLACE = 8;

    private static final int PLACES = 64;

    private final ByteRoom room;
    private final CRC32C crc = new CRC32C();
    private final Map<String, MetricName> names = new HashMap<>();
    private @Nullable RememberedLine<R>[] places = places(PLACES);
    private final RememberedLine<R> top = new RememberedLine<>(new byte[0], new RememberedLine.Remark<>());
    private RememberedLine<R> last = top;
    private int text;
    private int size;
    private int seen;
    private int taken;
    /** Whether the lines of this text are only strung together so far. */
    private boolean strung;

    /** @param room for the lines, at some 250 bytes each */
    public TextMemory(ByteRoom room) {
        this.room = room;
    }

    /** Begins a text. */
    void begin() {
        text++;
        seen = 0;
        last = top;
        strung = size == 0;
    }

    MetricName name(String name) {
        MetricName known = names.get(name);
        if (known == null) {
            known = new MetricName(name);
            names.put(name, known);
        }
        return known.in(text);
    }

    /** A name that a remembered line has, in this text. */
    MetricName name(MetricName known) {
        return known.in(text);
    }

    /** The family of samples with this name. */
    MetricFamily family(MetricName name) {
        if (!name.knowsWhole()) {
            String whole = MetricName.whole(name.name());
            name.whole(whole.isEmpty() ? name : name(whole));
        }
        return name.family();
    }

    /** The remembered line that says what {@code bytes[from, to)} does, or null. */
    @Nullable
    RememberedLine<R> find(byte[] bytes, int from, int to) {
        RememberedLine<R> line = last.follower;
        if (line == null || !line.begins(bytes, from, to)) {
            line = strung ? null : lookUp(bytes, from, to);
        }
        return line;
    }

    private @Nullable RememberedLine<R> lookUp(byte[] bytes, int from, int to) {
        int end = seriesEnd(bytes, from, to);
        RememberedLine<R> line = places[place(bytes, from, end)];
        while (line != null && !(line.length() == end - from && line.begins(bytes, from, to))) {
            line = line.sibling;
        }
        return line;
    }

    /** Where value and time begin: neither has a brace. */
    private static int seriesEnd(byte[] bytes, int from, int to) {
        if (from == to || bytes[from] == '#') {
            return to;
        }
        int end = to;
        while (end > from && bytes[end - 1] != '}') {
            end--;
        }
        if (end == from) {
            while (end < to && bytes[end] != ' ' && bytes[end] != '\t') {
                end++;
            }
        }
        return end;
    }

    private int place(byte[] bytes, int from, int to) {
        crc.reset();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue() & (places.length - 1);
    }

    /** The line stands here in this text. */
    void stands(RememberedLine<R> line) {
        if (line.text != text) {
            line.text = text;
            seen++;
        }
        last.follower = line;
        last = line;
    }

    /**
     * Remembers a line.
     *
     * @param bytes of it, as far as they must be the same
     */
    void remember(byte[] bytes, Meaning<R> meaning) {
        if (strung) {
            string(new RememberedLine<>(bytes, meaning));
            return;
        }
        if (size >= places.length) {
            rebuild(places.length * 2);
        }
        int place = place(bytes, 0, bytes.length);
        if (isChanged(place, bytes, meaning)) {
            return;
        }
        var line = new RememberedLine<>(bytes, meaning);
        if (isFull(place) || !room.take(line.cost())) {
            return;
        }
        taken += line.cost();
        line.sibling = places[place];
        places[place] = line;
        size++;
        keepName(meaning);
        stands(line);
    }

    private void string(RememberedLine<R> line) {
        if (room.take(line.cost())) {
            taken += line.cost();
            size++;
            stands(line);
        }
    }

    /** Gives each line of the string its place; one that comes twice, or finds no place, is taken out of it. */
    private void place() {
        strung = false;
        places = places(Math.max(PLACES, Integer.highestOneBit(Math.max(1, size - 1)) * 2));
        RememberedLine<R> before = top;
        for (RememberedLine<R> line = before.follower; line != null; line = line.follower) {
            int place = place(line.bytes(), 0, line.length());
            if (inPlace(place, line.bytes()) != null || isFull(place)) {
                before.follower = line.follower;
                forget(line);
                seen--;
            } else {
                line.sibling = places[place];
                places[place] = line;
                keepName(line.meaning());
                before = line;
            }
        }
    }

    private @Nullable RememberedLine<R> inPlace(int place, byte[] bytes) {
        RememberedLine<R> line = places[place];
        while (line != null && !Arrays.equals(line.bytes(), bytes)) {
            line = line.sibling;
        }
        return line;
    }

    private void forget(RememberedLine<R> line) {
        room.give(line.cost());
        taken -= line.cost();
        size--;
    }

    private void keepName(Meaning<R> meaning) {
        switch (meaning) {
            case Remark<R> _ -> {
                // has none
            }
            case Help<R> help -> help.name().remember();
            case Typing<R> type -> type.name().remember();
            case Sample<R> sample -> sample.name().remember();
        }
    }

    /** Whether the line is there: its meaning changes with the family of its name. */
    private boolean isChanged(int place, byte[] bytes, Meaning<R> meaning) {
        RememberedLine<R> line = inPlace(place, bytes);
        if (line == null) {
            return false;
        }
        line.means(meaning);
        keepName(meaning);
        stands(line);
        return true;
    }

    private boolean isFull(int place) {
        int count = 0;
        for (RememberedLine<R> line = places[place]; line != null; line = line.sibling) {
            count++;
        }
        return count >= MOST_IN_PLACE;
    }

    private void rebuild(int length) {
        @Nullable RememberedLine<R>[] before = places;
        places = places(length);
        for (@Nullable RememberedLine<R> one : before) {
            RememberedLine<R> line = one;
            while (line != null) {
                RememberedLine<R> next = line.sibling;
                int place = place(line.bytes(), 0, line.length());
                line.sibling = places[place];
                places[place] = line;
                line = next;
            }
        }
    }

    /** The text is accepted: what it did not have is forgotten. */
    public void accepted() {
        last.follower = null;
        if (strung) {
            place();
        }
        if (seen < size) {
            forgetUnseen();
        }
        names.values().removeIf(name -> !name.isIn(text) || !name.isRemembered());
        names.values().forEach(MetricName::forgetWholeUnlessSettled);
    }

    private void forgetUnseen() {
        for (int place = 0; place < places.length; place++) {
            RememberedLine<R> kept = null;
            RememberedLine<R> line = places[place];
            while (line != null) {
                RememberedLine<R> next = line.sibling;
                if (line.text == text) {
                    line.sibling = kept;
                    kept = line;
                } else {
                    forget(line);
                }
                line = next;
            }
            places[place] = kept;
        }
    }

    /** The text is refused: nothing is remembered. */
    public void refused() {
        room.give(taken);
        taken = 0;
        size = 0;
        places = places(PLACES);
        names.clear();
        top.follower = null;
        last = top;
    }

    /** How many lines are remembered. */
    int size() {
        return size;
    }

    /** How many names they have. */
    int names() {
        return names.size();
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        refused();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <R> @Nullable RememberedLine<R>[] places(int length) {
        return new RememberedLine[length];
    }
}
