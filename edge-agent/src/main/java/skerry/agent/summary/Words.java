package skerry.agent.summary;

import java.util.Locale;
import java.util.Set;

/** Tells, from a word alone, whether it varies from message to message: the vocabulary of {@link Canonical}. */
final class Words {
    /** After a number, these belong to it: otherwise "900 KB" and "1.2 MB" would be two patterns. */
    private static final Set<String> UNITS =
            Set.of(("ns us µs ms s sec secs min mins h hr hrs B KB MB GB TB kB KiB MiB GiB TiB Kb Mb Gb kbps Mbps "
                            + "Gbps Hz kHz MHz GHz")
                    .split(" ", -1));

    private static final Set<String> CALENDAR =
            Set.of("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun".split(" ", -1));

    private static final Set<String> VALUES = Set.of("true", "false", "True", "False", "null", "NULL", "nil", "None");
    private static final Set<String> VALUES_AFTER_EQUALS =
            Set.of("true", "false", "True", "False", "null", "nil", "none", "None", "yes", "no", "on", "off");

    /** Small letters that {@link #VALUES} and {@link #VALUES_AFTER_EQUALS} begin with. */
    private static final String FIRST_OF_VALUES = "tfnyo";

    /** Words with a digit that vary no more than other words. */
    private static final Set<String> WORDS_WITH_DIGITS = Set.of(
            ("ipv4 ipv6 utf-8 utf8 md5 sha1 sha256 sha384 sha512 sha-1 sha-256 sha-512 base64 http2 x86_64 " + "oauth2")
                    .split(" ", -1));

    /** Ends of source files: the name before the line number says where a message comes from and does not vary. */
    private static final Set<String> SOURCE =
            Set.of("c cc cpp h hpp go java py rs js ts rb m mm php cs kt scala erl ex pl swift".split(" ", -1));

    private static final Set<String> TOP_DOMAINS =
            Set.of("com net org edu gov mil info biz arpa local lan internal corp home localdomain".split(" ", -1));

    /** First words of names that are written the other way round, as packages are. */
    private static final Set<String> REVERSED = Set.of("com", "org", "net", "edu", "gov", "io", "de");

    /** Two letters that end file names or are words, and so make no domain. */
    private static final Set<String> NO_COUNTRY =
            Set.of(("so js go py sh cc rs pl db gz md ts cs kt mm rb hs ko la pm id is in to do at it no me io am "
                            + "be my us as xz bz ps")
                    .split(" ", -1));

    private Words() {}

    static boolean isUnit(String word) {
        return UNITS.contains(word);
    }

    static boolean varies(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (digit(c) || c == '<') {
                return true;
            }
        }
        return false;
    }

    static boolean shortHex(String text, int from, int end) {
        if (end - from > 4) {
            return false;
        }
        for (int i = from; i < end; i++) {
            if (!hex(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean source(String text, int dot, int end) {
        return end - dot <= 6 && SOURCE.contains(text.substring(dot + 1, end));
    }

    static boolean path(String text, int from, int end) {
        char first = text.charAt(from);
        if (end - from < 2) {
            return false;
        }
        char second = text.charAt(from + 1);
        return first == '/'
                || ((first == '.' || first == '~') && second == '/')
                || (first == '.' && second == '.' && end - from > 2 && text.charAt(from + 2) == '/')
                || (second == ':' && end - from > 2 && text.charAt(from + 2) == '\\');
    }

    /** A path that does not begin at a root, or the name of a component: a slash and a dot within, {@code com.acme/.Door}. */
    static boolean relative(String text, int from, int end) {
        int slash = text.indexOf('/', from);
        return slash > from && slash < end - 1 && text.indexOf('.', from) < end;
    }

    static boolean named(String text, int from, int end) {
        int size = end - from;
        char first = text.charAt(from);
        boolean capital = first >= 'A' && first <= 'Z';
        if (size > 5 || !(capital || FIRST_OF_VALUES.indexOf(first) >= 0)) {
            return false; // most words: nothing is cut out of the text for them
        }
        if (from > 0 && text.charAt(from - 1) == '=') {
            return VALUES_AFTER_EQUALS.contains(text.substring(from, end));
        }
        if (size == 3 && CALENDAR.contains(text.substring(from, end))) {
            return true;
        }
        return VALUES.contains(text.substring(from, end));
    }

    static boolean firstOfTruth(char c) {
        return FIRST_OF_VALUES.indexOf(c | 32) >= 0;
    }

    static boolean truth(String text, int from, int end) {
        return end - from <= 5 && VALUES_AFTER_EQUALS.contains(text.substring(from, end));
    }

    static boolean wordWithDigits(String text, int from, int end) {
        int size = end - from;
        return size >= 3
                && size <= 7
                && !digit(text.charAt(from))
                && text.charAt(from) != '<'
                && WORDS_WITH_DIGITS.contains(text.substring(from, end).toLowerCase(Locale.ROOT));
    }

    /** A name with a digit or two before {@code ()}, such as {@code jk2_init()}. */
    static boolean calledFunction(String text, int from, int end) {
        if (!text.startsWith("()", end) || !letterOrDigit(text.charAt(from)) || digit(text.charAt(from))) {
            return false;
        }
        int digits = 0;
        for (int i = from; i < end; i++) {
            digits += digit(text.charAt(i)) ? 1 : 0;
        }
        return digits <= 2;
    }

    /** Host names without a digit: {@code get.example.com}; names in reverse, {@code com.example.get}, are none. */
    static boolean host(String text, int from, int dot, int end) {
        int size = end - dot - 1;
        if (size < 2 || size > 11 || !lower(text.charAt(dot + 1))) {
            return false;
        }
        int firstDot = text.indexOf('.', from);
        String last = text.substring(dot + 1, end);
        if (TOP_DOMAINS.contains(last)) {
            return !REVERSED.contains(text.substring(from, firstDot));
        }
        return size == 2 && firstDot < dot && lower(last.charAt(1)) && !NO_COUNTRY.contains(last);
    }

    /**
     * Names of at least three parts, as packages, classes and settings have: {@code com.acme.pump}. Constants and failures
     * say what happened and are none: {@code intent.action.SCREEN_ON}, {@code java.io.IOException}.
     */
    static boolean qualified(String text, int from, int end) {
        int dots = 0;
        boolean begins = true;
        boolean small = false;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (begins) {
                    return false;
                }
                dots++;
                begins = true;
                small = false;
            } else if (letterOrDigit(c) || c == '_' || c == '$' || (c == '-' && !begins)) {
                begins = false;
                small |= lower(c);
            } else {
                return false;
            }
        }
        return dots >= 2
                && small
                && !text.startsWith("Exception", end - "Exception".length())
                && !text.startsWith("Error", end - "Error".length());
    }

    static boolean hex(char c) {
        return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean letterOrDigit(char c) {
        return digit(c) || lower((char) (c | 32));
    }

    static boolean letter(char c) {
        return lower((char) (c | 32));
    }

    static boolean lower(char c) {
        return c >= 'a' && c <= 'z';
    }
}
