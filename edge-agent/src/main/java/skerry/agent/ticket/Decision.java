package skerry.agent.ticket;

/**
 * What a person at the site says about a ticket.
 *
 * @param by who, as they call themselves, on one line of at most {@link #MOST_BY} characters
 */
public record Decision(boolean approved, String by) {
    public static final int MOST_BY = 100;

    /** @throws IllegalArgumentException if it does not say who */
    public Decision {
        by = by.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (by.isEmpty() || by.length() > MOST_BY) {
            throw new IllegalArgumentException("say who you are, in at most " + MOST_BY + " characters");
        }
    }
}
