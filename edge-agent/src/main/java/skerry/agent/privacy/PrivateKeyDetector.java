package skerry.agent.privacy;

import java.util.List;

/**
 * Private keys in PEM armour: whole ones, on one line with {@code \n} written out or on many, and ones that were cut so
 * that only their head or only their tail is there.
 */
final class PrivateKeyDetector implements Detector {
    static final String KIND = "private-key";

    private static final int SHORTEST_LINE = 60;
    private static final int LONGEST_LINE = 80;
    private static final String END = "-----END";
    private static final int LABEL = 64;

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<String> triggers() {
        return List.of("-----BEGIN", END);
    }

    @Override
    public Span find(Text text, int at) {
        int labelEnd = labelEnd(text, at);
        if (labelEnd < 0) {
            return Span.NONE;
        }
        if (CharClass.fold(text.at(at - 1)) == 'd') {
            return tail(text, at - END.length(), labelEnd);
        }
        return new Span(at - 10, bodyEnd(text, labelEnd));
    }

    /** The index after {@code PRIVATE KEY-----}, or -1 where the armour holds something else. */
    private static int labelEnd(Text text, int at) {
        boolean key = false;
        for (int i = at; i - at < LABEL; i++) {
            char c = text.at(i);
            if (c == 'P' && text.readsExactly("PRIVATE KEY", i)) {
                key = true;
            } else if (c == '-') {
                return key ? text.skip(i, CharClass.DASH, 5) : -1;
            } else if (!CharClass.is(c, CharClass.ALNUM) && c != ' ') {
                break;
            }
        }
        return -1;
    }

    /** Reads on to the end of the closing line, or, if the key was cut, as far as it looks like a key. */
    private static int bodyEnd(Text text, int from) {
        int i = from;
        int solid = from;
        while (true) {
            char c = text.at(i);
            if (c == '-' && text.readsExactly(END, i)) {
                int labelEnd = labelEnd(text, i + END.length());
                return labelEnd > 0 ? labelEnd : i + END.length();
            }
            if (CharClass.is(c, CharClass.BASE64)) {
                solid = ++i;
            } else if (c == '\\' || c == ':' || c == ',' || c == '-' || c == '.' || CharClass.is(c, CharClass.SPACE)) {
                i++; // line breaks, and headers such as "Proc-Type: 4,ENCRYPTED"
            } else {
                return solid;
            }
        }
    }

    /** The closing line alone: the base64 before it was the key. */
    private static Span tail(Text text, int at, int labelEnd) {
        int start = at;
        while (true) {
            char c = text.at(start - 1);
            if (!CharClass.is(c, CharClass.BASE64) && c != '\\' && c != '\n' && c != '\r') {
                return new Span(start, labelEnd);
            }
            start--;
        }
    }

    /**
     * Whether the text is one line from the middle of a key, as a container writes it when it prints a key file. Hashes in
     * hexadecimal have no capitals and small letters at once.
     */
    static boolean isBodyLine(Text text) {
        int length = text.length();
        if (length < SHORTEST_LINE || length > LONGEST_LINE) {
            return false;
        }
        int seen = 0;
        for (int i = 0; i < length; i++) {
            char c = text.at(i);
            if (!CharClass.is(c, CharClass.BASE64)) {
                return false;
            }
            seen |= CharClass.is(c, CharClass.UPPER) ? 1 : CharClass.is(c, CharClass.LOWER) ? 2 : 4;
        }
        return seen == 7 && text.at(0) != '/';
    }
}
