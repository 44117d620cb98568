package skerry.agent.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Cookies that stand for a login, in the headers of requests and answers; what sets how a cookie is kept stays. */
final class CookieDetector implements Detector {
    private static final int LONGEST = 4096;
    private static final int LONGEST_NAME = 64;
    private static final int MOST_SIGNS = 6;
    private static final int MOST_COOKIES = 64;
    /** So many are taken one by one, which takes a reading of the text for each; more than that go at once. */
    private static final int MOST_ALONE = 3;

    private static final int SHORTEST_TOLD = 8;
    private static final Set<String> TELLING = Set.of(
            "sess", "sid", "csrf", "xsrf", "auth", "token", "remember", "login", "jwt", "sso", "ticket", "secret");
    private static final Set<String> ATTRIBUTES =
            Set.of("path", "domain", "expires", "max-age", "samesite", "version", "priority");

    @Override
    public String kind() {
        return "secret";
    }

    @Override
    public List<String> triggers() {
        return List.of("cookie:", "cookie\"", "cookie'", "cookie\\", "cookie=");
    }

    @Override
    public String rule() {
        return Detector.super.rule() + " " + String.join(" ", new TreeSet<>(TELLING));
    }

    @Override
    public Span find(Text text, int at) {
        Span first = Span.NONE;
        Span last = Span.NONE;
        int found = 0;
        int i = skipSigns(text, at);
        for (int cookies = 0; cookies < MOST_COOKIES && i - at < LONGEST; cookies++) {
            int nameEnd = nameEnd(text, i);
            if (nameEnd < 0) {
                break;
            }
            int value = text.at(nameEnd) == '=' ? nameEnd + 1 : nameEnd;
            int end = valueEnd(text, value, at + LONGEST);
            if (end > value && isSecret(text, i, nameEnd, value, end)) {
                last = new Span(value, end);
                first = first.found() ? first : last;
                found++;
            }
            i = text.at(end) == ';' ? text.skip(end + 1, CharClass.SPACE, 2) : Integer.MAX_VALUE - LONGEST;
        }
        return found > MOST_ALONE ? new Span(first.start(), last.end()) : first;
    }

    private static int skipSigns(Text text, int at) {
        int i = at;
        while (i - at < MOST_SIGNS
                && (CharClass.is(text.at(i), CharClass.SPACE | CharClass.QUOTE) || "=:\\[".indexOf(text.at(i)) >= 0)) {
            i++;
        }
        return i;
    }

    /** The end of the name of a cookie or attribute, or -1 if there is none. */
    private static int nameEnd(Text text, int start) {
        int end = text.skip(start, CharClass.TOKEN | CharClass.DOT, LONGEST_NAME);
        return end > start && (text.at(end) == '=' || text.at(end) == ';') ? end : -1;
    }

    private static int valueEnd(Text text, int start, int most) {
        int end = start;
        char c = text.at(end);
        boolean date = false;
        while (end < most && c != 0 && ";\\]\n".indexOf(c) < 0 && !CharClass.is(c, CharClass.QUOTE)) {
            date |= c == ',';
            if ((c == ' ' && !date) || (CharClass.fold(c) == 'c' && text.reads("cookie", end))) {
                break; // at the next header, this would be asked again
            }
            c = text.at(++end);
        }
        return end;
    }

    private static boolean isSecret(Text text, int name, int nameEnd, int value, int end) {
        String cookie = text.part(name, nameEnd).toLowerCase(Locale.ROOT);
        if (ATTRIBUTES.contains(cookie) || text.at(value) == '<' || text.readsExactly("eyJ", value)) {
            return false; // "eyJ" begins a token that has a detector of its own
        }
        String held = text.part(value, end);
        if (SecretValue.looksRandom(held)) {
            return true;
        }
        boolean secret = SecretValue.isSecret(held, false) || SecretValue.isCertain(held, true);
        if (end - value < SHORTEST_TOLD || !secret) {
            return false;
        }
        for (String word : TELLING) {
            if (cookie.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
