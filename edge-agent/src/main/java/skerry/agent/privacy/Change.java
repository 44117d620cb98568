package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/**
 * A text, what was found in it, and how it reads without that.
 *
 * @param findings in order, without overlap, by their place in {@code original}
 * @param masks where in {@code text} the replacement of each finding starts
 */
record Change(String original, List<Redaction.Finding> findings, String text, List<Integer> masks) {
    static Change of(String original, List<Redaction.Finding> findings, Replacements replacements) {
        var text = new StringBuilder(original.length() + 16);
        var masks = new ArrayList<Integer>(findings.size());
        int from = 0;
        for (Redaction.Finding finding : findings) {
            text.append(original, from, finding.start());
            masks.add(text.length());
            text.append(replacements.of(finding.kind(), original.substring(finding.start(), finding.end())));
            from = finding.end();
        }
        text.append(original, from, original.length());
        return new Change(original, findings, text.toString(), masks);
    }

    /** This change together with what was found in its result; a mask inside a new finding is part of it. */
    Change then(List<Redaction.Finding> more, Replacements replacements) {
        var all = new ArrayList<Redaction.Finding>();
        int old = 0;
        for (Redaction.Finding finding : more) {
            int start = origin(finding.start(), false);
            int end = origin(finding.end(), true);
            while (old < findings.size() && findings.get(old).end() <= start) {
                all.add(findings.get(old++));
            }
            while (old < findings.size() && findings.get(old).start() < end) {
                old++;
            }
            all.add(new Redaction.Finding(start, end, finding.kind()));
        }
        all.addAll(findings.subList(old, findings.size()));
        return of(original, all, replacements);
    }

    /** The place in the original of a place in the text; inside a mask, the start or the end of what it hides. */
    private int origin(int index, boolean end) {
        int shift = 0;
        for (int i = 0; i < findings.size() && masks.get(i) < index; i++) {
            Redaction.Finding finding = findings.get(i);
            int next = i + 1 < findings.size() ? findings.get(i + 1).start() : original.length();
            int after = i + 1 < findings.size() ? masks.get(i + 1) : text.length();
            int maskEnd = after - (next - finding.end());
            if (index < maskEnd) {
                return end ? finding.end() : finding.start();
            }
            shift = finding.end() - maskEnd;
        }
        return index + shift;
    }
}
