package skerry.agent.privacy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;

/** A rule of the site's own. Looks at so many characters around its literal at most, so that redaction stays linear. */
final class CustomDetector implements Detector {
    /** How far a match may reach on each side of the literal. */
    static final int REACH = 256;

    private final CustomRule rule;
    private final Pattern pattern;

    CustomDetector(CustomRule rule) {
        this.rule = rule;
        this.pattern = Pattern.compile(rule.expression());
    }

    @Override
    public String kind() {
        return rule.kind();
    }

    @Override
    public List<String> triggers() {
        return List.of(rule.literal());
    }

    @Override
    public String rule() {
        return "custom " + rule.kind() + " " + rule.expression();
    }

    @Override
    public Span find(Text text, int at) {
        int literal = at - rule.literal().length();
        if (!text.reads(rule.literal(), literal)) {
            return Span.NONE; // its digits stand for any digits in the automaton
        }
        int from = literal;
        while (literal - from < REACH && text.at(from - 1) != 0) {
            from--;
        }
        int to = at;
        while (to - at < REACH && text.at(to) != 0) {
            to++;
        }
        Matcher matcher = pattern.matcher(text.part(from, to));
        while (matcher.find()) {
            if (from + matcher.start() <= literal && from + matcher.end() >= at) {
                return new Span(from + matcher.start(), from + matcher.end());
            }
            if (from + matcher.start() > literal) {
                break;
            }
        }
        return Span.NONE;
    }
}
