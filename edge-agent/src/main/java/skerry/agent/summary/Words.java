package skerry.agent.summary;

/** Tells, from a word alone, whether it varies from message to message: the vocabulary of {@link Canonical}. */
final class Words {
    /** After a number, these belong to it: otherwise "900 KB" and "1.2 MB" would be two patterns. */
    private static final WordSet UNITS =
            new WordSet("ns us µs ms s sec secs min mins h hr hrs B KB MB GB TB kB KiB MiB GiB TiB Kb Mb Gb kbps Mbps "
                    + "Gbps Hz kHz MHz GHz");

    private static final WordSet CALENDAR =
            new WordSet("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun");

    private static final WordSet VALUES = new WordSet("true false True False null NULL nil None");
    private static final WordSet VALUES_AFTER_EQUALS =
            new WordSet("true false True False null nil none None yes no on off");

    /** Small letters that {@link #VALUES} and {@link #VALUES_AFTER_EQUALS} begin with. */
    private static final String FIRST_OF_VALUES = "tfnyo";

    /** Words with a digit that vary no more than other words. */
    private static final WordSet WORDS_WITH_DIGITS = new WordSet(
            "ipv4 ipv6 utf-8 utf8 md5 sha1 sha256 sha384 sha512 sha-1 sha-256 sha-512 base64 http2 x86_64 " + "oauth2");

    /** Ends of source files: the name before the line number says where a message comes from and does not vary. */
    private static final WordSet SOURCE =
            new WordSet("c cc cpp h hpp go java py rs js ts rb m mm php cs kt scala erl ex pl swift");

    private static final WordSet TOP_DOMAINS =
            new WordSet("com net org edu gov mil info biz arpa local lan internal corp home localdomain");

    /** First words of names that are written the other way round, as packages are. */
    private static final WordSet REVERSED = new WordSet("com org net edu gov io de");

    /** Two letters that end file names or are words, and so make no domain. */
    private static final WordSet NO_COUNTRY =
            new WordSet("so js go py sh cc rs pl db gz md ts cs kt mm rb hs ko la pm id is in to do at it no me io am "
                    + "be my us as xz bz ps");

    private Words() {}

    static boolean isUnit(String text, int from, int end) {
        return UNITS.contains(text, from, end);
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
        return end - dot <= 6 && SOURCE.contains(text, dot + 1, end);
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

    /** A path that does not begin at a root, or the name of a component: a slash within, {@code com.acme/.Door}. Of words with a dot. */
    static boolean relative(String text, int from, int end) {
        int i = from + 1;
        while (i < end - 1 && text.charAt(i) != '/') {
            i++;
        }
        return i < end - 1;
    }

    static boolean named(String text, int from, int end) {
        int size = end - from;
        char first = text.charAt(from);
        boolean capital = first >= 'A' && first <= 'Z';
        if (size > 5 || !(capital || FIRST_OF_VALUES.indexOf(first) >= 0)) {
            return false; // most words
        }
        if (from > 0 && text.charAt(from - 1) == '=') {
            return VALUES_AFTER_EQUALS.contains(text, from, end);
        }
        if (size == 3 && CALENDAR.contains(text, from, end)) {
            return true;
        }
        return VALUES.contains(text, from, end);
    }

    static boolean firstOfTruth(char c) {
        return FIRST_OF_VALUES.indexOf(c | 32) >= 0;
    }

    static boolean truth(String text, int from, int end) {
        return VALUES_AFTER_EQUALS.contains(text, from, end);
    }

    static boolean wordWithDigits(String text, int from, int end) {
        int size = end - from;
        return size >= 3
                && size <= 7
                && !digit(text.charAt(from))
                && text.charAt(from) != '<'
                && WORDS_WITH_DIGITS.containsAnyCase(text, from, end);
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
        if (TOP_DOMAINS.contains(text, dot + 1, end)) {
            return !REVERSED.contains(text, from, firstDot);
        }
        return size == 2 && firstDot < dot && lower(text.charAt(end - 1)) && !NO_COUNTRY.contains(text, dot + 1, end);
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
