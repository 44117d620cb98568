package skerry.agent.sync;

/** Where a session stands. Source: sync protocol, section 12. */
public enum SessionState {
    /** Not connected; the next attempt has its time. */
    OFFLINE,
    /** Not connected by arrangement: the next window of the node's contact has its time. */
    RESTING,
    /** An attempt is under way. */
    CONNECTING,
    /** Connected, and the hub has not said yet what it holds: only live and events flow. */
    HELLO,
    /** Batches flow. */
    STREAMING,
    /** Connected, but the hub is away, out of credit or overloaded: live, events and single probes flow. */
    PAUSED,
    /** Refused, or thrown out again and again: a slow retry, and a person should look. */
    BLOCKED
}
