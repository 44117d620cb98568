package skerry.agent.collect.logs;

/** What the log collectors count; nothing is changed or left out without one of these growing. */
public enum LogCount {
    /** Logical records handed over. */
    RECORDS,
    /** Source lines in those records. */
    LINES,
    /** Bytes read from files and the journal. */
    BYTES,
    /** Bytes that are not UTF-8; a U+FFFD stands for each such sequence. */
    INVALID_UTF8,
    /** Records that were longer than the limit and lost their tail. */
    CUT_RECORDS,
    /** Bytes of those tails. */
    CUT_BYTES,
    /** NUL bytes left out at the start of lines, as a crash leaves them in files. */
    NUL_BYTES,
    /** Lines that are not in the format of their source; kept as plain text. */
    MISFORMED,
    /** Files followed by another name after a rotation. */
    ROTATIONS,
    /** Files found shorter than what was read of them, or overwritten. */
    TRUNCATIONS,
    /** Files that vanished or were truncated while a part was known to be unread. */
    LOST_FILES,
    /** Files that were gone when the agent started again; whether something in them was unread is not known. */
    GONE_FILES,
    /** Records of pods whose annotations say that their logs are left aside; never collected. */
    OPTED_OUT,
    /** Records of pods that are not known, where such are left aside; never collected. */
    UNKNOWN_PODS,
    /** Attempts to read a file that the system refused. */
    READ_ERRORS,
    /** Starts of {@code journalctl} after the first. */
    JOURNAL_RESTARTS
}
