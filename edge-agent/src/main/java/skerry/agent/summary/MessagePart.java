package skerry.agent.summary;

/**
 * Finds the part of a log line that says what happened: the message field of JSON, logfmt and klog lines, and what follows
 * time and host in a syslog line. So the same message makes the same pattern however its program writes it, and on
 * whichever node. Owned by one thread.
 */
final class MessagePart {
    private static final int LONGEST_HEADER = 160;

    private final JsonFields json = new JsonFields();

    /** The message; the line itself where it has no form that is known. */
    String of(String line) {
        if (line.isEmpty()) {
            return line;
        }
        char first = line.charAt(0);
        if (first == '{') {
            return json.read(line) && json.hasMessage() ? json.message() : line;
        }
        if (isKlog(line)) {
            return klog(line);
        }
        int start = syslogMessage(line);
        if (start > 0) {
            return line.substring(start);
        }
        return letter(first) ? logfmt(line) : line;
    }

    /** {@code E0303 04:12:09.481223       1 reflector.go:147] message}: level and date, time, thread, place. */
    static boolean isKlog(String line) {
        if (line.length() < 22
                || "IWEF".indexOf(line.charAt(0)) < 0
                || line.charAt(5) != ' '
                || line.charAt(8) != ':') {
            return false;
        }
        for (int i = 1; i < 5; i++) {
            if (!digit(line.charAt(i))) {
                return false;
            }
        }
        return digit(line.charAt(6)) && digit(line.charAt(7));
    }

    private static String klog(String line) {
        int bracket = line.indexOf("] ", 20);
        if (bracket < 0 || bracket > LONGEST_HEADER) {
            return line;
        }
        int start = bracket + 2;
        if (start < line.length() && line.charAt(start) == '"') {
            int end = quoteEnd(line, start + 1);
            return line.substring(start + 1, end);
        }
        return line.substring(start);
    }

    private static String logfmt(String line) {
        int sign = line.indexOf('=');
        if (sign <= 0 || sign > 32 || line.lastIndexOf(' ', sign) >= 0) {
            return line;
        }
        int value = valueOf(line, "msg=");
        if (value < 0) {
            value = valueOf(line, "message=");
        }
        if (value < 0 || value >= line.length()) {
            return line;
        }
        if (line.charAt(value) == '"') {
            return line.substring(value + 1, quoteEnd(line, value + 1));
        }
        int end = line.indexOf(' ', value);
        return line.substring(value, end < 0 ? line.length() : end);
    }

    private static int valueOf(String line, String key) {
        int at = line.indexOf(key);
        while (at > 0 && line.charAt(at - 1) != ' ') {
            at = line.indexOf(key, at + 1);
        }
        return at < 0 ? -1 : at + key.length();
    }

    private static int quoteEnd(String line, int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) != '"') {
            i += line.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, line.length());
    }

    /** The start of the tag after time and host (RFC 3164, or an ISO time before a tag with a process id), or 0. */
    private static int syslogMessage(String line) {
        int host;
        if (line.length() > 17
                && line.charAt(3) == ' '
                && line.charAt(6) == ' '
                && line.charAt(9) == ':'
                && line.charAt(12) == ':'
                && line.charAt(15) == ' '
                && letter(line.charAt(0))
                && digit(line.charAt(5))) {
            host = 16;
        } else if (line.length() > 24 && line.charAt(4) == '-' && line.charAt(10) == 'T' && digit(line.charAt(0))) {
            host = line.indexOf(' ') + 1;
        } else {
            return 0;
        }
        int tag = line.indexOf(' ', host) + 1;
        int tagEnd = tag == 0 ? 0 : line.indexOf(' ', tag) - 1;
        if (tagEnd <= tag || tagEnd - host > LONGEST_HEADER || line.charAt(tagEnd) != ':') {
            return 0;
        }
        return host == 16 || line.charAt(tagEnd - 1) == ']' ? tag : 0;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
