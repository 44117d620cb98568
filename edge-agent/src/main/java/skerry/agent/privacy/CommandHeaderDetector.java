package skerry.agent.privacy;

import java.util.List;

/**
 * A curl command with a credential in a header, from the command's name to the end of that header: what a person typed in
 * between goes with it.
 */
final class CommandHeaderDetector implements Detector {
    private static final int LONGEST = 1024;
    private static final List<String> NAMES = List.of("authorization", "token", "apikey", "api-key", "auth");

    @Override
    public String kind() {
        return "bearer";
    }

    @Override
    public List<String> triggers() {
        return List.of("curl ");
    }

    @Override
    public Span find(Text text, int at) {
        for (int i = at; i - at < LONGEST && text.at(i) != 0; i++) {
            if (text.at(i) == 'c' && text.readsExactly("curl ", i)) {
                break; // the next trigger goes on from there
            }
            if (text.at(i) == '-' && (text.readsExactly("-H ", i) || text.readsExactly("--header ", i))) {
                int open = i + (text.at(i + 1) == 'H' ? 3 : 9);
                int end = credentialEnd(text, open);
                if (end > open) {
                    return new Span(at - 5, end);
                }
            }
        }
        return Span.NONE;
    }

    /** The end of the quoted header at {@code open} if it holds a credential. */
    private static int credentialEnd(Text text, int open) {
        char quote = text.at(open);
        if (!CharClass.is(quote, CharClass.QUOTE)) {
            return -1;
        }
        int colon = text.skip(open + 1, CharClass.TOKEN, 40);
        if (text.at(colon) != ':' || !telling(text, open + 1, colon)) {
            return -1;
        }
        int value = text.skip(colon + 1, CharClass.SPACE, 2);
        int end = value;
        boolean digit = false;
        while (end - value < LONGEST && text.at(end) != quote) {
            char c = text.at(end++);
            if (c == 0 || c == '$' || c == '{' || c == '<') {
                return -1; // a placeholder, or a mask
            }
            digit |= CharClass.digit(c);
        }
        return digit && text.at(end) == quote ? end + 1 : -1;
    }

    private static boolean telling(Text text, int start, int end) {
        for (String name : NAMES) {
            if (text.reads(name, end - name.length()) && end - name.length() >= start) {
                return true;
            }
        }
        return false;
    }
}
