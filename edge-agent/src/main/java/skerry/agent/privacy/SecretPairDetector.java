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
    private static final int LONGEST_NAME = 40;
    private static final String[] VERBS = {
        " is ", " is: ", " ist ", " lautet ", " lautet: ", " est ", " es ", " è ", " jest "
    };
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
        return new SecretPairDetector(
                "password",
                true,
                List.of(
                        "pass",
                        "pwd",
                        "psk",
                        "pw=",
                        "pw:",
                        "pw\"",
                        "kennwort",
                        "contrase\u00f1a",
                        "contrasena",
                        "has\u0142o",
                        "haslo",
                        "senha",
                        "wachtwoord",
                        "l\u00f6senord",
                        "losenord",
                        "heslo",
                        "masterauth",
                        "\u00e9:",
                        "\u00e9=",
                        "\u00e9 :",
                        "\u00e9 ="));
    }

    static Detector secrets() {
        return new SecretPairDetector(
                "secret",
                false,
                List.of(
                        "secret",
                        "token",
                        "key",
                        "credential",
                        "creds",
                        "access_id",
                        "accessid",
                        "_auth",
                        "sessid",
                        "sessionid",
                        "_pat=",
                        "_pat:",
                        "_pat\"",
                        "geheimnis",
                        "schl\u00fcssel",
                        "cl\u00e9 api",
                        "clave api",
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
        int nameEnd = at;
        while (CharClass.is(text.at(nameEnd - 1), CharClass.SPACE | CharClass.QUOTE)
                || "=:".indexOf(text.at(nameEnd - 1)) >= 0) {
            nameEnd--; // of a trigger that holds the sign as well
        }
        int keyEnd = skipName(text, nameEnd);
        int keyStart = skipNameBack(text, nameEnd);
        boolean option = text.at(keyStart) == '-' && text.at(keyEnd) == ' ';
        int value = option || followsLogin(text, keyStart, keyEnd) ? keyEnd + 1 : valueAfter(text, keyEnd);
        if (value < 0) {
            Span compared = comparedBefore(text, keyStart, keyEnd);
            return compared.found() ? compared : said(text, keyStart, keyEnd);
        }
        int tells = tells(text, keyStart, keyEnd);
        if (tells == SecretName.NO) {
            return Span.NONE;
        }
        boolean certain = tells == SecretName.PERHAPS;
        if (!text.reads(Authorization.NAME, keyEnd - Authorization.NAME.length())) {
            Span span = value(text, value, option, certain);
            return span.found() && notOfPassword(text, keyStart, keyEnd, span) ? Span.NONE : span;
        }
        int scheme = CharClass.is(text.at(value), CharClass.QUOTE) ? value + 1 : value;
        return Authorization.knownSchemeAt(text, scheme)
                ? Span.NONE
                : value(text, afterScheme(text, value), option, certain);
    }

    private int tells(Text text, int keyStart, int keyEnd) {
        String key = text.part(keyStart, keyEnd);
        return "API".equalsIgnoreCase(key) ? SecretName.PERHAPS : SecretName.tells(key, password);
    }

    private static int skipName(Text text, int index) {
        int end = index;
        while (end - index < KEY_AFTER && inName(text.at(end))) {
            end++;
        }
        return end;
    }

    private static int skipNameBack(Text text, int index) {
        int start = index;
        while (index - start < KEY_BEFORE && inName(text.at(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean inName(char c) {
        return c < 128 ? CharClass.is(c, KEY) : Character.isLetter(c);
    }

    /**
     * Whether the value shows that the name means something else: the folder of a shell ({@code PWD}), a test that passed
     * ({@code pass}), or a sentence about the password.
     */
    private boolean notOfPassword(Text text, int keyStart, int keyEnd, Span span) {
        if (!password) {
            return false;
        }
        String value = text.part(span.start(), span.end());
        if (text.reads("pwd", keyEnd - 3)) {
            return SecretValue.isFolder(value);
        }
        if ((text.reads("pass", keyStart) && keyEnd - keyStart == 4) || text.reads("_pass", keyEnd - 5)) {
            return SecretValue.isCount(value) || inSentence(text, keyStart);
        }
        return value.equalsIgnoreCase("password")
                && text.at(span.end()) == ' '
                && CharClass.is(text.at(span.end() + 1), CharClass.LOWER);
    }

    /** Whether a word in small letters stands before: {@code second pass: …}. */
    private static boolean inSentence(Text text, int keyStart) {
        return text.at(keyStart - 1) == ' ' && CharClass.is(text.at(keyStart - 2), CharClass.LOWER);
    }

    /** The value that a sentence tells: {@code password for anna is …}, {@code token … was revoked}. */
    private Span said(Text text, int keyStart, int keyEnd) {
        if (text.at(keyEnd) != ' ') {
            return Span.NONE;
        }
        boolean asOption = text.reads("requirepass", keyStart) || text.reads("masterauth", keyStart);
        int start = afterVerb(text, keyEnd);
        if (start < 0 && (asOption || !password)) {
            start = keyEnd + 1;
        }
        if (start < 0
                || !(CharClass.is(text.at(start), CharClass.ALNUM) || "/+_.".indexOf(text.at(start)) >= 0)
                || text.readsExactly("eyJ", start)
                || text.readsExactly("K10", start) // which have names of their own
                || tells(text, keyStart, keyEnd) == SecretName.NO) {
            return Span.NONE;
        }
        return bareValue(text, start, !asOption);
    }

    /** Where the value starts after {@code is}, also with {@code for} and a name before it; -1 if there is no such verb. */
    private static int afterVerb(Text text, int keyEnd) {
        int at = keyEnd;
        if (text.readsExactly(" for ", at)) {
            at = text.skip(at + 5, CharClass.TOKEN | CharClass.DOT, LONGEST_NAME);
        }
        for (String verb : VERBS) {
            if (text.reads(verb, at)) {
                return at + verb.length();
            }
        }
        return -1;
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
        int tells = CharClass.is(quote, CharClass.QUOTE) ? tells(text, keyStart, keyEnd) : SecretName.NO;
        if (tells == SecretName.NO) {
            return Span.NONE;
        }
        int start = close;
        while (close - start < LONGEST_LITERAL && text.at(start - 1) != 0 && text.at(start - 1) != quote) {
            start--;
        }
        return text.at(start - 1) == quote ? taken(text, start, close, tells == SecretName.PERHAPS) : Span.NONE;
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

    private Span value(Text text, int from, boolean option, boolean certain) {
        int start = password && text.readsExactly("pass:", from) ? from + 5 : from; // as OpenSSL has it
        while (text.at(start) == '\\') {
            start++;
        }
        char quote = text.at(start);
        if (!CharClass.is(quote, CharClass.QUOTE)) {
            return option && quote == '-' ? Span.NONE : bareValue(text, start, certain);
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
        return taken(text, start, end, certain);
    }

    /** @param certain whether the value must look secret beyond doubt */
    private Span taken(Text text, int start, int end, boolean certain) {
        if (end <= start) {
            return Span.NONE;
        }
        String value = text.part(start, end);
        boolean secret = certain ? SecretValue.isCertain(value, password) : SecretValue.isSecret(value, password);
        return secret ? new Span(start, end) : Span.NONE;
    }

    /** A value without quotes; one that must look secret does so from its first characters on. */
    private Span bareValue(Text text, int start, boolean certain) {
        int seen = certain ? bare(text, start, LONGEST_LITERAL) : start;
        Span span = certain ? taken(text, start, seen, true) : Span.NONE;
        if (certain && (!span.found() || seen - start < LONGEST_LITERAL - MOST_CLOSING)) {
            return span;
        }
        int end = bare(text, start, Integer.MAX_VALUE);
        return certain ? new Span(start, end) : taken(text, start, end, false);
    }

    /** The end of a value without quotes: brackets belong to it as long as they are balanced. */
    private static int bare(Text text, int start, int longest) {
        int end = start;
        char c = text.at(end);
        while (end - start < longest
                && c != 0
                && ",;&<\\".indexOf(c) < 0
                && !CharClass.is(c, CharClass.SPACE | CharClass.QUOTE)) {
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
