package skerry.agent.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Login names where the text says that they are: {@code user=…}, sshd, PAM, sudo and cron lines. Accounts that belong to
 * the system, and so to nobody, stay readable.
 */
final class UserNameDetector implements Detector {
    private static final int LONGEST = 64;
    private static final int NAME = CharClass.ALNUM | CharClass.DASH | CharClass.DOT | CharClass.FOREIGN;

    private static final Set<String> SYSTEM =
            Set.of(("root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats "
                            + "nobody nogroup sshd messagebus syslog ntp guest test admin administrator system localsystem "
                            + "anonymous operator adm ftp apache nginx postgres mysql redis cron kernel systemd")
                    .split(" ", -1));

    /** What stands where a name could, but is none. */
    private static final Set<String> WORDS =
            Set.of(("unknown not is has was had name names id ids data with from and or for to in on the of by at "
                            + "does do did slice session sessions level agent space mode defined authentication request "
                            + "requests input interface account accounts logged login logout privacy manager runtime "
                            + "service process processes invalid illegal null none nil true false user users all any no "
                            + "cannot access info profile password key keys role group record that this a an")
                    .split(" ", -1));

    @Override
    public String kind() {
        return "user";
    }

    @Override
    public List<String> triggers() {
        return List.of(
                "user=",
                "user\":",
                "username=",
                "username:",
                "username ",
                "username\":",
                "user_name=",
                "user_name\":",
                "logname=",
                "login=",
                "acct=",
                "for user ",
                "invalid user ",
                "illegal user ",
                "of user ",
                "by user ",
                "from user ",
                "as user ",
                "password for ",
                "publickey for ",
                "hostbased for ",
                "none for ",
                "pam for ",
                "failures for ",
                " : tty=",
                ") cmd ");
    }

    @Override
    public Span find(Text text, int at) {
        char last = text.at(at - 1);
        if (last == '=' && CharClass.fold(text.at(at - 4)) == 't') {
            return beforeTty(text, at - 7);
        }
        if (last == ' ' && text.at(at - 6) == ')') {
            return between(text, text.skipBack(at - 6, NAME, LONGEST), at - 6);
        }
        int start = at;
        while (text.at(start) == '\\'
                || CharClass.is(text.at(start), CharClass.QUOTE)
                || (last == ':' && text.at(start) == ' ')) {
            start++;
            if (start - at > 4) {
                return Span.NONE;
            }
        }
        if (last == ' ' && text.reads("invalid user ", start)) {
            return Span.NONE; // that trigger comes next
        }
        int end = text.skip(start, NAME, LONGEST);
        if (text.at(end) == '\\' && CharClass.is(text.at(end + 1), CharClass.ALNUM)) {
            end = text.skip(end + 1, NAME, LONGEST); // domain\name
        }
        if (text.at(end) == '$') {
            end++;
        }
        while (end > start && text.at(end - 1) == '.') {
            end--;
        }
        if (text.reads("username", at - 9)) {
            // A pair of credentials: whoever it is, the name is half of the key.
            int next = text.skip(end, CharClass.SPACE, 2);
            if (end > start && next > end && text.reads("pass", next)) {
                return new Span(start, end);
            }
        }
        return last == ' ' && text.reads("username ", at - 9) ? Span.NONE : named(text, start, end);
    }

    private static Span beforeTty(Text text, int end) {
        int start = text.skipBack(end, NAME, LONGEST);
        return CharClass.is(text.at(start - 1), CharClass.SPACE) ? named(text, start, end) : Span.NONE;
    }

    private static Span between(Text text, int start, int end) {
        return text.at(start - 1) == '(' ? named(text, start, end) : Span.NONE;
    }

    private static Span named(Text text, int start, int end) {
        char after = text.at(end);
        if (end == start
                || !CharClass.word(text.at(start))
                || (after == ':' && CharClass.word(text.at(end + 1))) // system:serviceaccount:…
                || (after == '(' && CharClass.is(text.at(end - 1), CharClass.DASH))
                || after == '@') {
            return Span.NONE;
        }
        String name = text.part(start, end).toLowerCase(Locale.ROOT);
        boolean number = name.chars().allMatch(c -> CharClass.digit((char) c));
        return number || SYSTEM.contains(name) || name.startsWith("systemd-") || WORDS.contains(name)
                ? Span.NONE
                : new Span(start, end);
    }
}
