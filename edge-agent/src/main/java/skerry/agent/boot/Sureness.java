package skerry.agent.boot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a verdict is to be believed. */
public enum Sureness {
    /** Something says so that nothing else would have written. */
    SURE,
    /** More than one thing speaks for it, and nothing against it. */
    PROBABLY,
    /** It would explain what is there, and so would other things. */
    PERHAPS;

    /** Stable, for labels and attributes. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its {@link #word}. */
    public static Optional<Sureness> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
