package skerry.protocol.stick;

import java.nio.charset.StandardCharsets;
import java.util.List;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.JoinCode;

/**
 * What a stick brings to nodes that are to join a fleet without a network: the code, and the keys of the hub for which they seal
 * their data from then on. Secret, as the code is.
 */
public record Invitation(JoinCode code, HubCard hub) {
    /** Of an invitation's file. */
    public static final int MAX_BYTES = 4 * 1024;

    /** The file: a line for each. */
    public byte[] file() {
        return (code.text() + "\n" + hub.text() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it is no invitation, or was damaged; one sentence without the secret
     */
    public static Invitation parse(byte[] file) {
        List<String> lines =
                new String(file, StandardCharsets.US_ASCII).lines().limit(3).toList();
        if (file.length > MAX_BYTES || lines.size() != 2) {
            throw new IllegalArgumentException(
                    "This is not an invitation: it has two lines, a join code and the keys of a hub.");
        }
        return new Invitation(JoinCode.parse(lines.get(0)), HubCard.parse(lines.get(1)));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "invitation by the " + code;
    }
}
