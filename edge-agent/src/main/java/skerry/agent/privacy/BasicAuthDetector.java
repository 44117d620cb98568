package skerry.agent.privacy;

import java.util.List;

/** Base64 of a user, a colon and a password: after {@code Basic} (RFC 7617), and for registries of images. */
final class BasicAuthDetector implements Detector {
    private static final int SHORTEST = 4;
    private static final int MOST_SIGNS = 6;
    private static final int LONGEST_OF_REGISTRY = 1024;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    @Override
    public String kind() {
        return "basic-auth";
    }

    @Override
    public List<String> triggers() {
        return List.of("basic ", "\"auth\"", "\"auth\\\"");
    }

    @Override
    public Span find(Text text, int at) {
        if (text.at(at - 1) != ' ') {
            return ofRegistry(text, at);
        }
        if (CharClass.word(text.at(at - 7))) {
            return Span.NONE;
        }
        int end = text.skip(at, CharClass.BASE64, Integer.MAX_VALUE);
        boolean certain = holdsColon(text, at, end) || Authorization.before(text, at - "basic ".length());
        return end - at >= SHORTEST && certain ? new Span(at, end) : Span.NONE;
    }

    /** Credentials for a registry of images: {@code {"auths":{"registry.example":{"auth":"…"}}}}. */
    private static Span ofRegistry(Text text, int at) {
        int start = at;
        while (start - at < MOST_SIGNS
                && (CharClass.is(text.at(start), CharClass.SPACE | CharClass.QUOTE)
                        || ":\\".indexOf(text.at(start)) >= 0)) {
            start++;
        }
        int end = text.skip(start, CharClass.BASE64, LONGEST_OF_REGISTRY);
        return end - start >= SHORTEST && holdsColon(text, start, end) ? new Span(start, end) : Span.NONE;
    }

    /** Whether the base64 stands for readable text with a colon, which an English word after "basic" does not. */
    private static boolean holdsColon(Text text, int start, int end) {
        int bits = 0;
        int have = 0;
        for (int i = start; i < end && text.at(i) != '='; i++) {
            bits = bits << 6 | ALPHABET.indexOf(text.at(i));
            have += 6;
            if (have >= 8) {
                have -= 8;
                int octet = bits >> have & 0xff;
                if (octet == ':') {
                    return i > start + 1;
                }
                if (octet < ' ') {
                    return false;
                }
            }
        }
        return false;
    }
}
