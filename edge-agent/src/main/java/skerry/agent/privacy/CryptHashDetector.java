package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/** A hash of a password as systems store it, by crypt, bcrypt, Argon2, SCRAM or PBKDF2: whoever has it can guess at leisure. */
final class CryptHashDetector implements Detector {
    private static final String[] BEGINNINGS = {
        "$1$",
        "$5$",
        "$6$",
        "$7$",
        "$2a$",
        "$2b$",
        "$2x$",
        "$2y$",
        "$y$",
        "$gy$",
        "$apr1$",
        "$argon2",
        "$scrypt$",
        "$pbkdf2",
        "pbkdf2_sha",
        "pbkdf2:sha",
        "SCRAM-SHA-",
        "{SSHA",
        "{CRYPT}"
    };
    private static final int LOOKED_AT = 192;
    private static final int SHORTEST = 20;
    private static final int SET = CharClass.TOKEN | CharClass.DOT | CharClass.BASE64_SIGN;

    private final String beginning;

    private CryptHashDetector(String beginning) {
        this.beginning = beginning;
    }

    /** One detector for each form. */
    static List<Detector> all() {
        var detectors = new ArrayList<Detector>();
        for (String beginning : BEGINNINGS) {
            detectors.add(new CryptHashDetector(beginning));
        }
        return detectors;
    }

    @Override
    public String kind() {
        return "password";
    }

    @Override
    public List<String> triggers() {
        return List.of(beginning);
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - beginning.length();
        if (!text.readsExactly(beginning, start)) {
            return Span.NONE;
        }
        int hashEnd = -1;
        int part = at;
        for (int i = at; part - at < LOOKED_AT; i++) {
            char c = text.at(i);
            boolean over = !CharClass.is(c, SET) || i - at >= LOOKED_AT;
            if (over && i - part >= SHORTEST && isHash(text, part, i)) {
                hashEnd = i;
            }
            if (over && (c == 0 || "$,:}".indexOf(c) < 0)) {
                break;
            }
            part = over ? i + 1 : part;
        }
        return hashEnd < 0 ? Span.NONE : new Span(start, text.skip(hashEnd, SET, Integer.MAX_VALUE));
    }

    /** Whether digits and letters take turns, as they do in no path and no name. */
    private static boolean isHash(Text text, int start, int end) {
        int seen = 0;
        int changes = 0;
        int before = 0;
        for (int i = start; i < end; i++) {
            char c = text.at(i);
            int kind = CharClass.digit(c)
                    ? 1
                    : CharClass.is(c, CharClass.LOWER) ? 2 : CharClass.is(c, CharClass.UPPER) ? 4 : 8;
            seen |= kind;
            changes += kind == before ? 0 : 1;
            before = kind;
        }
        return (seen & 1) == 1 && (seen & 6) != 0 && changes * 4 >= end - start;
    }
}
