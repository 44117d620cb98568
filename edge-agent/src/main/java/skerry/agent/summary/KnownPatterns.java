package skerry.agent.summary;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import skerry.agent.ring.PatternNote;

/**
 * All patterns that this agent has ever seen, as far as there is room: the one that was not seen for longest gives way. Owned
 * by one thread.
 */
final class KnownPatterns {
    private final int most;
    /** Longest unseen first. */
    private final Map<Long, KnownPattern> patterns = new LinkedHashMap<>(16, 0.75f, true);

    private final List<Long> forgotten = new ArrayList<>();

    /** @param most that are remembered, each of some 200 bytes */
    KnownPatterns(int most) {
        this.most = most;
    }

    /** Takes up what was kept before a restart. */
    void restore(List<PatternNote> notes) {
        for (PatternNote note : notes) {
            patterns.put(note.pattern(), new KnownPattern(note));
        }
        bound();
    }

    /** What is known of a pattern, from now on if it was not before. */
    KnownPattern of(long id) {
        KnownPattern known = patterns.get(id);
        if (known == null) {
            known = new KnownPattern(id);
            patterns.put(id, known);
            bound();
        }
        return known;
    }

    @Nullable
    KnownPattern find(long id) {
        return patterns.get(id);
    }

    /** Takes in that a pattern became another one. */
    void merged(long from, long into) {
        KnownPattern old = patterns.get(from);
        if (old != null) {
            of(into).include(old);
        }
    }

    /**
     * What has to be kept since this was asked last.
     *
     * @param all also what has only grown older
     */
    List<PatternNote> takeChanged(boolean all) {
        var changed = new ArrayList<PatternNote>();
        for (KnownPattern known : patterns.values()) {
            boolean isChanged = known.takeChanged();
            if (isChanged || all) {
                changed.add(known.note());
            }
        }
        return changed;
    }

    /** Ids that gave way since this was asked last. */
    List<Long> takeForgotten() {
        var taken = List.copyOf(forgotten);
        forgotten.clear();
        return taken;
    }

    private void bound() {
        Iterator<KnownPattern> oldest = patterns.values().iterator();
        while (patterns.size() > most) {
            forgotten.add(oldest.next().id);
            oldest.remove();
        }
    }
}
