package skerry.agent.privacy;

import java.util.List;

/** A secret that is a UUID with its vendor's mark before or behind it. */
final class VendorUuidDetector implements Detector {
    private static final List<String> BEFORE = List.of(
            "sdk-",
            "api-",
            "mob-",
            "pat-na1-",
            "pat-eu1-",
            "access-sandbox-",
            "access-development-",
            "access-production-",
            "sk-lf-");

    private static final String BEHIND = ":fx";

    @Override
    public String kind() {
        return "vendor-token";
    }

    @Override
    public List<String> triggers() {
        return List.of(UuidDetector.TRIGGER);
    }

    @Override
    public String rule() {
        return kind() + " uuid " + BEFORE + " " + BEHIND;
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - UuidDetector.BEFORE_TRIGGER;
        int end = start + UuidDetector.LENGTH;
        if (!UuidDetector.reads(text, start)) {
            return Span.NONE;
        }
        for (String mark : BEFORE) {
            int from = start - mark.length();
            if (text.readsExactly(mark, from) && !CharClass.is(text.at(from - 1), CharClass.TOKEN)) {
                return new Span(from, end);
            }
        }
        boolean behind =
                text.readsExactly(BEHIND, end) && !CharClass.is(text.at(end + BEHIND.length()), CharClass.TOKEN);
        return behind && !CharClass.is(text.at(start - 1), CharClass.TOKEN)
                ? new Span(start, end + BEHIND.length())
                : Span.NONE;
    }
}
