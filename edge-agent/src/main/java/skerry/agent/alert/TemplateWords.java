package skerry.agent.alert;

import java.util.ArrayList;
import java.util.List;

/** The words between two pairs of braces. Not thread-safe. */
final class TemplateWords {
    private static final int MOST_WORDS = 32;

    private final String text;
    private int at;
    private boolean trimsBefore;
    private boolean trimsAfter;
    private boolean remark;

    /** @param start behind the opening braces */
    TemplateWords(String text, int start) {
        this.text = text;
        this.at = start;
    }

    /** @throws IllegalArgumentException if the braces are not closed, or something is written that is not understood */
    List<String> untilClosed() {
        if (text.startsWith("- ", at)) {
            trimsBefore = true;
            at++;
        }
        var words = new ArrayList<String>();
        skipSpace();
        if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at);
            require(end >= 0, "a remark that begins with /* is not closed");
            at = end + 2;
            remark = true;
        }
        skipSpace();
        while (!closes()) {
            require(at < text.length(), "{{ is not closed by }}");
            words.add(word());
            require(words.size() <= MOST_WORDS, "more than " + MOST_WORDS + " words stand between {{ and }}");
            skipSpace();
        }
        require(!remark || words.isEmpty(), "a remark must be alone between {{ and }}");
        return words;
    }

    /** Behind the closing braces. */
    int end() {
        return at;
    }

    boolean trimsBefore() {
        return trimsBefore;
    }

    boolean trimsAfter() {
        return trimsAfter;
    }

    boolean isRemark() {
        return remark;
    }

    static boolean isText(String word) {
        return word.startsWith("\"") || word.startsWith("`");
    }

    static boolean isOperand(String word) {
        return isText(word) || word.startsWith("$") || word.startsWith(".");
    }

    /** Of a word in quotes, what it says. */
    static String text(String quoted) {
        String inner = quoted.substring(1, quoted.length() - 1);
        return quoted.startsWith("`") ? inner : unescaped(inner);
    }

    private static String unescaped(String inner) {
        var said = new StringBuilder();
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\\' && i + 1 < inner.length()) {
                i++;
                c = inner.charAt(i) == 'n' ? '\n' : inner.charAt(i);
            }
            said.append(c);
        }
        return said.toString();
    }

    private boolean closes() {
        if (text.startsWith("}}", at)) {
            at += 2;
            return true;
        }
        if (text.startsWith("-}}", at) && Character.isWhitespace(text.charAt(at - 1))) {
            at += 3;
            trimsAfter = true;
            return true;
        }
        return false;
    }

    private String word() {
        char first = text.charAt(at);
        int start = at;
        if (first == '|') {
            at++;
            return "|";
        }
        if (first == '"' || first == '`') {
            at++;
            while (at < text.length() && text.charAt(at) != first) {
                at += first == '"' && text.charAt(at) == '\\' ? 2 : 1;
            }
            require(at < text.length(), "a text in quotes is not closed");
            at++;
            return text.substring(start, at);
        }
        while (at < text.length() && isPartOfWord(text.charAt(at))) {
            at++;
        }
        require(at > start, "'" + first + "' is not part of Skerry's templates");
        return text.substring(start, at);
    }

    private static boolean isPartOfWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '$'
                || c == '.';
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
