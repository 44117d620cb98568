package skerry.agent.privacy;

/** Takes personal data and secrets out of text. Thread-safe; linear in the text's length. */
public interface Redactor {
    /** The text with every finding replaced; the same object when nothing was found. */
    String redact(String text);

    /**
     * The value of a label or attribute with every finding replaced: its name tells what it is, and that a number stands
     * alone in it tells nothing.
     */
    default String redactValue(String name, String value) {
        String head = name + "=\"";
        String text = head + value + "\"";
        String redacted = redact(text);
        if (redacted.equals(text)) {
            return value;
        }
        boolean framed = redacted.length() > head.length() && redacted.startsWith(head) && redacted.endsWith("\"");
        return framed ? redacted.substring(head.length(), redacted.length() - 1) : redact(value);
    }

    /**
     * The value of a label of a series or log: as {@link #redactValue}, but for the names of a cluster's nodes, which are what
     * its series are told apart by, and of which some look like those of any host.
     */
    default String redactLabel(String name, String value) {
        return isNodeName(name, value) ? value : redactValue(name, value);
    }

    private static boolean isNodeName(String label, String value) {
        if (!label.equals("node") && !label.equals("nodename")) {
            return false;
        }
        boolean letter = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            letter |= c >= 'a' && c <= 'z';
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '.') {
                return false;
            }
        }
        return letter;
    }

    /** The findings and the redacted text, for previews. */
    Redaction inspect(String text);

    /** Names the rules in force; goes into the header of every batch. */
    String policyId();
}
