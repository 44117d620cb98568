package skerry.hub.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;

/**
 * All log patterns ever seen in the fleet, in memory. What it is told is idempotent and may come in any order; patterns
 * beyond its bound are not named, but counted. Thread-safe.
 */
public final class PatternBook {
    static final int MAX_PATTERNS = 200_000;

    private final Map<Long, PatternInfo> patterns = new HashMap<>();
    private final Set<Long> changed = new HashSet<>();
    private long unnamed;

    public PatternBook(Collection<PatternInfo> kept) {
        kept.forEach(pattern -> patterns.put(pattern.id(), pattern));
    }

    /** Takes in the names of a dictionary chunk. */
    public synchronized void name(Collection<PatternTemplate> templates) {
        for (PatternTemplate template : templates) {
            update(template.patternId(), pattern -> pattern.named(template.template(), template.aliasOf()));
        }
    }

    /** Takes in that patterns were seen in a window that began at {@code atMillis}. */
    public synchronized void seen(Collection<PatternSummary> summaries, long atMillis) {
        for (PatternSummary summary : summaries) {
            Severity gravest =
                    summary.counts().keySet().stream().max(Severity::compareTo).orElse(Severity.UNKNOWN);
            update(summary.patternId(), pattern -> pattern.seen(atMillis, gravest));
        }
    }

    private interface Update {
        PatternInfo of(PatternInfo pattern);
    }

    private void update(long id, Update update) {
        PatternInfo known = patterns.get(id);
        if (known == null && patterns.size() >= MAX_PATTERNS) {
            unnamed++;
            return;
        }
        PatternInfo updated = update.of(known == null ? PatternInfo.unknown(id) : known);
        if (!updated.equals(known)) {
            patterns.put(id, updated);
            changed.add(id);
        }
    }

    public synchronized Optional<PatternInfo> find(long id) {
        return Optional.ofNullable(patterns.get(id));
    }

    /** The pattern that one was merged into, through all merges; itself if it was not. */
    public synchronized long canonical(long id) {
        long present = id;
        for (int hops = 0; hops < 16; hops++) {
            PatternInfo pattern = patterns.get(present);
            if (pattern == null || pattern.aliasOf() == 0) {
                return present;
            }
            present = pattern.aliasOf();
        }
        return present;
    }

    /** A pattern and all that were merged into it, through all merges. */
    public synchronized Set<Long> mergedInto(long id) {
        var merged = new HashSet<Long>();
        merged.add(id);
        patterns.keySet().stream().filter(other -> canonical(other) == id).forEach(merged::add);
        return merged;
    }

    /** Forgets the texts of these patterns. */
    public synchronized void forgetTexts(Collection<Long> ids) {
        for (long id : ids) {
            if (patterns.containsKey(id)) {
                update(id, PatternInfo::withoutText);
            }
        }
    }

    public synchronized int size() {
        return patterns.size();
    }

    /** How often a pattern was left out because the book was full. */
    public synchronized long unnamed() {
        return unnamed;
    }

    /** What changed since the last call, for writing. */
    public synchronized List<PatternInfo> takeChanged() {
        var taken = new ArrayList<PatternInfo>(changed.size());
        changed.forEach(id -> Optional.ofNullable(patterns.get(id)).ifPresent(taken::add));
        changed.clear();
        return taken;
    }

    /** Marks again what could not be written. */
    public synchronized void giveBack(Collection<PatternInfo> taken) {
        taken.forEach(pattern -> changed.add(pattern.id()));
    }
}
