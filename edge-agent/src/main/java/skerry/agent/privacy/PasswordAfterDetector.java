package skerry.agent.privacy;

import java.util.List;

/**
 * A password after the words of a statement or a configuration that always have one: {@code IDENTIFIED BY '…'},
 * {@code snmp-server community …}, {@code sqlplus app/…@db}, {@code AUTH …}.
 */
final class PasswordAfterDetector implements Detector {
    private static final int LONGEST = 128;
    private static final int STATEMENT = 64;
    private static final String STATEMENT_END = " by '";
    private static final String AUTH = "AUTH ";

    @Override
    public String kind() {
        return "password";
    }

    @Override
    public List<String> triggers() {
        return List.of(
                STATEMENT_END,
                "server community ",
                "rocommunity ",
                "rwcommunity ",
                "sqlplus ",
                "oracle:thin:",
                "auth ");
    }

    @Override
    public Span find(Text text, int at) {
        char last = text.at(at - 1);
        if (last == '\'') {
            return identified(text, at) ? SecretValue.password(text, at, endOf(text, at, true)) : Span.NONE;
        }
        if (last == ':' || text.reads("sqlplus ", at - "sqlplus ".length())) {
            return afterSlash(text, at);
        }
        int end = endOf(text, at, false);
        if (text.reads(AUTH, at - AUTH.length())) {
            boolean alone = text.readsExactly(AUTH, at - AUTH.length())
                    && !CharClass.is(text.at(at - AUTH.length() - 1), CharClass.TOKEN | CharClass.DOT)
                    && (text.at(end) == 0 || text.at(end) == '\\' || CharClass.is(text.at(end), CharClass.QUOTE));
            return alone && end > at && SecretValue.isCertain(text.part(at, end), true) ? new Span(at, end) : Span.NONE;
        }
        return text.reads("public", at) || text.reads("private", at) ? Span.NONE : SecretValue.password(text, at, end);
    }

    private static boolean identified(Text text, int at) {
        for (int i = at - STATEMENT_END.length(); i > at - STATEMENT; i--) {
            if (CharClass.fold(text.at(i)) == 'i' && text.reads("identified", i)) {
                return true;
            }
        }
        return false;
    }

    /** A name, a slash, and the password up to an {@code @} or the end of the word. */
    private static Span afterSlash(Text text, int at) {
        int start = text.skip(at, CharClass.TOKEN | CharClass.DOT, LONGEST);
        if (start == at || text.at(start) != '/') {
            return Span.NONE;
        }
        int end = ++start;
        while (end - start < LONGEST && text.at(end) != '@' && inWord(text.at(end))) {
            end++;
        }
        return SecretValue.password(text, start, end);
    }

    private static int endOf(Text text, int start, boolean quoted) {
        int end = start;
        while (end - start < LONGEST && (quoted ? text.at(end) != 0 && text.at(end) != '\'' : inWord(text.at(end)))) {
            end++;
        }
        return end;
    }

    private static boolean inWord(char c) {
        return c != 0 && c != '\\' && !CharClass.is(c, CharClass.SPACE | CharClass.QUOTE);
    }
}
