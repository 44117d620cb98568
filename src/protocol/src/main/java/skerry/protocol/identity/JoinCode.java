package skerry.protocol.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import skerry.protocol.Bytes;

/**
 * What lets a node join a fleet: where the hub is, by which authority it is known, and a secret that both sides prove to know
 * without telling it. Whoever has the line may join until it ends; one line of text, from the hub to the node by hand, file
 * or stick.
 *
 * @param id 8 bytes by which the hub finds it
 * @param secret 16 random bytes
 * @param authority SHA-256 of the certificate of the hub's authority, 32 bytes
 * @param hub where the hub's API answers, such as {@code https://hub.example:8440/}
 */
public record JoinCode(Bytes id, Bytes secret, Bytes authority, URI hub) {
    /** Length of {@link #id}. */
    public static final int ID_BYTES = 8;

    /** Length of {@link #secret}. */
    public static final int SECRET_BYTES = 16;

    private static final String START = "skerry-join-1:";
    private static final int FIXED = ID_BYTES + SECRET_BYTES + 32;
    private static final int MAX_URL = 256;

    /** @throws IllegalArgumentException if a component has another length, or the address is not one of a hub */
    public JoinCode {
        if (id.size() != ID_BYTES || secret.size() != SECRET_BYTES || authority.size() != 32) {
            throw new IllegalArgumentException("a join code's parts have 8, 16 and 32 bytes");
        }
        String scheme = String.valueOf(hub.getScheme());
        if (hub.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("its address '" + hub + "' is not that of a hub");
        }
        if (hub.toString().length() > MAX_URL) {
            throw new IllegalArgumentException("its address has more than " + MAX_URL + " characters");
        }
    }

    /** One line, {@code skerry-join-1:…}; secret. */
    public String text() {
        Bytes url = Bytes.of(hub.toString().getBytes(StandardCharsets.US_ASCII));
        return START + CardText.encode(Joined.of(id, secret, authority, url));
    }

    /** What both sides authenticate with: derived, so that the hub need not keep the secret itself. */
    public Bytes key() {
        return Joined.of(Bytes.of(START.getBytes(StandardCharsets.US_ASCII)), secret)
                .sha256();
    }

    /**
     * Reads a pasted line; space around it does not matter.
     *
     * @throws IllegalArgumentException if it is not a join code, or was damaged on the way; one sentence without the secret
     */
    public static JoinCode parse(String text) {
        String line = text.strip();
        if (!line.startsWith(START)) {
            throw new IllegalArgumentException(
                    "This is not a join code: it starts with " + START + " and is printed by the hub.");
        }
        try {
            byte[] all = CardText.decode(line.substring(START.length()), FIXED + 1, FIXED + MAX_URL)
                    .toArray();
            return new JoinCode(
                    Bytes.of(all, 0, ID_BYTES),
                    Bytes.of(all, ID_BYTES, ID_BYTES + SECRET_BYTES),
                    Bytes.of(all, ID_BYTES + SECRET_BYTES, FIXED),
                    URI.create(new String(all, FIXED, all.length - FIXED, StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The join code cannot be used, since " + e.getMessage() + ".", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "join code " + id + " of " + hub;
    }
}
