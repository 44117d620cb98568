package skerry.agent.summary;

import java.util.Map;

/**
 * Finds the message in a line that is a JSON object, without building anything: one pass over the top-level
 * fields. A line that was cut is read as far as it goes. Reused from line to line; owned by one thread.
 */
final class JsonFields {
    /** The names that loggers give to the message; the lower number wins. */
    private static final Map<String, Integer> MESSAGE = Map.of(
            "msg", 1, "message", 1, "@message", 1, "MESSAGE", 1, "short_message", 2, "log", 3, "text", 4, "event", 5);

    /** What those names begin with: of most fields nothing is cut out of the line. */
    private static final String FIRST_OF_NAMES = "m@Mslte";

    private static final int LONGEST_NAME = 16;
    private static final int NONE = Integer.MAX_VALUE;

    private String line = "";
    private int messageStart;
    private int messageEnd;
    private boolean escaped;

    /** Reads a line; false if it is no JSON object. */
    boolean read(String text) {
        line = text;
        messageStart = -1;
        int i = skipBlank(0);
        if (at(i) != '{') {
            return false;
        }
        i = skipBlank(i + 1);
        if (at(i) != '"') {
            return false;
        }
        int bestMessage = NONE;
        while (at(i) == '"') {
            int nameStart = i + 1;
            int nameEnd = stringEnd(nameStart);
            i = skipBlank(nameEnd + 1);
            if (at(i) != ':') {
                break;
            }
            int value = skipBlank(i + 1);
            boolean string = at(value) == '"';
            int end = string ? stringEnd(value + 1) : valueEnd(value);
            int from = string ? value + 1 : value;
            if (string && nameEnd - nameStart <= LONGEST_NAME && FIRST_OF_NAMES.indexOf(at(nameStart)) >= 0) {
                int message = MESSAGE.getOrDefault(line.substring(nameStart, nameEnd), NONE);
                if (message < bestMessage) {
                    bestMessage = message;
                    messageStart = from;
                    messageEnd = end;
                    escaped = line.indexOf('\\', from) >= 0;
                }
            }
            i = skipBlank(string ? end + 1 : end);
            if (at(i) != ',') {
                break;
            }
            i = skipBlank(i + 1);
        }
        line = text;
        return true;
    }

    boolean hasMessage() {
        return messageStart >= 0;
    }

    /** The message as it was before it was written as JSON. */
    String message() {
        return escaped ? unescaped(line.substring(messageStart, messageEnd)) : line.substring(messageStart, messageEnd);
    }

    private char at(int i) {
        return i < line.length() ? line.charAt(i) : 0;
    }

    private int skipBlank(int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) <= ' ') {
            i++;
        }
        return i;
    }

    /** The index of the closing quote, or the line's end. */
    private int stringEnd(int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) != '"') {
            i += line.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, line.length());
    }

    /** The end of a number, word, array or object. */
    private int valueEnd(int from) {
        int depth = 0;
        int i = from;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '"') {
                i = stringEnd(i + 1);
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                if (depth-- == 0) {
                    return i;
                }
            } else if (c == ',' && depth == 0) {
                return i;
            }
            i++;
        }
        return line.length();
    }

    private static String unescaped(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            c = text.charAt(++i);
            switch (c) {
                case 'n', 'r', 'u' -> plain.append(c == 'u' ? '?' : '\n');
                case 't', 'b', 'f' -> plain.append(' ');
                default -> plain.append(c);
            }
            i += c == 'u' ? 4 : 0;
        }
        return plain.toString();
    }
}
