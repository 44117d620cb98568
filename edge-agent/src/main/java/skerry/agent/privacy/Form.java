package skerry.agent.privacy;

/**
 * Something that is personal where the text says so, or where it is the whole of a value, and that elsewhere may be any
 * number or name. Stateless and thread-safe; reads a fixed number of characters at most.
 */
interface Form {
    /**
     * The end of what starts at {@code start} and looks like it, or -1.
     *
     * @param told whether a word near says that it is there; otherwise it is the whole of some value
     */
    int end(Text text, int start, boolean told);
}
