package skerry.agent.privacy;

import java.util.List;

/**
 * A password of which only what follows tells: {@code app:…@tcp(db:3306)/x}, {@code echo app:… | chpasswd},
 * {@code net use Z: \\nas\share … /user:op}.
 */
final class PasswordBeforeDetector implements Detector {
    private static final int LONGEST = 128;
    private static final String CHPASSWD = "chpasswd";
    private static final String USER = " /user:";

    @Override
    public String kind() {
        return "password";
    }

    @Override
    public List<String> triggers() {
        return List.of("@tcp(", "@unix(", CHPASSWD, USER);
    }

    @Override
    public Span find(Text text, int at) {
        if (text.reads(USER, at - USER.length())) {
            return ofShare(text, at - USER.length());
        }
        int end = at;
        if (text.reads(CHPASSWD, at - CHPASSWD.length())) {
            end = echoed(text, at - CHPASSWD.length());
        } else {
            end -= text.reads("@tcp(", at - 5) ? 5 : 6;
        }
        int start = end < 0 ? end : wordStart(text, end);
        for (int colon = start + 1; colon < end; colon++) {
            if (text.at(colon) == ':') {
                return SecretValue.password(text, colon + 1, end);
            }
        }
        return Span.NONE;
    }

    /** The end of the word that goes through a pipe to a command; -1 if there is none. */
    private static int echoed(Text text, int command) {
        int i = text.skipBack(command, CharClass.ALNUM | CharClass.SLASH, LONGEST);
        i = text.skipBack(i, CharClass.SPACE, 4);
        if (text.reads("sudo", i - 4)) {
            i = text.skipBack(i - 4, CharClass.SPACE, 4);
        }
        if (text.at(i - 1) != '|') {
            return -1;
        }
        i = text.skipBack(i - 1, CharClass.SPACE, 4);
        i = text.skipBack(i, CharClass.QUOTE, 1);
        return text.at(i - 1) == '\\' ? i - 1 : i;
    }

    private static int wordStart(Text text, int end) {
        int start = end;
        while (end - start < LONGEST && inWord(text.at(start - 1))) {
            start--;
        }
        return start;
    }

    private static Span ofShare(Text text, int end) {
        int start = wordStart(text, end);
        for (int i = start; i > start - LONGEST; i--) {
            if (text.at(i) == 'n' && text.readsExactly("net use ", i)) {
                boolean other = text.at(end - 1) == ':' || text.at(start - 1) == '\\';
                return other ? Span.NONE : SecretValue.password(text, start, end);
            }
        }
        return Span.NONE;
    }

    private static boolean inWord(char c) {
        return c != 0 && c != '\\' && c != '>' && !CharClass.is(c, CharClass.SPACE | CharClass.QUOTE);
    }
}
