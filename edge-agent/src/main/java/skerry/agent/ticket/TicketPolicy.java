package skerry.agent.ticket;

import java.util.Locale;

/** Who decides whether detail of a kind leaves the site. */
public enum TicketPolicy {
    /** Nobody: it is answered. */
    AUTO,
    /** A person at the site. */
    ASK,
    /** Nobody: it is refused. */
    NEVER;

    /** @throws IllegalArgumentException if the word is none of the three */
    public static TicketPolicy parse(String word) {
        for (TicketPolicy policy : values()) {
            if (policy.word().equals(word)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("must be auto, ask or never");
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
