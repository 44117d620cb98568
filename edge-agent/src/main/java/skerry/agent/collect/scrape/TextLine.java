package skerry.agent.collect.scrape;

import java.util.Locale;

/** A cursor over one line of metrics text that takes its tokens. */
final class TextLine {
    /** What fits a whole number of milliseconds. */
    static final double LATEST_SECONDS = 9e15;

    private final String text;
    private final int number;
    private int at;

    TextLine(String text, int number) {
        this.text = text;
        this.number = number;
    }

    int number() {
        return number;
    }

    /** All of the line. */
    String text() {
        return text;
    }

    TextFormatException error(String reason) {
        return new TextFormatException(number, reason);
    }

    /** As {@link #error}, where not the form is wrong, and the text asks for more than it may. */
    TextFormatException beyond(String reason) {
        return new TextFormatException(number, reason, true);
    }

    /** How many characters were taken. */
    int at() {
        return at;
    }

    boolean atEnd() {
        return at == text.length();
    }

    boolean isBlank() {
        return text.isBlank();
    }

    void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    boolean startsWith(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /** Whether a label's name may begin here. */
    boolean startsWithName() {
        return startsWith('"') || (at < text.length() && isLabelStart(text.charAt(at)));
    }

    boolean take(char c) {
        boolean here = startsWith(c);
        if (here) {
            at++;
        }
        return here;
    }

    boolean take(String words) {
        boolean here = text.startsWith(words, at);
        if (here) {
            at += words.length();
        }
        return here;
    }

    boolean startsWith(String words) {
        return text.startsWith(words, at);
    }

    /** Up to the next blank. */
    String word() {
        int start = at;
        while (at < text.length() && !isBlank(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    String rest() {
        return text.substring(at);
    }

    String metricName() throws TextFormatException {
        int start = at;
        while (at < text.length() && (isLabelPart(text.charAt(at)) || text.charAt(at) == ':')) {
            at++;
        }
        if (at == start || isDigit(text.charAt(start))) {
            throw error("here should be a metric name: '" + text.substring(start) + "'");
        }
        return text.substring(start, at);
    }

    String labelName() throws TextFormatException {
        int start = at;
        if (at < text.length() && isLabelStart(text.charAt(at))) {
            while (at < text.length() && isLabelPart(text.charAt(at))) {
                at++;
            }
        }
        if (at == start) {
            throw error("here should be a label name: '" + text.substring(start) + "'");
        }
        return text.substring(start, at);
    }

    /** A name in quotes: any characters, with the three escapes and no others. */
    String quotedName() throws TextFormatException {
        String name = quoted(true);
        if (name.isBlank()) {
            throw error("a name is blank");
        }
        return name;
    }

    /** A label's value. Escapes that do not exist stay as they are. */
    String quotedValue() throws TextFormatException {
        return quoted(false);
    }

    private String quoted(boolean strict) throws TextFormatException {
        if (!take('"')) {
            throw error("here should be a text in quotes: '" + rest() + "'");
        }
        var value = new StringBuilder();
        while (!take('"')) {
            if (atEnd()) {
                throw error("a quote is not closed");
            }
            char c = text.charAt(at++);
            if (c != '\\' || atEnd()) {
                value.append(c);
                continue;
            }
            char escaped = text.charAt(at++);
            switch (escaped) {
                case 'n' -> value.append('\n');
                case '\\', '"' -> value.append(escaped);
                default -> {
                    if (strict) {
                        throw error("there is no escape \\" + escaped);
                    }
                    value.append('\\').append(escaped);
                }
            }
        }
        return value.toString();
    }

    /** In HELP only backslash and line feed are escaped. */
    static String unescapedHelp(String help) {
        var plain = new StringBuilder(help.length());
        for (int i = 0; i < help.length(); i++) {
            char c = help.charAt(i);
            char next = c == '\\' && i + 1 < help.length() ? help.charAt(i + 1) : ' ';
            if (next == 'n' || next == '\\') {
                plain.append(next == 'n' ? '\n' : '\\');
                i++;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** A sample's value. */
    double value() throws TextFormatException {
        return number(word(), "the value is not a number");
    }

    /** A number up to the next space, as OpenMetrics writes it. */
    double openNumber() throws TextFormatException {
        return number(upTo(" "), "the value is not a number");
    }

    private double number(String word, String otherwise) throws TextFormatException {
        if (!isNumber(word)) {
            throw error(otherwise + ": '" + word + "'");
        }
        double number = parse(word);
        if (isTooLarge(word, number)) {
            throw error("the number is larger than a sample's value can be: '" + word + "'");
        }
        return number;
    }

    /** Whether digits became infinity. */
    static boolean isTooLarge(String word, double number) {
        return Double.isInfinite(number) && word.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /** A time in seconds, up to the next space: neither infinite nor NaN. */
    double openTimestamp() throws TextFormatException {
        String word = upTo(" ");
        if (!isNumber(word) || !(Math.abs(parse(word)) <= LATEST_SECONDS)) {
            throw error("the timestamp is not a time in seconds: '" + word + "'");
        }
        return parse(word);
    }

    /** A number up to the next of {@code ends}. */
    double numberBefore(String ends) throws TextFormatException {
        return number(upTo(ends), "this is not a number");
    }

    private String upTo(String ends) {
        int start = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** A whole number of milliseconds. */
    long timestamp() throws TextFormatException {
        String word = word();
        try {
            // The JDK takes the digits of other scripts as well.
            if (word.chars().allMatch(c -> c < 0x80)) {
                return Long.parseLong(word);
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw error("the timestamp is not a whole number: '" + word + "'");
    }

    /** Whether {@code word} is a number in decimal, infinite, or NaN without a sign; Java alone would take more. */
    static boolean isNumber(String word) {
        int i = word.startsWith("+") || word.startsWith("-") ? 1 : 0;
        if (i < word.length() && isLabelStart(word.charAt(i))) {
            return isWord(word.substring(i), i > 0);
        }
        int digits = 0;
        boolean point = false;
        while (i < word.length() && (isDigit(word.charAt(i)) || (word.charAt(i) == '.' && !point))) {
            if (word.charAt(i) == '.') {
                point = true;
            } else {
                digits++;
            }
            i++;
        }
        return digits > 0 && (i == word.length() || isExponent(word, i));
    }

    private static boolean isWord(String word, boolean signed) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "inf", "infinity" -> true;
            case "nan" -> !signed;
            default -> false;
        };
    }

    private static boolean isExponent(String word, int from) {
        if (word.charAt(from) != 'e' && word.charAt(from) != 'E') {
            return false;
        }
        int i = from + 1;
        if (i < word.length() && (word.charAt(i) == '+' || word.charAt(i) == '-')) {
            i++;
        }
        int start = i;
        while (i < word.length() && isDigit(word.charAt(i))) {
            i++;
        }
        return i > start && i == word.length();
    }

    /** The value of what {@link #isNumber} accepts. */
    static double parse(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(word);
        };
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLabelStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isLabelPart(char c) {
        return isLabelStart(c) || isDigit(c);
    }
}
