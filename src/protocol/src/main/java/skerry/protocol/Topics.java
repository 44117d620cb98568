package skerry.protocol;

/**
 * MQTT topic names under a deployment's root. Source: sync protocol, section 3.
 *
 * @param root one or more topic levels without wildcard, such as {@code skerry}
 */
public record Topics(String root) {
    /** @throws IllegalArgumentException if the root is blank or holds a wildcard, an empty level or a control character */
    public Topics {
        if (root.isBlank()
                || root.startsWith("/")
                || root.endsWith("/")
                || root.contains("//")
                || root.chars().anyMatch(c -> c == '+' || c == '#' || c < ' ')) {
            throw new IllegalArgumentException(
                    "an MQTT topic root is made of non-empty levels without + and #, was '" + root + "'");
        }
    }

    public String state(Uid uid) {
        return up(uid) + "state";
    }

    public String hello(Uid uid) {
        return up(uid) + "hello";
    }

    public String live(Uid uid) {
        return up(uid) + "live";
    }

    public String batch(Uid uid, Stream stream) {
        return up(uid) + "b/" + stream.code();
    }

    /** Where an agent asks for pieces of a release. */
    public String want(Uid uid) {
        return up(uid) + "want";
    }

    public String helloReply(Uid uid) {
        return down(uid) + "hello";
    }

    public String ack(Uid uid) {
        return down(uid) + "ack";
    }

    public String command(Uid uid) {
        return down(uid) + "cmd";
    }

    /** Where the hub answers with pieces of a release. */
    public String piece(Uid uid) {
        return down(uid) + "piece";
    }

    /** What an agent subscribes to of its own. */
    public String allDown(Uid uid) {
        return down(uid) + "#";
    }

    public String hubState() {
        return root + "/1/hub/state";
    }

    /** What the hub subscribes to: everything from every agent. */
    public String allUp() {
        return root + "/1/+/up/#";
    }

    private String up(Uid uid) {
        return root + "/1/" + uid + "/up/";
    }

    private String down(Uid uid) {
        return root + "/1/" + uid + "/dn/";
    }
}
