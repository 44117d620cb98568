package skerry.agent.privacy;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The masks of an earlier redaction: nothing to take, but nothing to look into either. */
final class MaskDetector implements Detector {
    private static final int LONGEST = 32;
    private static final int LONGEST_ELEMENT = 128;

    private final Set<String> kinds;

    MaskDetector(Collection<String> kinds) {
        this.kinds = Set.copyOf(kinds);
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
        if (text.at(end) != '>' || !kinds.contains(text.part(at, end)) || opensElement(text, at, end)) {
            return Span.NONE;
        }
        return new Span(at - 1, end + 1);
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
