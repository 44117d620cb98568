package skerry.agent.privacy;

import java.util.List;

/**
 * A signature or key among the parameters of a URL: of a signed address of a cloud's store, of a function in the cloud. Their
 * names are everyday words, so the value must look made by a machine.
 */
final class QuerySecretDetector implements Detector {
    private static final int LOOKED_AT = 128;
    private static final int SHORTEST_ID = 13;
    private static final String ID = "key-pair-id=";

    @Override
    public String kind() {
        return "secret";
    }

    @Override
    public List<String> triggers() {
        return List.of("sig=", "signature=", "?code=", "&code=", "?key=", "&key=", ID);
    }

    @Override
    public Span find(Text text, int at) {
        boolean id = text.reads(ID, at - ID.length());
        if (text.reads("sig=", at - 4) && CharClass.is(text.at(at - 5), CharClass.WORD)) {
            return Span.NONE;
        }
        int end = valueEnd(text, at, LOOKED_AT);
        boolean secret = id ? end - at >= SHORTEST_ID : end > at && SecretValue.looksRandom(text.part(at, end));
        return secret ? new Span(at, valueEnd(text, end, Integer.MAX_VALUE)) : Span.NONE;
    }

    private static int valueEnd(Text text, int from, int most) {
        int end = from;
        while (end - from < most && inValue(text.at(end))) {
            end++;
        }
        return end;
    }

    private static boolean inValue(char c) {
        return CharClass.is(c, CharClass.TOKEN | CharClass.DOT | CharClass.BASE64_SIGN | CharClass.TILDE) || c == '%';
    }
}
