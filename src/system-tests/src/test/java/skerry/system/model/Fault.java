package skerry.system.model;

/** What a schedule does to its agent, its hub and the roads between them. */
enum Fault {
    MESSAGE_DROPPED,
    MESSAGE_DOUBLED,
    MESSAGE_DELAYED,
    CONNECTION_CUT,
    BROKER_DOWN,
    AGENT_KILLED,
    POWER_CUT,
    COMMITS_FORGOTTEN,
    DISK_WIPED,
    IMAGE_RESTORED,
    CLOCK_SET,
    RING_OVERFLOWED,
    /** Nothing in it could give way. */
    RING_STUCK,
    HUB_KILLED,
    HUB_ROLLED_BACK,
    HUB_LOADED,
    STICK_TAKEN,
    STICK_APPLIED,
    STICK_RECEIPT_BROUGHT,
    STICK_RECEIPT_LOST
}
