package skerry.promql;

/**
 * A piece of an expression.
 *
 * @param text as it is written; of a text in quotes, what it means
 * @param at the index of its first character
 */
record Token(Kind kind, String text, int at) {
    enum Kind {
        /** A name or a word of the language: which of both, only its place tells. */
        WORD,
        NUMBER,
        DURATION,
        TEXT,
        /** One of {@code ( ) { } [ ] , : @ = != =~ !~ == < <= > >= + - * / % ^}. */
        SIGN,
        END
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** Words of the language are written in any case. */
    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    /** For messages. */
    String described() {
        return switch (kind) {
            case END -> "the end of the expression";
            case TEXT -> "the text \"" + shortened() + '"';
            case WORD, NUMBER, DURATION, SIGN -> '"' + shortened() + '"';
        };
    }

    private String shortened() {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
