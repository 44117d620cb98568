package skerry.hub.store;

/** Checks of what people name. */
final class Names {
    private Names() {}

    /** @throws IllegalArgumentException if {@code value} is blank, too long or holds a control character */
    static void check(String field, String value, int longest) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("the " + field + " must not be blank");
        }
        checkText(field, value, longest);
    }

    /** As {@link #check}, but may be empty. */
    static void checkText(String field, String value, int longest) {
        if (value.length() > longest) {
            throw new IllegalArgumentException("the " + field + " has more than " + longest + " characters");
        }
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("the " + field + " holds a control character");
        }
    }
}
