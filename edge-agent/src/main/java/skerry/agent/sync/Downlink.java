package skerry.agent.sync;

/** What an agent hears, by topic. */
public enum Downlink {
    HELLO,
    ACK,
    COMMAND,
    PIECE,
    HUB_STATE
}
