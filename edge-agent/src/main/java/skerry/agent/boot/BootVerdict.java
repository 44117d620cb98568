package skerry.agent.boot;

import java.util.List;

/**
 * Why a boot ended, as far as can be told.
 *
 * @param evidence what speaks for it or is otherwise known of the end, a few words each, the weightiest first
 */
public record BootVerdict(BootCause cause, Sureness sureness, List<String> evidence) {
    public BootVerdict {
        evidence = List.copyOf(evidence);
    }

    /** {@code probably power cut: no shutdown record, …}. */
    public String sentence() {
        return head(cause, sureness) + (evidence.isEmpty() ? "" : ": " + String.join(", ", evidence));
    }

    static String head(BootCause cause, Sureness sureness) {
        return cause == BootCause.UNKNOWN || sureness == Sureness.SURE
                ? cause.text()
                : sureness.word() + " " + cause.text();
    }
}
