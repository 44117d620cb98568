package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/** Login names that are a field's value: {@code user=…}, JSON also inside of JSON, YAML, and what programs print. */
final class UserPairDetector implements Detector {
    private static final int MOST_SIGNS = 4;
    private static final int MOST_BLANKS = 6;

    /** Fields that hold a login name. */
    private static final List<String> NAMES = List.of("username", "user_name", "login_name", "loginname", "user-name");

    /** Those that may also begin a sentence, so that what follows a colon must be the whole value. */
    private static final List<String> WORDS = List.of(
            "user",
            "login",
            "benutzer",
            "benutzername",
            "anmeldename",
            "utilisateur",
            "usuario",
            "utente",
            "gebruiker",
            "gebruikersnaam");

    private static final String SIGNS = "=:\"'\\";

    @Override
    public String kind() {
        return "user";
    }

    @Override
    public List<String> triggers() {
        var triggers = new ArrayList<>(List.of("acct=", "logname=", "account name:", "user: name=", "group: name="));
        for (List<String> names : List.of(NAMES, WORDS)) {
            for (String name : names) {
                for (int i = 0; i < SIGNS.length(); i++) {
                    triggers.add(name + SIGNS.charAt(i));
                }
                triggers.add(name + " :");
                triggers.add(name + " =");
            }
        }
        return triggers;
    }

    @Override
    public Span find(Text text, int at) {
        int sign = separator(text, at);
        if (sign < 0) {
            return Span.NONE;
        }
        boolean colon = text.at(sign) == ':';
        int from = sign + 1;
        if (colon || text.at(sign - 1) == ' ') {
            from = blanks(text, from);
        }
        int start = opening(text, from);
        int end = UserName.end(text, start);
        if (text.at(start - 1) == '<') {
            return text.at(end) == '>' ? UserName.named(text, start, end) : Span.NONE;
        }
        Span half = text.reads("username", at - 9) ? UserName.withPassword(text, start, end) : Span.NONE;
        if (half.found()) {
            return half;
        }
        Span name = text.at(end) == '=' ? Span.NONE : UserName.likely(text, start, end);
        return start > from || !colon || isWhole(text, at, start, end) ? name : Span.NONE;
    }

    /** Where {@code :} or {@code =} stands after a field's name, or -1. */
    private static int separator(Text text, int at) {
        char last = text.at(at - 1);
        if (last == ':' || last == '=') {
            return at - 1;
        }
        int i = at;
        while (i - at < MOST_SIGNS && (text.at(i) == '\\' || CharClass.is(text.at(i), CharClass.QUOTE))) {
            i++;
        }
        i = blanks(text, i);
        return text.at(i) == ':' || text.at(i) == '=' ? i : -1;
    }

    private static int blanks(Text text, int start) {
        int i = start;
        while (i - start < MOST_BLANKS && (text.at(i) == ' ' || text.at(i) == '\t')) {
            i++;
        }
        return i;
    }

    /** What follows the signs that open a value; a letter may say that a text in quotes is Unicode. */
    private static int opening(Text text, int from) {
        boolean letter = text.at(from) == 'u' && CharClass.is(text.at(from + 1), CharClass.QUOTE);
        int start = letter ? from + 1 : from;
        while (start - from < MOST_SIGNS && (text.at(start) == '\\' || CharClass.is(text.at(start), CharClass.QUOTE))) {
            start++;
        }
        return start == from && text.at(start) == '<' ? start + 1 : start;
    }

    /** Whether a name without quotes is all that stands after a colon, or needs not be. */
    private static boolean isWhole(Text text, int at, int start, int end) {
        int word = text.skipBack(at - 1, CharClass.LETTER | CharClass.DASH, UserName.LONGEST);
        for (String name : NAMES) {
            if (text.reads(name, at - 1 - name.length())) {
                return true;
            }
        }
        char after = text.at(end);
        return text.at(word - 1) == '/'
                || text.reads("account name", at - 13)
                || text.part(start, end).indexOf('\\') > 0
                || after == '\r'
                || Value.ends(text, end)
                || UserName.doing(text, start, end).found();
    }
}
