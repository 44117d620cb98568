package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Redacts by a policy, in one pass over the text.
 *
 * <p>An automaton of all triggers reads each character once; a detector is asked only where one of its triggers ends, and
 * what it takes is not looked at again. Most lines hold no trigger and cost nothing but that reading. A text in which
 * something was found is read again, until nothing more is found, if a detector that was asked in vain had looked at what
 * is a mask now, which is a boundary that it did not see; so redacting twice changes nothing. Immutable and thread-safe.
 */
public final class PolicyRedactor implements Redactor {
    /** More passes than any text needs, as the tests try; a bound all the same, so that the work is. */
    private static final int MOST_PASSES = 8;

    /** Its automaton takes half a MiB, so there is one, and none where nobody asks for it. */
    private static final class Standard {
        static final Redactor REDACTOR = new PolicyRedactor(Policy.standard(), Optional.empty());
    }

    private final Detector masks;
    private final Triggers triggers;
    /** Those that are also asked whether the whole text is what they look for. */
    private final OpenValueDetector[] wholes;

    private final Replacements replacements;
    private final AllowList.Allowed allowed;
    private final String id;

    /** @param pseudonyms needed where the policy has some */
    PolicyRedactor(Policy policy, Optional<Pseudonyms> pseudonyms) {
        this.masks = new MaskDetector(policy.actions().keySet());
        var all = new ArrayList<Detector>(policy.detectors());
        all.addFirst(masks);
        this.triggers = new Triggers(all);
        this.wholes = policy.detectors().stream()
                .filter(OpenValueDetector.class::isInstance)
                .map(OpenValueDetector.class::cast)
                .toArray(OpenValueDetector[]::new);
        this.replacements = new Replacements(policy.actions(), pseudonyms);
        this.allowed = policy.allowed().compiled();
        this.id = policy.id();
    }

    /** With the rules that every agent has, and a mask for every finding: for those who have no site's key. */
    public static Redactor standard() {
        return Standard.REDACTOR;
    }

    /** By a site's rules, with a mask for every finding: for previews, which have no key. */
    public static Redactor masked(PrivacySettings settings) {
        return new PolicyRedactor(Policy.masked(settings), Optional.empty());
    }

    /** By what a site says, with its key. */
    public static Redactor of(PrivacySettings settings, SiteKey key) {
        return of(settings, key, SiteNames.NONE);
    }

    /** By what a site says, with its key and the names of its hosts. */
    public static Redactor of(PrivacySettings settings, SiteKey key, SiteNames names) {
        return new PolicyRedactor(Policy.of(settings, names), Optional.of(new Pseudonyms(key)));
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
        var change = Change.of(text, first.findings, replacements);
        Pass pass = first;
        for (int passes = 1; passes < MOST_PASSES && !pass.settled; passes++) {
            pass = read(new Text(change.text()));
            if (pass.findings.isEmpty()) {
                break;
            }
            change = change.then(pass.findings, replacements);
        }
        return change;
    }

    /**
     * What one reading finds.
     *
     * @param findings in order and without overlap
     * @param settled whether the result surely holds nothing more: no detector that was asked in vain looked at anything
     *     that was taken, so that each would answer the same, and a mask gives none of them a reason to be asked
     */
    record Pass(List<Redaction.Finding> findings, boolean settled) {
        static final Pass NOTHING = new Pass(List.of(), true);
    }

    Pass read(Text text) {
        if (PrivateKeyDetector.isBodyLine(text)) {
            return new Pass(List.of(new Redaction.Finding(0, text.length(), PrivateKeyDetector.KIND)), true);
        }
        List<Redaction.Finding> findings = List.of();
        boolean settled = true;
        int lookedTo = -1;
        int state = Triggers.START;
        int i = 0;
        int length = text.length();
        while (i < length) {
            state = triggers.next(state, text.here(i++));
            if (triggers.hit(state)) {
                for (Detector detector : triggers.detectors(state)) {
                    text.startLooking();
                    Span span = detector.find(text, i);
                    if (span.found()) {
                        Span mask = enclosing(text, span);
                        if (mask.found()) {
                            span = mask;
                        } else if (!detector.equals(masks) && !allowed.allows(text, span)) {
                            findings = findings.isEmpty() ? new ArrayList<>() : findings;
                            findings.add(new Redaction.Finding(span.start(), span.end(), detector.kind()));
                        }
                        // What lies between the trigger and a span further on was not read at all.
                        settled &= span.end() >= i && span.start() <= i && span.start() > lookedTo;
                        i = Math.max(i, span.end());
                        text.hideBefore(span.end());
                        state = Triggers.START;
                        break;
                    }
                    settled &= !text.lookedBehind();
                    lookedTo = Math.max(lookedTo, text.highest());
                }
            }
        }
        return findings.isEmpty() ? whole(text) : new Pass(findings, settled);
    }

    /** The mask whose inside a detector took for something of its own, as it may where {@code <} and {@code >} enclose values. */
    private Span enclosing(Text text, Span span) {
        return text.at(span.start() - 1) == '<' ? masks.find(text, span.start()) : Span.NONE;
    }

    /** A text in which nothing was found may itself be a number or name that stands alone. */
    private Pass whole(Text text) {
        if (OpenValueDetector.mayBeAlone(text)) {
            for (OpenValueDetector whole : wholes) {
                Span span = whole.alone(text);
                if (span.found() && !allowed.allows(text, span)) {
                    return new Pass(List.of(new Redaction.Finding(span.start(), span.end(), whole.kind())), true);
                }
            }
        }
        return Pass.NOTHING;
    }
}
