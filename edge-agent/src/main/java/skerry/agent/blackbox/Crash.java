package skerry.agent.blackbox;

import java.util.Optional;

/**
 * Something that crashed or was evicted, and what a box holds of the time before.
 *
 * @param container empty for a pod as a whole
 * @param restart number of the container that ended; -1 if it is not known
 * @param reason in Kubernetes' words, {@code Restarted} where only the new container's log tells of it
 * @param exitCode -1 if it is not known
 * @param atMillis when, UTC epoch milliseconds, as near as is known
 * @param dated whether {@code atMillis} is when it ended; else it is when it was noticed
 * @param content empty as long as the box is not filled
 */
public record Crash(
        String namespace,
        String pod,
        String container,
        int restart,
        String reason,
        int exitCode,
        long atMillis,
        boolean dated,
        Optional<Content> content) {
    public static final String RESTARTED = "Restarted";
    public static final String OOM_KILLED = "OOMKilled";
    public static final String EVICTED = "Evicted";

    private static final String VERSION = "1";
    private static final int FIELDS = 9;

    /**
     * What is in a box.
     *
     * @param fromMillis where its time begins, UTC epoch milliseconds
     * @param series of the node and the pod
     * @param leftOut lines, events and series that had no room
     */
    public record Content(long fromMillis, long toMillis, int lines, int events, int series, int leftOut) {}

    /** What crashed, whenever: {@code namespace/pod/container}. */
    public String who() {
        return namespace + "/" + pod + "/" + container;
    }

    String key() {
        return who() + "@" + atMillis;
    }

    /** For people: {@code container web of shop/cart-7f}. */
    public String subject() {
        return container.isEmpty()
                ? "pod " + namespace + "/" + pod
                : "container " + container + " of " + namespace + "/" + pod;
    }

    /** For people: {@code OOMKilled, exit code 137}. */
    public String how() {
        return reason + (exitCode < 0 ? "" : ", exit code " + exitCode);
    }

    Crash filled(Content found) {
        return new Crash(namespace, pod, container, restart, reason, exitCode, atMillis, dated, Optional.of(found));
    }

    /** The same crash with what another word of it knows better; when it was stays. */
    Crash with(Crash word) {
        boolean better = word.exitCode >= 0 || (reason.equals(RESTARTED) && !word.reason.equals(RESTARTED));
        return new Crash(
                namespace,
                pod,
                container,
                Math.max(restart, word.restart),
                better ? word.reason : reason,
                Math.max(exitCode, word.exitCode),
                atMillis,
                dated,
                content);
    }

    /** One line of text. */
    String encode() {
        String text = String.join(
                "\t",
                VERSION,
                namespace,
                pod,
                container,
                Integer.toString(restart),
                reason,
                Integer.toString(exitCode),
                Long.toString(atMillis),
                Boolean.toString(dated));
        return content.map(held -> text + "\t" + held.fromMillis + "\t" + held.toMillis + "\t" + held.lines + "\t"
                        + held.events + "\t" + held.series + "\t" + held.leftOut)
                .orElse(text);
    }

    /** Empty if the text is not one that {@link #encode} wrote, such as one of a later version. */
    public static Optional<Crash> decode(String text) {
        String[] fields = text.split("\t", -1);
        if (!fields[0].equals(VERSION) || (fields.length != FIELDS && fields.length != FIELDS + 6)) {
            return Optional.empty();
        }
        try {
            Optional<Content> content = fields.length == FIELDS
                    ? Optional.empty()
                    : Optional.of(new Content(
                            Long.parseLong(fields[9]),
                            Long.parseLong(fields[10]),
                            Integer.parseInt(fields[11]),
                            Integer.parseInt(fields[12]),
                            Integer.parseInt(fields[13]),
                            Integer.parseInt(fields[14])));
            return Optional.of(new Crash(
                    fields[1],
                    fields[2],
                    fields[3],
                    Integer.parseInt(fields[4]),
                    fields[5],
                    Integer.parseInt(fields[6]),
                    Long.parseLong(fields[7]),
                    Boolean.parseBoolean(fields[8]),
                    content));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
