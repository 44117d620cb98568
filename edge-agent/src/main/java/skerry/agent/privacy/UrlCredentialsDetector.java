package skerry.agent.privacy;

import java.util.List;

/** What stands before the {@code @} of a URL: user, password or token. */
final class UrlCredentialsDetector implements Detector {
    private static final int LONGEST = 512;

    @Override
    public String kind() {
        return "url-credentials";
    }

    @Override
    public List<String> triggers() {
        return List.of("://");
    }

    @Override
    public Span find(Text text, int at) {
        int sign = -1;
        for (int i = at; i - at < LONGEST; i++) {
            char c = text.at(i);
            if (c == '@') {
                sign = i; // the last one counts: a password may hold another
            } else if (c == 0
                    || c == '/'
                    || c == '<'
                    || c == '>'
                    || CharClass.is(c, CharClass.SPACE | CharClass.QUOTE)) {
                break;
            }
        }
        char first = text.at(at);
        boolean placeholder = first == '$' || first == '{' || first == '[' || first == '(';
        return sign > at && !placeholder ? new Span(at, sign) : Span.NONE;
    }
}
