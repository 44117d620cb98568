package skerry.protocol.control;

import java.util.Optional;

/**
 * What a command asks for; the wire code is stable. Code 3 is for settings. Source: sync protocol, section 9.
 */
public enum CommandType {
    /** The agent's support file; no arguments. */
    SUPPORT_FILE(1, "support-file"),
    /** Detail of the ring; arguments are a {@link skerry.protocol.ticket.TicketRequest}. */
    DETAIL(2, "detail"),
    /** Another version of the agent; arguments are a {@link skerry.protocol.update.UpgradeOrder}. */
    UPGRADE(4, "upgrade");

    private final int code;
    private final String word;

    CommandType(int code, String word) {
        this.code = code;
        this.word = word;
    }

    public int code() {
        return code;
    }

    /** As people and interfaces write it. */
    public String word() {
        return word;
    }

    /** The type of a code; empty for one of a later version. */
    public static Optional<CommandType> of(int code) {
        for (CommandType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type of a word. */
    public static Optional<CommandType> of(String word) {
        for (CommandType type : values()) {
            if (type.word.equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
