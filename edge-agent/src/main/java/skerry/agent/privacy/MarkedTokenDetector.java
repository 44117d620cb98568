package skerry.agent.privacy;

import java.util.List;

/**
 * A secret that its vendor made recognisable by a mark in its middle, with so many characters before and after it; in a path
 * of Telegram's, the word for a robot stands before. */
final class MarkedTokenDetector implements Detector {
    private static final int AZURE = CharClass.TOKEN | CharClass.DOT | CharClass.TILDE;

    private final String kind;
    private final String mark;
    private final Side before;
    private final Side after;

    private record Side(int set, int least, int most) {}

    private MarkedTokenDetector(String kind, String mark, Side before, Side after) {
        this.kind = kind;
        this.mark = mark;
        this.before = before;
        this.after = after;
    }

    static List<Detector> all() {
        return List.of(
                new MarkedTokenDetector("azure-key", "Q~", new Side(AZURE, 4, 4), new Side(AZURE, 31, 34)),
                new MarkedTokenDetector(
                        "telegram-token", ":AA", new Side(CharClass.DIGIT, 8, 10), new Side(CharClass.TOKEN, 32, 34)),
                new MarkedTokenDetector(
                        "vendor-token", "|", new Side(CharClass.DIGIT, 14, 17), new Side(CharClass.TOKEN, 27, 27)),
                new MarkedTokenDetector(
                        "vendor-token", "-us", new Side(CharClass.HEX, 32, 32), new Side(CharClass.DIGIT, 1, 2)));
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<String> triggers() {
        return List.of((before.set == CharClass.HEX ? "%x" : "%d") + mark);
    }

    @Override
    public String rule() {
        return kind + " " + mark + " " + before + " " + after;
    }

    @Override
    public Span find(Text text, int at) {
        if (!text.readsExactly(mark, at - mark.length())) {
            return Span.NONE;
        }
        int middle = at - mark.length();
        int start = text.skipBack(middle, before.set, before.most);
        int end = text.skip(at, after.set, after.most);
        boolean whole = middle - start >= before.least
                && end - at >= after.least
                && (!CharClass.is(text.at(start - 1), CharClass.TOKEN) || text.readsExactly("/bot", start - 4))
                && !CharClass.is(text.at(end), CharClass.TOKEN);
        return whole ? new Span(start, end) : Span.NONE;
    }
}
