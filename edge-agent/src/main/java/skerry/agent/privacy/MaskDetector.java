package skerry.agent.privacy;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The masks of an earlier redaction, with or without a token: nothing to take, but nothing to look into either. */
final class MaskDetector implements Detector {
    private static final int LONGEST = 32;
    private static final int LONGEST_ELEMENT = 128;

    private final Set<String> kinds;

    MaskDetector(Collection<String> kinds) {
        var all = new HashSet<>(kinds);
        all.add(Replacements.REMOVED);
        this.kinds = Set.copyOf(all);
    }

    @Override
    public String kind() {
        return "";
    }

    @Override
    public List<String> triggers() {
        return List.of("<");
    }

    @Override
    public Span find(Text text, int at) {
        int end = text.skip(at, CharClass.LOWER | CharClass.DIGIT | CharClass.DASH, LONGEST);
        char after = text.at(end);
        if ((after != '>' && after != ':') || !kinds.contains(text.part(at, end))) {
            return Span.NONE;
        }
        if (after == ':') {
            int close = end + 1;
            while (close - end <= Token.LENGTH && Token.character(text.at(close))) {
                close++;
            }
            return close - end > Token.LENGTH && text.at(close) == '>' ? new Span(at - 1, close + 1) : Span.NONE;
        }
        return opensElement(text, at, end) ? Span.NONE : new Span(at - 1, end + 1);
    }

    /** Whether it is no mask but XML: {@code <password>Sesame</password>}. */
    private static boolean opensElement(Text text, int nameStart, int nameEnd) {
        int close = nameEnd + 1;
        while (close - nameEnd < LONGEST_ELEMENT && text.at(close) != 0 && text.at(close) != '<') {
            close++;
        }
        return close > nameEnd + 1
                && text.at(close + 1) == '/'
                && text.readsExactly(text.part(nameStart, nameEnd), close + 2);
    }
}
