package skerry.agent.privacy;

import java.util.List;

/** JSON web tokens, signed or not, also when they were cut after the header. */
final class JwtDetector implements Detector {
    private static final int LONGEST_HEADER = 4096;
    private static final int SHORTEST_HEADER = 16;
    private static final int SHORTEST_CUT = 40;

    @Override
    public String kind() {
        return "jwt";
    }

    @Override
    public List<String> triggers() {
        // "eyJ" is base64 for the start of a JSON object; the second part starts so too.
        return List.of("eyJ", ".ey");
    }

    @Override
    public Span find(Text text, int at) {
        int start;
        if (text.at(at - 3) == '.') {
            start = text.skipBack(at - 3, CharClass.TOKEN, LONGEST_HEADER);
            if (!text.readsExactly("ey", start)) {
                return Span.NONE;
            }
        } else {
            start = at - 3;
            if (!text.readsExactly("eyJ", start) || CharClass.is(text.at(start - 1), CharClass.TOKEN)) {
                return Span.NONE;
            }
        }
        int header = text.skip(start, CharClass.TOKEN, Integer.MAX_VALUE);
        if (text.at(header) != '.') {
            return header - start >= SHORTEST_CUT ? new Span(start, header) : Span.NONE;
        }
        int end = header;
        for (int part = 1; part < 5 && text.at(end) == '.' && partFollows(text, end + 1, part); part++) {
            end = text.skip(end + 1, CharClass.TOKEN | CharClass.BASE64_SIGN, Integer.MAX_VALUE);
        }
        return end > header && header - start >= SHORTEST_HEADER ? new Span(start, end) : Span.NONE;
    }

    private static boolean partFollows(Text text, int at, int part) {
        // The signature may be empty; a full stop at the end of a sentence is not a part.
        return CharClass.is(text.at(at), CharClass.TOKEN) || (part > 1 && text.at(at) == '.');
    }
}
