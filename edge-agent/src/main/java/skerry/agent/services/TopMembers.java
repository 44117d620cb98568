package skerry.agent.services;

import java.util.function.BiConsumer;

/** The members of a JSON object that are numbers or strings; what lies deeper is passed over. Not thread-safe. */
final class TopMembers {
    /** Of what is looked at; members behind it are not found. */
    private static final int LONGEST = 16_384;

    private final String text;
    private final int end;
    private int at;

    private TopMembers(String text) {
        this.text = text;
        this.end = Math.min(text.length(), LONGEST);
    }

    /** Hands over names and values as they are written, strings without their quotes, until the text is no such object. */
    static void read(String text, BiConsumer<String, String> sink) {
        new TopMembers(text).members(sink);
    }

    private void members(BiConsumer<String, String> sink) {
        if (!skips('{')) {
            return;
        }
        do {
            String name = string();
            if (name.isEmpty() || !skips(':')) {
                return;
            }
            blank();
            if (at < end && text.charAt(at) == '"') {
                sink.accept(name, string());
            } else if (at < end && (text.charAt(at) == '{' || text.charAt(at) == '[')) {
                passOver();
            } else {
                int begin = at;
                while (at < end && ",}] \t\r\n".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                sink.accept(name, text.substring(begin, at));
            }
        } while (skips(','));
    }

    private void passOver() {
        int depth = 0;
        while (at < end) {
            char c = text.charAt(at);
            if (c == '"') {
                string();
                continue;
            }
            at++;
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (depth == 0) {
                return;
            }
        }
    }

    /** A string as it is written, empty if there is none or it does not end. */
    private String string() {
        if (!skips('"')) {
            return "";
        }
        int begin = at;
        while (at < end) {
            char c = text.charAt(at++);
            if (c == '"') {
                return text.substring(begin, at - 1);
            }
            if (c == '\\') {
                at++;
            }
        }
        return "";
    }

    private boolean skips(char wanted) {
        blank();
        if (at < end && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void blank() {
        while (at < end && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
