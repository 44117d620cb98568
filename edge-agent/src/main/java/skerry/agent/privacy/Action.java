package skerry.agent.privacy;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a policy does with what it finds. */
public enum Action {
    /** Shows the kind of what was there, such as {@code <email>}, and nothing else of it. */
    MASK,
    /** Does not even show the kind. */
    REMOVE,
    /**
     * Shows the kind and a token, such as {@code <email:k3f7a2c4hd>}, that is the same for the same value wherever one key is
     * used, and tells nothing to those who do not have the key.
     */
    PSEUDONYM;

    /** Persons and devices: to know that two of them are the same helps an operator, and does not say which they are. */
    private static final Set<String> TOLD_APART = Set.of("email", "ipv4", "ipv6", "mac", "user", "host", "uuid");

    /** The words of the settings, for a sentence. */
    public static final String WORDS = "mask, remove or pseudonym";

    /** What is done with a kind that the site says nothing of: secrets, and what nobody needs to tell apart, are masked. */
    public static Action usual(String kind) {
        return TOLD_APART.contains(kind) ? PSEUDONYM : MASK;
    }

    /** How it is written in settings. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action that is written so. */
    public static Optional<Action> of(String word) {
        for (Action action : values()) {
            if (action.word().equals(word)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
