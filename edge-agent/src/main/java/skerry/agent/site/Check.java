package skerry.agent.site;

/**
 * One line of the technician's page.
 *
 * @param name one word: {@code Power}, {@code Disk}
 * @param text what is measured, for a person
 * @param advice what to do; empty if nothing is
 */
public record Check(String name, Mark mark, String text, String advice) {
    /** Whether it is well. */
    public enum Mark {
        GOOD,
        LOOK,
        /** This machine does not tell. */
        UNKNOWN
    }

    static Check good(String name, String text) {
        return new Check(name, Mark.GOOD, text, "");
    }

    static Check look(String name, String text, String advice) {
        return new Check(name, Mark.LOOK, text, advice);
    }

    static Check unknown(String name, String text) {
        return new Check(name, Mark.UNKNOWN, text, "");
    }
}
