package skerry.agent.privacy;

import java.util.List;

/** What redaction did to one text. */
public record Redaction(String text, List<Finding> findings) {
    public Redaction {
        findings = List.copyOf(findings);
    }

    /**
     * A span of the input that was taken out.
     *
     * @param start first {@code char} of the input, inclusive
     * @param end last {@code char} of the input, exclusive
     * @param kind such as {@code email} or {@code ipv4}
     */
    public record Finding(int start, int end, String kind) {}
}
