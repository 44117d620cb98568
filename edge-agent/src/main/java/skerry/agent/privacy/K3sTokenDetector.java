package skerry.agent.privacy;

import java.util.List;

/** A token of k3s by which machines join a cluster: {@code K10}, the hash of its certificate authority, and the credential. */
final class K3sTokenDetector implements Detector {
    private static final String BEGINNING = "K10";
    private static final int HASH = 64;
    private static final int REST = CharClass.TOKEN | CharClass.DOT | CharClass.BASE64_SIGN;

    @Override
    public String kind() {
        return "k8s-token";
    }

    @Override
    public List<String> triggers() {
        return List.of(BEGINNING + "%x%x%x%x");
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - BEGINNING.length() - 4;
        int hash = start + BEGINNING.length();
        int separator = text.skip(hash, CharClass.HEX, HASH);
        if (!text.readsExactly(BEGINNING, start)
                || CharClass.is(text.at(start - 1), CharClass.TOKEN)
                || separator - hash < HASH
                || !text.readsExactly("::", separator)) {
            return Span.NONE;
        }
        int end = separator + 2;
        while (CharClass.is(text.at(end), REST) || (text.at(end) == ':' && CharClass.is(text.at(end + 1), REST))) {
            end++;
        }
        return new Span(start, end);
    }
}
