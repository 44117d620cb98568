package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/**
 * A line as test tables write it: {@code to ‹email:anna@site.example› now} is the line without the marks, together with
 * what must be found in it.
 */
record Marked(String text, List<Redaction.Finding> findings, String redacted) {
    static Marked parse(String line) {
        var text = new StringBuilder();
        var redacted = new StringBuilder();
        var findings = new ArrayList<Redaction.Finding>();
        int at = 0;
        for (int open = line.indexOf('‹'); open >= 0; open = line.indexOf('‹', at)) {
            int colon = line.indexOf(':', open);
            int close = line.indexOf('›', open);
            String kind = line.substring(open + 1, colon);
            text.append(line, at, open);
            redacted.append(line, at, open).append('<').append(kind).append('>');
            int start = text.length();
            text.append(line, colon + 1, close);
            findings.add(new Redaction.Finding(start, text.length(), kind));
            at = close + 1;
        }
        text.append(line, at, line.length());
        redacted.append(line, at, line.length());
        return new Marked(text.toString(), List.copyOf(findings), redacted.toString());
    }
}
