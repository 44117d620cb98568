package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Redacts by a policy, in one pass over the text.
 *
 * <p>An automaton of all triggers reads each character once; a detector is asked only where one of its triggers ends, and
 * what it takes is not looked at again. Most lines hold no trigger and cost nothing but that reading. A text in which
 * something was found and something else was doubtful is read again, until nothing more is found, since a mask is a boundary
 * that the reading before did not see; so redacting twice changes nothing. Immutable and thread-safe.
 */
public final class PolicyRedactor implements Redactor {
    /** More passes than any text needs, as the tests try; a bound all the same, so that the work is. */
    private static final int MOST_PASSES = 8;

    /** Its automaton takes 200 KiB, so there is one. */
    private static final Redactor STANDARD = new PolicyRedactor(Policy.standard());

    private final Detector masks;
    private final Triggers triggers;
    private final Action action;
    private final String id;

    PolicyRedactor(Policy policy) {
        this.masks =
                new MaskDetector(policy.detectors().stream().map(Detector::kind).collect(Collectors.toSet()));
        var all = new ArrayList<Detector>(policy.detectors());
        all.addFirst(masks);
        this.triggers = new Triggers(all);
        this.action = policy.action();
        this.id = policy.id();
    }

    /** With the rules that every agent has. */
    public static Redactor standard() {
        return STANDARD;
    }

    @Override
    public String policyId() {
        return id;
    }

    @Override
    public String redact(String text) {
        Pass first = read(new Text(text));
        return first.findings.isEmpty() ? text : change(text, first).text();
    }

    @Override
    public Redaction inspect(String text) {
        Pass first = read(new Text(text));
        if (first.findings.isEmpty()) {
            return new Redaction(text, List.of());
        }
        var change = change(text, first);
        return new Redaction(change.text(), change.findings());
    }

    private Change change(String text, Pass first) {
        var change = Change.of(text, first.findings, action);
        Pass pass = first;
        for (int passes = 1; passes < MOST_PASSES && !pass.settled; passes++) {
            pass = read(new Text(change.text()));
            if (pass.findings.isEmpty()) {
                break;
            }
            change = change.then(pass.findings, action);
        }
        return change;
    }

    /**
     * What one reading finds.
     *
     * @param findings in order and without overlap
     * @param settled whether the result surely holds nothing more: every detector that was asked took something, and a
     *     mask gives none of them a reason to be asked
     */
    record Pass(List<Redaction.Finding> findings, boolean settled) {}

    Pass read(Text text) {
        if (PrivateKeyDetector.isBodyLine(text)) {
            return new Pass(List.of(new Redaction.Finding(0, text.length(), PrivateKeyDetector.KIND)), true);
        }
        List<Redaction.Finding> findings = List.of();
        boolean settled = true;
        int state = Triggers.START;
        int i = 0;
        while (i < text.length()) {
            state = triggers.next(state, text.at(i++));
            if (triggers.hit(state)) {
                for (Detector detector : triggers.detectors(state)) {
                    Span span = detector.find(text, i);
                    if (span.found()) {
                        if (!detector.equals(masks)) {
                            findings = findings.isEmpty() ? new ArrayList<>() : findings;
                            findings.add(new Redaction.Finding(span.start(), span.end(), detector.kind()));
                        }
                        settled &= span.end() >= i;
                        i = Math.max(i, span.end());
                        text.hideBefore(span.end());
                        state = Triggers.START;
                        break;
                    }
                    settled = false;
                }
            }
        }
        return new Pass(findings, settled);
    }
}
