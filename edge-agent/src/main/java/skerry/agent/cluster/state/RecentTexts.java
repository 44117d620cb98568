package skerry.agent.cluster.state;

import org.jspecify.annotations.Nullable;

/**
 * Keeps one of equal texts: names of namespaces, nodes and containers come with each of thousands of objects. It remembers some that
 * came lately. Thread-safe without a lock: that one thread does not see what another remembered costs a copy at most.
 */
final class RecentTexts {
    private static final int PLACES = 2_048;
    /** Longer ones hardly come twice. */
    private static final int LONGEST = 64;

    private final @Nullable String[] places = new String[PLACES];

    /** An equal text, the same as before if it came lately. */
    String of(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        String known = places[place];
        if (known != null && known.equals(text)) {
            return known;
        }
        places[place] = text;
        return text;
    }
}
