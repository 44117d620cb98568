package skerry.hub.access;

import java.util.Optional;

/** What a user or token may do. */
public enum Role {
    /** Reads everything but the audit trail. */
    VIEWER("viewer"),
    /** Reads and changes everything. */
    ADMIN("admin");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word.equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
