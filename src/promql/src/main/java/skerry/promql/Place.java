package skerry.promql;

/** Says where in an expression something stands, and refuses it. */
final class Place {
    private final String text;

    Place(String text) {
        this.text = text;
    }

    RefusedException malformed(int at, String what) {
        return new RefusedException(Refusal.Kind.MALFORMED, place(at) + what);
    }

    /** @param what the subject of a sentence */
    RefusedException unsupported(int at, String what) {
        return new RefusedException(
                Refusal.Kind.UNSUPPORTED, place(at) + what + " is not part of Skerry's PromQL: see docs/promql.md");
    }

    RefusedException limit(int at, String what) {
        return new RefusedException(Refusal.Kind.LIMIT, place(at) + what);
    }

    /** The same refusal, with the place where it arose. */
    RefusedException placed(int at, RefusedException refused) {
        return new RefusedException(
                refused.refusal().kind(), place(at) + refused.refusal().message());
    }

    private String place(int at) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = at - lineStart + 1;
        return line == 1 ? "column " + column + ": " : "line " + line + ", column " + column + ": ";
    }
}
