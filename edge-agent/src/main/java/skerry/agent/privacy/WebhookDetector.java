package skerry.agent.privacy;

import java.util.List;

/** The address of a webhook, which itself is the secret: whoever knows it may post. */
final class WebhookDetector implements Detector {
    private static final int PATH = CharClass.TOKEN | CharClass.SLASH | CharClass.DOT;
    private static final int BEFORE = CharClass.TOKEN | CharClass.SLASH | CharClass.DOT;
    private static final int LONGEST_BEFORE = 96;
    private static final int SHORTEST = 40;
    private static final int MOST_LOOKED_AT = 256;

    @Override
    public String kind() {
        return "vendor-token";
    }

    @Override
    public List<String> triggers() {
        return List.of("/webhooks/%d", "/webhookb2/", "/v1/spaces/", "/hooks/");
    }

    @Override
    public Span find(Text text, int at) {
        int end = text.skip(at, PATH, MOST_LOOKED_AT);
        if (text.at(end) == '@') {
            end = text.skip(end + 1, PATH, MOST_LOOKED_AT); // of a tenant
        }
        if (text.reads("/v1/spaces/", at - "/v1/spaces/".length())) {
            end = text.at(end) == '?' ? endOfQuery(text, end) : at;
        }
        if (end - at < SHORTEST || !SecretValue.looksRandom(text.part(lastPart(text, at, end), end))) {
            return Span.NONE;
        }
        int start = text.skipBack(at, BEFORE, LONGEST_BEFORE);
        if (text.at(start - 1) == ':' && text.at(start) == '/' && text.at(start + 1) == '/') {
            start = text.skipBack(start - 1, CharClass.LETTER, 5);
        }
        return new Span(start, end);
    }

    private static int endOfQuery(Text text, int from) {
        int end = from;
        while (end - from < MOST_LOOKED_AT
                && (CharClass.is(text.at(end), PATH | CharClass.BASE64_SIGN) || "?&%".indexOf(text.at(end)) >= 0)) {
            end++;
        }
        return end;
    }

    /** Where the last part of a path starts that is long enough to be a secret. */
    private static int lastPart(Text text, int from, int end) {
        int start = end;
        while (start > from && text.at(start - 1) != '/') {
            start--;
        }
        return start;
    }
}
