package skerry.agent.sync;

/** What an agent hears, by topic. */
public enum Downlink {
    HELLO,
    ACK,
    COMMAND,
    HUB_STATE
}
