package skerry.agent.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names of hosts that belong to somebody: ones below a domain that only exists inside of a network, ones after a word that
 * says so, and web addresses that are a host and nothing else. Names inside of a cluster stay.
 */
final class HostNameDetector implements Detector {
    static final String KIND = "host";

    private static final int LONGEST = 253;
    private static final int LABEL = CharClass.ALNUM | CharClass.DASH;

    /** Domains of clusters, of documentation and of this machine. */
    private static final List<String> NOBODYS =
            List.of(".svc", ".cluster.local", "localhost.localdomain", ".in-addr.arpa", ".ip6.arpa");

    /** First labels of names in programs. */
    private static final Set<String> PROGRAMS =
            Set.of("com", "org", "net", "io", "de", "dev", "java", "javax", "jdk", "sun", "golang", "kotlin", "scala");

    /** First labels of names that are a file's and not a host's: {@code settings.local}. */
    private static final Set<String> FILES = Set.of(
            ("settings config env application app docker-compose compose appsettings application-properties conf rc "
                            + "profile bashrc zshrc local")
                    .split(" ", -1));

    /** Ends of file names and of names in programs. */
    private static final Set<String> NOT_A_DOMAIN = Set.of(
            ("service socket slice scope timer target mount conf yaml yml json js go py java rs so log txt sh xml html "
                            + "htm md properties lock pid sock gz tar zip db exe dll")
                    .split(" ", -1));

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<String> triggers() {
        return List.of(
                ".local",
                ".localdomain",
                ".lan",
                ".internal",
                ".intranet",
                ".intra",
                ".corp",
                ".home",
                ".home.arpa",
                ".private",
                ".fritz.box",
                ".speedport.ip",
                "host=",
                "hostname=",
                "host\":",
                "hostname\":",
                "host: ",
                "hostname: ",
                "server name ",
                "server_name=",
                "connect to ",
                "connecting to ",
                "connected to ",
                "resolve ",
                " host ",
                "resolving ",
                "lookup ",
                "http://",
                "https://");
    }

    @Override
    public Span find(Text text, int at) {
        char last = text.at(at - 1);
        if (last == '/') {
            return webAddress(text, at);
        }
        if (CharClass.is(last, CharClass.LETTER)) {
            boolean longer = text.reads(".arpa", at); // that trigger comes next
            return longer || CharClass.is(text.at(at), LABEL) ? Span.NONE : inside(text, at);
        }
        int start = at;
        while (start - at < 3
                && (CharClass.is(text.at(start), CharClass.QUOTE) || text.at(start) == '\\' || text.at(start) == ' ')) {
            start++;
        }
        int end = nameEnd(text, start);
        if (!isName(text, start, end)) {
            end = beforeFileEnd(text, start, end);
        }
        return isName(text, start, end) ? new Span(start, end) : Span.NONE;
    }

    /** The end of a name that a file is called after: {@code gw-3.north.example.org.log}. */
    private static int beforeFileEnd(Text text, int start, int end) {
        int dot = end - 4;
        boolean file = dot > start && (text.reads(".log", dot) || text.reads(".txt", dot));
        return file ? dot : end;
    }

    /** A name with one of the domains; {@code at} is the end of the domain. */
    private static Span inside(Text text, int at) {
        int start = text.skipBack(at, LABEL | CharClass.DOT, LONGEST);
        while (!CharClass.is(text.at(start), CharClass.ALNUM)) {
            start++;
        }
        char before = text.at(start - 1);
        int end = nameEnd(text, start);
        boolean share = text.readsExactly(" //", start - 3);
        boolean path = before == '/' && !share && !text.readsExactly("://", start - 3);
        boolean name = end >= at && !path && before != '@' && before != '$' && !CharClass.word(before);
        boolean program = end > at && CharClass.is(text.at(at + 1), CharClass.LETTER);
        if (!name || before == '.' || (program && isProgram(text, start, end))) {
            return Span.NONE;
        }
        return isName(text, start, end) && !isFile(text, start, at) ? new Span(start, end) : Span.NONE;
    }

    /** Whether it is the name of a part of a program, as it starts with what domains end with: {@code com.acme.internal.Engine}. */
    private static boolean isProgram(Text text, int start, int end) {
        if (PROGRAMS.contains(text.part(start, text.skip(start, LABEL, LONGEST)).toLowerCase(Locale.ROOT))) {
            return true;
        }
        for (int i = start; i < end; i++) {
            if (CharClass.is(text.at(i), CharClass.UPPER) && CharClass.is(text.at(i + 1), CharClass.LOWER)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name of two labels is that of a file, {@code at} being its end. */
    private static boolean isFile(Text text, int start, int at) {
        int dot = text.skip(start, LABEL, LONGEST);
        int last = text.skip(dot + 1, LABEL, LONGEST);
        return last == at && FILES.contains(text.part(start, dot).toLowerCase(Locale.ROOT));
    }

    /** The end of a name that starts at {@code start}; a dot at its end is not a part. */
    private static int nameEnd(Text text, int start) {
        int end = text.skip(start, LABEL | CharClass.DOT, LONGEST);
        while (end > start && !CharClass.is(text.at(end - 1), CharClass.ALNUM)) {
            end--;
        }
        return end;
    }

    /** Two labels or more, the last of letters, and not one of a cluster's. */
    private static boolean isName(Text text, int start, int end) {
        int dot = end;
        while (dot > start && text.at(dot - 1) != '.') {
            dot--;
        }
        if (dot <= start + 1
                || end - dot < 2
                || text.skip(dot, CharClass.LETTER, LONGEST) != end
                || text.at(end) == '(') {
            return false;
        }
        String name = text.part(start, end).toLowerCase(Locale.ROOT);
        if (NOT_A_DOMAIN.contains(name.substring(dot - start)) || name.contains("..")) {
            return false;
        }
        return CharClass.is(text.at(start), CharClass.ALNUM) && !isNobodys(name);
    }

    /** Whether a name is a cluster's, or every machine's own. */
    static boolean isNobodys(String name) {
        for (String domain : NOBODYS) {
            if (name.endsWith(domain) || name.contains(domain + ".")) {
                return true;
            }
        }
        return false;
    }

    /** Somebody's page: scheme and name, and neither port nor path. */
    private static Span webAddress(Text text, int at) {
        int end = nameEnd(text, at);
        int after = text.at(end) == '/' ? end + 1 : end;
        char then = text.at(after);
        boolean over = then == 0 || CharClass.is(then, CharClass.SPACE | CharClass.QUOTE) || ",;)]}".indexOf(then) >= 0;
        int scheme = text.at(at - 4) == 's' ? at - 8 : at - 7;
        return over && after > end && isPage(text, at, end) ? new Span(scheme, after) : Span.NONE;
    }

    private static boolean isPage(Text text, int start, int end) {
        return isName(text, start, end) && !text.readsExactly("localhost", start);
    }
}
