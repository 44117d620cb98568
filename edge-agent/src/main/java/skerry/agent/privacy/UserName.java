package skerry.agent.privacy;

import java.util.Locale;
import java.util.Set;

/** What a login name looks like, and what stands in its place and is none. */
final class UserName {
    static final int NAME = CharClass.ALNUM | CharClass.DASH | CharClass.DOT | CharClass.FOREIGN;
    static final int LONGEST = 64;

    private static final int LONGEST_UNIT = 2;
    private static final int MOST_BACKSLASHES = 4;
    private static final int ESCAPED_DIGITS = 4;

    /** Accounts that belong to the system, and so to nobody. */
    private static final Set<String> SYSTEM =
            Set.of(("root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc "
                            + "gnats nobody nogroup sshd messagebus syslog ntp guest test admin administrator system "
                            + "localsystem anonymous operator adm ftp apache nginx postgres mysql redis cron kernel "
                            + "systemd")
                    .split(" ", -1));

    /** What stands where a name could, but is none. */
    private static final Set<String> WORDS =
            Set.of(("unknown not is has was had name names id ids data with from and or for to in on the of "
                            + "by at does do did slice session sessions level agent space mode defined authentication "
                            + "request requests input interface account accounts logged login logout privacy manager "
                            + "runtime service process processes invalid illegal null none nil true false user users "
                            + "all any no cannot access info profile password key keys role group record that this a an")
                    .split(" ", -1));

    /** What a user is the first word of, or what is told of a field: no name either, unless nothing else can stand there. */
    private static final Set<String> NOUNS =
            Set.of(("failed failure success successful succeeded ok error denied incorrect required missing "
                            + "empty default undefined enabled disabled expired locked optional anonymized redacted yes "
                            + "found exists exist table list count limit quota token tokens directory dir home config "
                            + "configuration settings preferences preference type types field fields email mail action "
                            + "activity event events errors code database db object objects entry entries property "
                            + "experience registration creation deletion management context thread threads script "
                            + "scripts page pages permission permissions identity identifier interaction guide manual "
                            + "namespace unit units time cpu memory stack heap buffer pool pools instance instances "
                            + "client clients file files function functions program programs model state status store "
                            + "storage query queries credentials certificate secret hash attribute attributes cache "
                            + "credential can could may must should will would who which your my our its if when while "
                            + "but hat ist wurde nicht und oder mit von der die das non pas est et con ha se fue")
                    .split(" ", -1));

    /** What a person does, or what happens to one's account; never a name itself. */
    private static final Set<String> DONE =
            Set.of(("authenticated authorized authorised logged login logon logout connected disconnected "
                            + "signed not does doesn't has is was joined left created deleted removed added locked "
                            + "unlocked registered denied rejected accepted failed attempted tried changed updated "
                            + "requested enabled disabled switched started opened closed granted revoked invited banned "
                            + "blocked exceeded entered ran angemeldet abgemeldet hat ist wurde nicht gesperrt connecté "
                            + "déconnecté conectado desconectado autenticado rechazado collegato autenticato aangemeld "
                            + "afgemeld")
                    .split(" ", -1));

    /** What leads on from a name. */
    private static final Set<String> PREPOSITIONS =
            Set.of("to", "from", "on", "with", "in", "at", "via", "and", "by", "for");

    private UserName() {}

    /** The end of a name that starts at {@code start}, with its domain before a back-slash and the sign of a machine after it. */
    static int end(Text text, int start) {
        int end = text.skip(start, NAME, LONGEST);
        int name = afterBackslashes(text, end);
        if (name > end && CharClass.word(text.at(name)) && !isEscape(text, start, end)) {
            end = text.skip(name, NAME, LONGEST);
        }
        if (text.at(end) == '$') {
            end++;
        }
        while (end > start && text.at(end - 1) == '.') {
            end--;
        }
        return end;
    }

    private static int afterBackslashes(Text text, int start) {
        int i = start;
        while (i - start < MOST_BACKSLASHES && text.at(i) == '\\') {
            i++;
        }
        return i;
    }

    /** Whether the back-slash at {@code index} writes a sign, such as the end of a line, and parts no domain from a name. */
    private static boolean isEscape(Text text, int start, int index) {
        char sign = text.at(index + 1);
        if (sign == 'u') {
            return text.skip(index + 2, CharClass.HEX, ESCAPED_DIGITS) == index + 2 + ESCAPED_DIGITS;
        }
        if (sign != 'n' && sign != 'r' && sign != 't') {
            return false;
        }
        boolean alone = !CharClass.is(text.at(index + 2), NAME);
        return alone || text.skip(start, CharClass.UPPER | CharClass.DIGIT | CharClass.DASH, LONGEST) != index;
    }

    /** Half of a key, whoever it is: the name from {@code start} to {@code end}, if its password comes next. */
    static Span withPassword(Text text, int start, int end) {
        int next = text.skip(end, CharClass.SPACE, 2);
        return end > start && next > end && text.reads("pass", next) ? new Span(start, end) : Span.NONE;
    }

    /** The name from {@code start} to {@code end}, unless it is the system's or none. */
    static Span named(Text text, int start, int end) {
        char after = text.at(end);
        if (end == start
                || !CharClass.word(text.at(start))
                || (after == ':' && CharClass.word(text.at(end + 1))) // system:serviceaccount:…
                || (after == '(' && CharClass.is(text.at(end - 1), CharClass.DASH))
                || after == '@'
                || isNumber(text, start, end)) {
            return Span.NONE;
        }
        String name = text.part(start, end).toLowerCase(Locale.ROOT);
        return SYSTEM.contains(name) || name.startsWith("systemd-") || WORDS.contains(name)
                ? Span.NONE
                : new Span(start, end);
    }

    /** Whether it is a number, perhaps with a fraction and a short unit: {@code 0.25s}. */
    private static boolean isNumber(Text text, int start, int end) {
        int digits = text.skip(start, CharClass.DIGIT | CharClass.DOT, end - start);
        int unit = text.skip(digits, CharClass.LETTER, LONGEST_UNIT);
        return digits > start && unit == end;
    }

    /** The name from {@code start} to {@code end}, where also another word could stand. */
    static Span likely(Text text, int start, int end) {
        String name = text.part(start, end).toLowerCase(Locale.ROOT);
        return NOUNS.contains(name) || DONE.contains(name) ? Span.NONE : named(text, start, end);
    }

    /** The name from {@code start} to {@code end} if something is told of it next: {@code lena logged in}. */
    static Span doing(Text text, int start, int end) {
        return DONE.contains(nextWord(text, end)) ? likely(text, start, end) : Span.NONE;
    }

    /** The name from {@code start} to {@code end} if nothing follows that makes it the first of two nouns. */
    static Span alone(Text text, int start, int end) {
        String next = nextWord(text, end);
        boolean over = next.isEmpty() || PREPOSITIONS.contains(next) || DONE.contains(next);
        return over ? likely(text, start, end) : Span.NONE;
    }

    /** The word after one blank at {@code index}, in small letters; empty if there is something else. */
    private static String nextWord(Text text, int index) {
        if (text.at(index) != ' ') {
            return "";
        }
        int end = text.skip(index + 1, CharClass.LETTER | CharClass.FOREIGN, LONGEST);
        return text.at(end) == '=' || end == index + 1
                ? ""
                : text.part(index + 1, end).toLowerCase(Locale.ROOT);
    }
}
