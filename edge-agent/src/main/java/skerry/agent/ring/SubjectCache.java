package skerry.agent.ring;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import skerry.protocol.series.Labels;

/**
 * Subjects at hand, found by what they are and by their numbers. Beyond a bound, those go that were not asked for lately. A node
 * has thousands: each is one object, and looking for one makes none. Not thread-safe.
 */
final class SubjectCache {
    private static final int PLACES = 256;

    private @Nullable Entry[] bySubject = new Entry[PLACES];
    private @Nullable Entry[] byId = new Entry[PLACES];
    private int size;
    private int bound;
    /** The place of {@code byId} where the next one to go is looked for. */
    private int hand;

    /** A subject and its number. */
    static final class Entry {
        final int id;
        final byte kind;
        final String name;
        final Labels labels;

        /** A block near the last one that names it. */
        long seen;

        /** Whether its row waits to be stored; as long as it does, it stays. */
        boolean unstored;

        private boolean asked;
        private @Nullable Entry nextOfSubject;
        private @Nullable Entry nextOfId;

        Entry(int id, Subject subject, long seen) {
            this.id = id;
            this.kind = (byte) subject.kind();
            this.name = subject.name();
            this.labels = subject.labels();
            this.seen = seen;
        }

        Subject subject() {
            return new Subject(kind, name, labels);
        }

        private boolean is(int otherKind, String otherName, Labels otherLabels) {
            return kind == otherKind && labels.equals(otherLabels) && name.equals(otherName);
        }
    }

    /** @param bound how many are kept, and more only if they wait to be stored */
    SubjectCache(int bound) {
        this.bound = bound;
    }

    void bound(int most) {
        bound = most;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @Nullable
    Entry find(int kind, String name, Labels labels) {
        Entry entry = bySubject[place(kind, name, labels)];
        while (entry != null && !entry.is(kind, name, labels)) {
            entry = entry.nextOfSubject;
        }
        if (entry != null) {
            entry.asked = true;
        }
        return entry;
    }

    @Nullable
    Entry find(int id) {
        Entry entry = byId[id & (byId.length - 1)];
        while (entry != null && entry.id != id) {
            entry = entry.nextOfId;
        }
        return entry;
    }

    /** Takes a subject that it does not have; of one that has its number, it forgets what it knew. */
    void add(Entry entry) {
        Entry before = find(entry.id);
        if (before != null) {
            remove(before);
        }
        if (size >= bound) {
            removeOne();
        }
        if (size == byId.length) {
            grow();
        }
        link(entry);
        size++;
    }

    void forEach(Consumer<Entry> sink) {
        for (@Nullable Entry first : byId) {
            for (Entry entry = first; entry != null; entry = entry.nextOfId) {
                sink.accept(entry);
            }
        }
    }

    /** Forgets those that are stored and that {@code gone} tells. */
    void removeIf(Predicate<Entry> gone) {
        for (@Nullable Entry first : byId) {
            Entry entry = first;
            while (entry != null) {
                Entry next = entry.nextOfId;
                if (!entry.unstored && gone.test(entry)) {
                    remove(entry);
                }
                entry = next;
            }
        }
    }

    /** At the second turn at the latest one is found, unless all wait to be stored. */
    private void removeOne() {
        for (int step = 0; step < 2 * byId.length; step++) {
            hand = (hand + 1) & (byId.length - 1);
            for (Entry entry = byId[hand]; entry != null; entry = entry.nextOfId) {
                if (!entry.unstored && !entry.asked) {
                    remove(entry);
                    return;
                }
                entry.asked = false;
            }
        }
    }

    private void grow() {
        @Nullable Entry[] before = byId;
        byId = new Entry[before.length * 2];
        bySubject = new Entry[before.length * 2];
        for (@Nullable Entry first : before) {
            Entry entry = first;
            while (entry != null) {
                Entry next = entry.nextOfId;
                link(entry);
                entry = next;
            }
        }
    }

    private void link(Entry entry) {
        int place = place(entry.kind, entry.name, entry.labels);
        entry.nextOfSubject = bySubject[place];
        bySubject[place] = entry;
        int idPlace = entry.id & (byId.length - 1);
        entry.nextOfId = byId[idPlace];
        byId[idPlace] = entry;
    }

    private void remove(Entry entry) {
        int place = place(entry.kind, entry.name, entry.labels);
        Entry before = bySubject[place];
        if (before == entry) {
            bySubject[place] = entry.nextOfSubject;
        } else {
            while (before != null && before.nextOfSubject != entry) {
                before = before.nextOfSubject;
            }
            if (before != null) {
                before.nextOfSubject = entry.nextOfSubject;
            }
        }
        int idPlace = entry.id & (byId.length - 1);
        before = byId[idPlace];
        if (before == entry) {
            byId[idPlace] = entry.nextOfId;
        } else {
            while (before != null && before.nextOfId != entry) {
                before = before.nextOfId;
            }
            if (before != null) {
                before.nextOfId = entry.nextOfId;
            }
        }
        size--;
    }

    private int place(int kind, String name, Labels labels) {
        int hash = (name.hashCode() * 31 + labels.hashCode()) * 31 + kind;
        return (hash ^ hash >>> 16) & (bySubject.length - 1);
    }
}
