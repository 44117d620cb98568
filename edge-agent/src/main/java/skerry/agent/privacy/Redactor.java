package skerry.agent.privacy;

/** Takes personal data and secrets out of text. Thread-safe; linear in the text's length. */
public interface Redactor {
    /** The text with every finding replaced; the same object when nothing was found. */
    String redact(String text);

    /** The findings and the redacted text, for previews. */
    Redaction inspect(String text);

    /** Names the rules in force; goes into the header of every batch. */
    String policyId();
}
