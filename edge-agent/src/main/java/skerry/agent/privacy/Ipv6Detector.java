package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/** IPv6 addresses, also with an IPv4 tail. Times, hardware addresses, fingerprints and {@code std::scopes} are none. */
final class Ipv6Detector implements Detector {
    private static final int LONGEST = 46;

    @Override
    public String kind() {
        return "ipv6";
    }

    @Override
    public List<String> triggers() {
        // An address either leaves out groups, or has three colons after which the fourth group starts.
        var triggers = new ArrayList<String>();
        triggers.add("::");
        for (int second = 1; second <= 4; second++) {
            for (int third = 1; third <= 4; third++) {
                triggers.add("%x:" + "%x".repeat(second) + ":" + "%x".repeat(third) + ":");
            }
        }
        return triggers;
    }

    @Override
    public Span find(Text text, int at) {
        int start = at;
        while (at - start < LONGEST && inside(text.at(start - 1))) {
            start--;
        }
        char before = text.at(start - 1);
        if (text.at(start) == ':' && text.at(start + 1) != ':') {
            start++; // a label: "addr:2001:db8::1"
        } else if (CharClass.word(before) || before == '.') {
            return Span.NONE;
        }
        int end = end(text, start);
        if (end > start) {
            return new Span(start, end);
        }
        return text.at(start + 2) == '/' && CharClass.digit(text.at(start + 3)) ? all(text, start) : Span.NONE;
    }

    /** The network of all addresses, or of one, that has no digits of its own: {@code ::/0}. */
    private static Span all(Text text, int start) {
        int end = text.skip(start + 3, CharClass.DIGIT, 3);
        boolean alone = text.readsExactly("::/", start) && !CharClass.word(text.at(end));
        return alone ? new Span(start, end) : Span.NONE;
    }

    private static boolean inside(char c) {
        return c == ':' || CharClass.is(c, CharClass.HEX);
    }

    private static int end(Text text, int start) {
        int groups = 0;
        boolean digits = false;
        boolean leftOut = false;
        int longest = 0;
        int i = start;
        if (text.at(i) == ':') {
            if (text.at(i + 1) != ':') {
                return -1;
            }
            leftOut = true;
            i += 2;
        }
        while (groups < 8) {
            int group = i;
            while (i - group < 4 && CharClass.is(text.at(i), CharClass.HEX)) {
                digits |= CharClass.digit(text.at(i));
                i++;
            }
            if (i == group) {
                break;
            }
            if (text.at(i) == '.' && (groups + (leftOut ? 1 : 0) > 0)) {
                int tail = Ipv4Detector.end(text, group);
                if (tail > 0) {
                    groups += 2;
                    i = tail;
                } else if (CharClass.digit(text.at(i + 1))) {
                    return -1;
                } else {
                    groups++;
                }
                break;
            }
            groups++;
            longest = Math.max(longest, i - group);
            if (text.at(i) != ':') {
                break;
            }
            if (text.at(i + 1) == ':') {
                if (leftOut) {
                    return -1;
                }
                leftOut = true;
                i += 2;
            } else if (CharClass.is(text.at(i + 1), CharClass.HEX) && groups < 8) {
                i++;
            } else {
                break;
            }
        }
        boolean complete = leftOut ? groups >= 1 && groups <= 7 : groups == 8;
        // "a::b" is a scope of some language; an address has digits, and one group alone is short only in "::1".
        boolean plausible = digits && (groups > 1 || longest >= 3 || text.at(start) == ':');
        return complete && plausible && bounded(text, i) ? i : -1;
    }

    private static boolean bounded(Text text, int end) {
        char after = text.at(end);
        char then = text.at(end + 1);
        return !CharClass.word(after)
                && !(after == ':' && (then == ':' || CharClass.is(then, CharClass.HEX)))
                && !(after == '.' && CharClass.digit(then))
                && after != '(';
    }
}
