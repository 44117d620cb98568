package skerry.agent.privacy;

/** What is put in the place of a finding. */
interface Action {
    /** Shows the kind of what was there, such as {@code <email>}, and nothing else of it. */
    Action MASK = (kind, found) -> "<" + kind + ">";

    /** What replaces {@code found}; no detector may take it for a finding again. */
    String replacement(String kind, String found);
}
