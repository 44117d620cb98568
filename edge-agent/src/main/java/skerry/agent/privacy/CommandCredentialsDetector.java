package skerry.agent.privacy;

import java.util.List;

/** {@code user:password} as an option of curl. */
final class CommandCredentialsDetector implements Detector {
    private static final int LOOK_BACK = 256;
    private static final int LONGEST = 256;

    @Override
    public String kind() {
        return "basic-auth";
    }

    @Override
    public List<String> triggers() {
        return List.of(" -u", " --user ", " --user=");
    }

    @Override
    public Span find(Text text, int at) {
        int start = CharClass.fold(text.at(at - 1)) == 'u' && text.at(at) == ' ' ? at + 1 : at;
        if (!afterCurl(text, start)) {
            return Span.NONE;
        }
        int end = start;
        boolean colon = false;
        char quote = 0;
        while (end - start < LONGEST && text.at(end) != 0 && (quote != 0 || text.at(end) != ' ')) {
            char c = text.at(end++);
            colon |= c == ':';
            if (CharClass.is(c, CharClass.QUOTE)) {
                quote = quote == 0 ? c : quote == c ? 0 : quote;
            }
        }
        int first = CharClass.is(text.at(start), CharClass.QUOTE) ? start + 1 : start;
        return colon && !isPlaceholder(text, first) ? new Span(start, end) : Span.NONE;
    }

    /** A variable, or {@code :} alone, by which curl asks the system; a password without a user is none. */
    private static boolean isPlaceholder(Text text, int first) {
        char begins = text.at(text.at(first) == ':' ? first + 1 : first);
        return begins == 0 || begins == ' ' || CharClass.is(begins, CharClass.QUOTE) || "$<{%[:".indexOf(begins) >= 0;
    }

    private static boolean afterCurl(Text text, int start) {
        for (int i = start - 4; i > start - LOOK_BACK; i--) {
            if (text.at(i) == 'c' && text.readsExactly("curl", i)) {
                return true;
            }
        }
        return false;
    }
}
