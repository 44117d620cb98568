package skerry.agent.privacy;

import java.util.List;
import java.util.Set;

/** Mail addresses, also with {@code @} written as {@code %40} or {@code \\u0040}. Unit names, package versions and object ids are not. */
final class EmailDetector implements Detector {
    private static final int LOCAL =
            CharClass.ALNUM | CharClass.DASH | CharClass.DOT | CharClass.PLUS | CharClass.MAIL_SIGN | CharClass.FOREIGN;
    private static final int DOMAIN = CharClass.ALNUM | CharClass.FOREIGN;
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;

    /** Ends of names that look like a domain: systemd units, and files such as {@code icon@2x.png}. */
    private static final Set<String> NOT_A_DOMAIN =
            Set.of(("service socket slice scope timer target mount automount device path swap png jpg jpeg gif "
                            + "svg webp css js mjs json map so conf yaml yml")
                    .split(" ", -1));

    @Override
    public String kind() {
        return "email";
    }

    @Override
    public List<String> triggers() {
        return List.of("@", "%40", "\\u0040");
    }

    @Override
    public Span find(Text text, int at) {
        int sign = text.at(at - 1) == '@' ? at - 1 : text.at(at - 3) == '%' ? at - 3 : at - 6;
        int start = text.skipBack(sign, LOCAL, LONGEST_LOCAL);
        while (start < sign && !CharClass.word(text.at(start))) {
            start++;
        }
        if (start == sign) {
            return Span.NONE;
        }
        int end = domain(text, at);
        return end > at ? new Span(start, end) : Span.NONE;
    }

    /** The end of the domain that starts at {@code at}, or {@code at}. */
    private static int domain(Text text, int at) {
        int label = at;
        int lastLabel = -1;
        int i = at;
        while (i - at < LONGEST_DOMAIN) {
            char c = text.at(i);
            if (c == '.' && i > label && CharClass.is(text.at(i + 1), DOMAIN)) {
                label = i + 1;
                lastLabel = label;
            } else if (!(CharClass.is(c, DOMAIN) || (c == '-' && i > label))) {
                break;
            }
            i++;
        }
        if (lastLabel < 0) {
            return at;
        }
        // A last label is of one alphabet: what another one adds is the sentence.
        int latin = text.skip(lastLabel, CharClass.LETTER, i - lastLabel);
        int letters = latin > lastLabel ? latin : text.skip(lastLabel, CharClass.FOREIGN, i - lastLabel);
        if (text.reads("xn--", lastLabel)) {
            return i;
        }
        if (letters - lastLabel < 2 || NOT_A_DOMAIN.contains(lower(text.part(lastLabel, letters)))) {
            return at;
        }
        // "a@b.com123-45" is an address that something else was glued to; "tool@v1.beta2" is a version.
        return letters == i
                        || text.at(letters) == '-'
                        || CharClass.is(text.at(letters), CharClass.FOREIGN)
                        || letters - lastLabel == 3
                ? letters
                : at;
    }

    private static String lower(String label) {
        return label.toLowerCase(java.util.Locale.ROOT);
    }
}
