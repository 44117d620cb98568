package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A secret that its vendor made of several parts, with so many characters each and fixed text between them. */
final class ShapedTokenDetector implements Detector {
    /**
     * Kind and parts. A part is so many characters of a set, or after {@code '} what the text reads there; the one after
     * {@code >} wakes the rule, and may have {@code %x} for any hexadecimal digit.
     */
    private static final String SHAPES = """
            vendor-token alnum:14 >.atlasv1. token:60-90
            vendor-token >re_ alnum:8 '_ alnum:24
            vendor-token >pat alnum:14 '. hex:64
            vendor-token >pat. token:22 '. alnum:24 '. alnum:20
            vendor-token >sat. token:22 '. alnum:24 '. alnum:20
            vendor-token 'access_ >token$pro 'duction$ alnum:16 '$ hex:32
            vendor-token 'access_ >token$san 'dbox$ alnum:16 '$ hex:32
            vendor-token hex:32 >-%x%x%x%x%x%x%x%x- hex:8
            vendor-token alnum:35 >FNRAL
            vendor-token token:11-22 >:APA91b token:120-200
            vendor-token >MTA alnum:19-25 '. token:6 '. token:27-40
            vendor-token >MTE alnum:19-25 '. token:6 '. token:27-40
            vendor-token >MTI alnum:19-25 '. token:6 '. token:27-40
            vendor-token >MTM alnum:19-25 '. token:6 '. token:27-40
            vendor-token >MTQ alnum:19-25 '. token:6 '. token:27-40
            vendor-token >MTU alnum:19-25 '. token:6 '. token:27-40
            vendor-token >MTY alnum:19-25 '. token:6 '. token:27-40
            vendor-token >MTc alnum:19-25 '. token:6 '. token:27-40
            vendor-token >MTg alnum:19-25 '. token:6 '. token:27-40
            vendor-token >MTk alnum:19-25 '. token:6 '. token:27-40
            azure-key    alnum:76 >AZDO alnum:4
            azure-key    base64:76 >+ASt alnum:6 '==
            azure-key    base64:76 >ACDb alnum:6 '==
            azure-key    base64:76 >+ABa alnum:6 '==
            azure-key    base64:76 >APIM alnum:6 '==
            azure-key    base64:33 >AIoT alnum:6 '=
            azure-key    base64:33 >+ASb alnum:6 '=
            azure-key    base64:33 >+AEh alnum:6 '=
            azure-key    base64:44 >AzFu alnum:6 '==
            azure-key    alnum:42 >AzSe alnum:6
            azure-key    base64:42 >+ACR alnum:6
            """;

    private final String shape;
    private final String kind;
    private final Part[] parts;
    /** The index of the part that wakes the rule. */
    private final int waking;

    /** @param literal empty where the part is characters of a set */
    private record Part(String literal, int set, int least, int most) {
        static Part parse(String part) {
            if (part.charAt(0) == '\'' || part.charAt(0) == '>') {
                return new Part(part.substring(1), 0, 0, 0);
            }
            int colon = part.indexOf(':');
            int dash = part.indexOf('-', colon);
            int least = Integer.parseInt(part, colon + 1, dash > 0 ? dash : part.length(), 10);
            int most = dash > 0 ? Integer.parseInt(part, dash + 1, part.length(), 10) : least;
            return new Part("", set(part.substring(0, colon)), least, most);
        }

        private static int set(String name) {
            return switch (name) {
                case "alnum" -> CharClass.ALNUM;
                case "hex" -> CharClass.HEX;
                case "token" -> CharClass.TOKEN;
                case "base64" -> CharClass.BASE64;
                default -> throw new IllegalArgumentException("no set of characters is called " + name);
            };
        }

        /** The end of the part that starts at {@code from}, or -1. */
        int end(Text text, int from) {
            if (literal.isEmpty()) {
                int end = text.skip(from, set, most);
                return end - from < least ? -1 : end;
            }
            int at = from;
            for (int i = 0; i < literal.length(); i++) {
                boolean any = literal.charAt(i) == '%';
                if (any ? !CharClass.is(text.at(at), CharClass.HEX) : text.at(at) != literal.charAt(i)) {
                    return -1;
                }
                i += any ? 1 : 0;
                at++;
            }
            return at;
        }

        /** The start of the part that ends before {@code to}, or -1. */
        int start(Text text, int to) {
            int start = literal.isEmpty() ? text.skipBack(to, set, most) : to - length();
            return start < 0 || to - start < least || end(text, start) != to ? -1 : start;
        }

        int length() {
            return literal.replace("%x", "x").length();
        }
    }

    private ShapedTokenDetector(String shape) {
        this.shape = shape;
        String[] column = shape.split(" +", -1);
        this.kind = column[0].toLowerCase(Locale.ROOT);
        this.parts = new Part[column.length - 1];
        int found = -1;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Part.parse(column[i + 1]);
            found = column[i + 1].charAt(0) == '>' ? i : found;
        }
        this.waking = found;
    }

    /** One detector for each known format. */
    static List<Detector> all() {
        var detectors = new ArrayList<Detector>();
        SHAPES.lines().forEach(line -> detectors.add(new ShapedTokenDetector(line)));
        return detectors;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<String> triggers() {
        return List.of(parts[waking].literal);
    }

    @Override
    public String rule() {
        return shape;
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - parts[waking].length();
        int end = at;
        if (parts[waking].end(text, start) != at) {
            return Span.NONE;
        }
        for (int i = waking + 1; i < parts.length; i++) {
            end = parts[i].end(text, end);
            if (end < 0) {
                return Span.NONE;
            }
        }
        for (int i = waking - 1; i >= 0; i--) {
            start = parts[i].start(text, start);
            if (start < 0) {
                return Span.NONE;
            }
        }
        boolean whole =
                !CharClass.is(text.at(start - 1), CharClass.TOKEN) && !CharClass.is(text.at(end), CharClass.TOKEN);
        return whole ? new Span(start, end) : Span.NONE;
    }
}
