package skerry.agent.privacy;

import java.util.List;

/**
 * The value that belongs to a telling name: {@code password=…}, {@code "api_key": "…"}, {@code --token …}. A password is
 * taken whatever it looks like; the value of a key or token must look made by a machine, since {@code secret=} and
 * {@code token=} often name a Kubernetes object.
 */
final class SecretPairDetector implements Detector {
    private static final int KEY_BEFORE = 40;
    private static final int KEY_AFTER = 24;
    private static final int MOST_CLOSING = 8;
    /** Of a quote inside of a text that is quoted itself, twice at most. */
    private static final int MOST_ESCAPES = 3;

    private static final int LONGEST_LITERAL = 128;
    private static final int KEY = CharClass.ALNUM | CharClass.DASH;

    private final String kind;
    private final List<String> triggers;
    private final boolean password;

    private SecretPairDetector(String kind, boolean password, List<String> triggers) {
        this.kind = kind;
        this.password = password;
        this.triggers = triggers;
    }

    static Detector passwords() {
        return new SecretPairDetector("password", true, List.of("pass", "pwd"));
    }

    static Detector secrets() {
        return new SecretPairDetector(
                "secret",
                false,
                List.of(
                        "secret",
                        "token",
                        "apikey",
                        "api_key",
                        "api-key",
                        "accesskey",
                        "access_key",
                        "access-key",
                        "accountkey",
                        "privatekey",
                        "private_key",
                        "private-key",
                        "auth_key",
                        "authkey",
                        "signing_key",
                        "encryption_key",
                        "master_key",
                        "credential",
                        "access_id",
                        "accessid",
                        "_auth",
                        "sourcegraph",
                        "authorization"));
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<String> triggers() {
        return triggers;
    }

    @Override
    public String rule() {
        return Detector.super.rule() + " " + SecretName.rule() + " " + SecretValue.rule();
    }

    @Override
    public Span find(Text text, int at) {
        int keyEnd = text.skip(at, KEY, KEY_AFTER);
        int keyStart = text.skipBack(at, KEY, KEY_BEFORE);
        boolean option = text.at(keyStart) == '-' && text.at(keyEnd) == ' ';
        int value = option || followsLogin(text, keyStart, keyEnd) ? keyEnd + 1 : valueAfter(text, keyEnd);
        if (value < 0) {
            return comparedBefore(text, keyStart, keyEnd);
        }
        if (!SecretName.holds(text.part(keyStart, keyEnd), password)) {
            return Span.NONE;
        }
        if (!text.reads(Authorization.NAME, keyEnd - Authorization.NAME.length())) {
            return value(text, value, option);
        }
        int scheme = CharClass.is(text.at(value), CharClass.QUOTE) ? value + 1 : value;
        return Authorization.knownSchemeAt(text, scheme) ? Span.NONE : value(text, afterScheme(text, value), option);
    }

    /** Whether it is the second line of a pair: {@code username anna}, {@code password …}. */
    private static boolean followsLogin(Text text, int keyStart, int keyEnd) {
        if (text.at(keyStart - 1) != '\n' || text.at(keyEnd) != ' ') {
            return false;
        }
        int line = keyStart - 1;
        while (keyStart - line < LONGEST_LITERAL && text.at(line - 1) != 0 && text.at(line - 1) != '\n') {
            line--;
        }
        boolean taken = line > 0 && text.at(line - 1) == 0; // the name itself, most likely
        return taken || text.reads("user", line) || text.reads("login", line);
    }

    /** The literal that the name at {@code keyStart} is compared with: {@code "…" == password}. */
    private Span comparedBefore(Text text, int keyStart, int keyEnd) {
        int sign = text.skipBack(keyStart, CharClass.SPACE, 2);
        int close = sign;
        while (sign - close < 3 && (text.at(close - 1) == '=' || text.at(close - 1) == '!')) {
            close--;
        }
        if (sign - close < 2) {
            return Span.NONE;
        }
        close = text.skipBack(close, CharClass.SPACE, 2) - 1;
        char quote = text.at(close);
        if (!CharClass.is(quote, CharClass.QUOTE) || !SecretName.holds(text.part(keyStart, keyEnd), password)) {
            return Span.NONE;
        }
        int start = close;
        while (close - start < LONGEST_LITERAL && text.at(start - 1) != 0 && text.at(start - 1) != quote) {
            start--;
        }
        return text.at(start - 1) == quote ? taken(text, start, close) : Span.NONE;
    }

    /** Past the scheme of an authorization header: {@code Token abc}. */
    private static int afterScheme(Text text, int value) {
        int end = text.skip(value, KEY, KEY_AFTER);
        char credential = text.at(end + 1);
        boolean follows = text.at(end) == ' ' && (CharClass.is(credential, CharClass.ALNUM) || credential == '<');
        return follows ? end + 1 : value;
    }

    /** Where the value starts, after the sign that ties it to the name; -1 if there is none. */
    private static int valueAfter(Text text, int keyEnd) {
        int i = keyEnd;
        if (text.at(i) == '[') {
            i = text.skip(i + 1, CharClass.DIGIT, 4);
            if (text.at(i++) != ']') {
                return -1;
            }
        }
        if (text.at(i) == '.') {
            i = text.skip(i + 1, CharClass.LETTER, 12); // a call of the name's: secret.assign("…")
            if (text.at(i) != '(') {
                return -1;
            }
        }
        boolean quotedKey = false;
        while (text.at(i) == '\\' || CharClass.is(text.at(i), CharClass.QUOTE)) {
            quotedKey |= text.at(i) != '\\';
            i++;
        }
        int gap = text.skip(i, CharClass.SPACE, 8);
        int sign = gap;
        while (sign - gap < 4 && "=:!>?".indexOf(text.at(sign)) >= 0) {
            sign++;
        }
        char first = text.at(gap);
        if (sign == gap) {
            boolean call = first == '(' || (quotedKey && first == ',');
            int open = text.skip(call ? gap + 1 : gap, CharClass.SPACE, 2);
            boolean tied = call || gap > i;
            int quote = open;
            while (quote - open < MOST_ESCAPES && text.at(quote) == '\\') {
                quote++;
            }
            return tied && CharClass.is(text.at(quote), CharClass.QUOTE) ? open : -1;
        }
        if ((first == ':' && text.at(gap + 1) == ':' && text.at(sign - 1) != '=')
                || (first == '?' && text.at(sign - 1) != '=')
                || (first == '!' && sign == gap + 1)
                || (first == '>' && gap > keyEnd)) {
            return -1;
        }
        int value = text.skip(sign, CharClass.SPACE, 3);
        return text.at(value) == '@' && CharClass.is(text.at(value + 1), CharClass.QUOTE) ? value + 1 : value;
    }

    private Span value(Text text, int from, boolean option) {
        int start = from;
        while (text.at(start) == '\\') {
            start++;
        }
        char quote = text.at(start);
        if (!CharClass.is(quote, CharClass.QUOTE)) {
            return option && quote == '-' ? Span.NONE : taken(text, start, bare(text, start));
        }
        boolean escaped = start > from;
        start++;
        int end = start;
        while (text.at(end) != 0 && text.at(end) != quote && text.at(end) != '\n') {
            if (!password && CharClass.is(text.at(end), CharClass.SPACE)) {
                return Span.NONE; // no key or token has blanks; reading on would be for nothing
            }
            end += text.at(end) == '\\' && !escaped && text.at(end + 1) != 0 ? 2 : 1;
        }
        while (escaped && end > start && text.at(end - 1) == '\\') {
            end--;
        }
        return taken(text, start, end);
    }

    private Span taken(Text text, int start, int end) {
        return end > start && SecretValue.isSecret(text.part(start, end), password) ? new Span(start, end) : Span.NONE;
    }

    /** The end of a value without quotes: brackets belong to it as long as they are balanced. */
    private static int bare(Text text, int start) {
        int end = start;
        char c = text.at(end);
        while (c != 0 && ",;&<\\".indexOf(c) < 0 && !CharClass.is(c, CharClass.SPACE | CharClass.QUOTE)) {
            c = text.at(++end);
        }
        for (int i = 0; i < MOST_CLOSING && end > start; i++) {
            int pair = ")]}".indexOf(text.at(end - 1));
            if ((pair < 0 && text.at(end - 1) != '.') || (pair >= 0 && opens(text, start, end, "([{".charAt(pair)))) {
                break;
            }
            end--;
        }
        return end;
    }

    private static boolean opens(Text text, int start, int end, char bracket) {
        for (int i = start; i < end; i++) {
            if (text.at(i) == bracket) {
                return true;
            }
        }
        return false;
    }
}
