package skerry.hub.access;

/**
 * Who asks.
 *
 * @param name the user's name, or {@code token:NAME}
 * @param csrf the word that a page of this session must repeat to change something; empty for a token, which no browser sends
 *     by itself
 */
public record Principal(String name, Role role, String csrf) {
    public boolean isToken() {
        return csrf.isEmpty();
    }
}
