package skerry.agent.privacy;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is put in the place of findings, by kind. No detector takes it for a finding again. Immutable and thread-safe. */
final class Replacements {
    /** Stands for what was removed: without it, what is on both sides would become one. */
    static final String REMOVED = "removed";

    private static final String REMOVED_MASK = "<" + REMOVED + ">";

    private final Map<String, Action> actions;
    private final @Nullable Pseudonyms pseudonyms;

    /**
     * @param actions of every kind
     * @param pseudonyms what makes them
     * @throws IllegalArgumentException if there is none and an action needs it
     */
    Replacements(Map<String, Action> actions, Optional<Pseudonyms> pseudonyms) {
        this.actions = Map.copyOf(actions);
        this.pseudonyms = pseudonyms.orElse(null);
        if (pseudonyms.isEmpty() && actions.containsValue(Action.PSEUDONYM)) {
            throw new IllegalArgumentException("pseudonyms need a key");
        }
    }

    String of(String kind, String found) {
        Action action = actions.get(kind);
        if (action == Action.PSEUDONYM && pseudonyms != null) {
            return pseudonyms.mask(kind, found);
        }
        return action == Action.REMOVE ? REMOVED_MASK : "<" + kind + ">";
    }
}
