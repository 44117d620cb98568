package skerry.agent.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Login names where a sentence says that they are, and in the lines of sshd, PAM, su, sudo, cron, useradd, web servers and
 * brokers. Accounts that belong to the system, and so to nobody, stay readable.
 */
final class UserNameDetector implements Detector {
    private static final int MOST_SIGNS = 4;
    private static final int LONGEST_WORD = 16;
    private static final int MONTH = 3;

    /** Before {@code user}: what follows is surely a name. */
    private static final Set<String> BEFORE = Set.of("for", "of", "by", "from", "as", "invalid", "illegal");

    /** Before {@code user}: what follows is a name unless another noun follows that. */
    private static final Set<String> PERHAPS_BEFORE = Set.of(
            "such",
            "unknown",
            "new",
            "add",
            "added",
            "adding",
            "delete",
            "deleted",
            "deleting",
            "remove",
            "removed",
            "removing",
            "create",
            "created",
            "creating",
            "remote",
            "unix",
            "system",
            "lock",
            "locked",
            "authenticated");

    /** What a person is called before the name. */
    private static final List<String> NOUNS =
            List.of("user ", "benutzer ", "utilisateur ", "usuario ", "utente ", "gebruiker ");

    @Override
    public String kind() {
        return "user";
    }

    @Override
    public List<String> triggers() {
        return List.of(
                "user ",
                "benutzer ",
                "utilisateur ",
                "usuario ",
                "utente ",
                "gebruiker ",
                "username ",
                "password for ",
                "publickey for ",
                "hostbased for ",
                "none for ",
                "pam for ",
                "failures for ",
                " : tty=",
                ") cmd ",
                "uid=%d",
                "gid=%d",
                "groups=%d",
                "(to ",
                " on pts",
                " on tty",
                " on none",
                "owned by '",
                "add '",
                "%d, u'",
                " [%d%d/");
    }

    @Override
    public Span find(Text text, int at) {
        char last = text.at(at - 1);
        if (last == ' ' && text.at(at - 6) == ')') {
            return between(text, text.skipBack(at - 6, UserName.NAME, UserName.LONGEST), at - 6);
        }
        if (CharClass.digit(last)) {
            return afterNumber(text, at);
        }
        return switch (last) {
            case '=' -> beforeEnd(text, at - 7);
            case '/' -> beforeDate(text, at - 5);
            case '\'' -> quoted(text, at);
            case 's', 'y', 'S', 'Y' -> beforeTerminal(text, at - 7);
            case 'e', 'E' -> beforeTerminal(text, at - 8);
            default -> text.at(at - 4) == '(' ? target(text, at) : after(text, at);
        };
    }

    /** After a noun or a preposition. */
    private static Span after(Text text, int at) {
        int start = at;
        while (start - at < MOST_SIGNS && (text.at(start) == '\\' || CharClass.is(text.at(start), CharClass.QUOTE))) {
            start++;
        }
        if (text.reads("invalid user ", start)) {
            return Span.NONE; // that trigger comes next
        }
        if (text.at(start) == '[') {
            return inBrackets(text, start + 1);
        }
        int end = UserName.end(text, start);
        if (text.reads("username ", at - 9)) {
            return UserName.withPassword(text, start, end);
        }
        for (String noun : NOUNS) {
            if (text.reads(noun, at - noun.length())) {
                return afterNoun(text, at - noun.length(), start, end);
            }
        }
        return UserName.named(text, start, end);
    }

    private static Span afterNoun(Text text, int noun, int start, int end) {
        int wordEnd = text.at(noun - 1) == ' ' ? noun - 1 : noun;
        int wordStart = text.skipBack(wordEnd, CharClass.LETTER, LONGEST_WORD);
        String before = wordEnd < noun ? text.part(wordStart, wordEnd).toLowerCase(Locale.ROOT) : "";
        if (BEFORE.contains(before)
                || (CharClass.is(text.at(start - 1), CharClass.QUOTE) && CharClass.is(text.at(end), CharClass.QUOTE))) {
            return UserName.named(text, start, end);
        }
        return PERHAPS_BEFORE.contains(before) ? UserName.alone(text, start, end) : UserName.doing(text, start, end);
    }

    /** {@code [DOMAIN]\[name]}, of file servers. */
    private static Span inBrackets(Text text, int first) {
        int close = text.skip(first, UserName.NAME, UserName.LONGEST);
        if (text.at(close) != ']') {
            return Span.NONE;
        }
        int next = close + 1;
        while (next - close < MOST_SIGNS && text.at(next) == '\\') {
            next++;
        }
        int start = next + 1;
        int end = text.skip(start, UserName.NAME, UserName.LONGEST);
        return next > close + 1 && text.at(next) == '[' && text.at(end) == ']'
                ? UserName.named(text, start, end)
                : Span.NONE;
    }

    /** {@code uid=1000(name)}, and {@code name(uid=1000)}. */
    private static Span afterNumber(Text text, int at) {
        int number = text.skip(at, CharClass.DIGIT, LONGEST_WORD);
        if (text.at(number) == '(') {
            int end = UserName.end(text, number + 1);
            return text.at(end) == ')' ? UserName.named(text, number + 1, end) : Span.NONE;
        }
        int open = at - 6;
        int start = text.at(open) == '(' ? text.skipBack(open, UserName.NAME, UserName.LONGEST) : open;
        boolean blank = CharClass.is(text.at(start - 1), CharClass.SPACE);
        return start < open && blank ? UserName.named(text, start, open) : Span.NONE;
    }

    /** Of sudo. */
    private static Span beforeEnd(Text text, int end) {
        int start = text.skipBack(end, UserName.NAME, UserName.LONGEST);
        return CharClass.is(text.at(start - 1), CharClass.SPACE) ? UserName.named(text, start, end) : Span.NONE;
    }

    /** The third field of a web server's line, before the time. */
    private static Span beforeDate(Text text, int end) {
        int month = end + 5;
        boolean date = text.skip(month, CharClass.LETTER, MONTH) == month + MONTH && text.at(month + MONTH) == '/';
        int start = text.skipBack(end, UserName.NAME, UserName.LONGEST);
        return date && text.readsExactly(" - ", start - 3) ? UserName.named(text, start, end) : Span.NONE;
    }

    /** Of a broker's client, and of useradd. */
    private static Span quoted(Text text, int at) {
        int end = UserName.end(text, at);
        boolean broker = text.at(at - 2) == 'u';
        boolean closed = text.readsExactly(broker ? "')" : "'", end);
        boolean group = !text.reads("add '", at - 5) || text.readsExactly(" to ", end + 1);
        return closed && group ? UserName.named(text, at, end) : Span.NONE;
    }

    /** Who became somebody else: {@code su: (to root) name on pts/0}. */
    private static Span beforeTerminal(Text text, int end) {
        int start = text.skipBack(end, UserName.NAME, UserName.LONGEST);
        return text.readsExactly(") ", start - 2) ? UserName.named(text, start, end) : Span.NONE;
    }

    /** Whom somebody became. */
    private static Span target(Text text, int at) {
        int end = UserName.end(text, at);
        boolean su = text.readsExactly(") ", end) && CharClass.is(text.at(end + 2), CharClass.LETTER);
        return su && text.at(at - 5) == ' ' ? UserName.named(text, at, end) : Span.NONE;
    }

    private static Span between(Text text, int start, int end) {
        return text.at(start - 1) == '(' ? UserName.named(text, start, end) : Span.NONE;
    }
}
