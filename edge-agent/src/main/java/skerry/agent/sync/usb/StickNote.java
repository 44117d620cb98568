package skerry.agent.sync.usb;

import java.util.Arrays;
import java.util.Optional;
import skerry.protocol.Limits;

/** What a person should know of an export. Codes travel between peers, and are never given another meaning. */
public enum StickNote {
    RECEIPT_READ(1, "The hub's receipt on the stick was read."),
    RECEIPT_OUTDATED(2, "The receipt on the stick is older than what the hub said since and changed nothing."),
    RECEIPT_NOT_USED(3, "The receipt on the stick was not used: it is damaged, or not by this agent's hub for it."),
    FULL(4, "The stick is full: not everything is on it; have the hub import it, then export again."),
    FULL_OF_NEWEST(5, "The stick is full: the newest data is on it."),
    NEXT_DOES_NOT_FIT(6, "The stick is full: the next batch does not fit; have the hub import it, then export again."),
    MOST_FILES(
            7,
            "The stick holds " + Limits.MAX_STICK_FILES
                    + " files of this agent, the most it may: have the hub import it, then export again.");

    private final int code;
    private final String sentence;

    StickNote(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    public int code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }

    /** The note of a code; empty for one of a later version. */
    public static Optional<StickNote> of(int code) {
        return Arrays.stream(values()).filter(note -> note.code == code).findFirst();
    }
}
