package skerry.simulator;

/** What chaos does to a part of the demo, in the words that it prints. */
enum ChaosFault {
    HUB_KILLED(Target.HUB, "kill -9 the hub, start it again after %s", true),
    HUB_STOPPED(Target.HUB, "SIGSTOP the hub for %s", false),
    AGENT_KILLED(Target.AGENT, "kill -9 the agent of this machine, start it again after %s", false),
    AGENT_STOPPED(Target.AGENT, "SIGSTOP the agent of this machine for %s", false),
    LINK_CUT(Target.LINK, "cut %s", true),
    LINK_CUT_IN_A_PACKET(Target.LINK, "cut %s some bytes into a packet", true),
    LINK_DOWN(Target.LINK, "cut %s and let nothing through for %s", true),
    LINK_STALLED(Target.LINK, "stall %s for %s", false),
    LINK_UP_STALLED(Target.LINK, "stall %s towards the hub for %s", false),
    LINK_DOWN_STALLED(Target.LINK, "stall %s towards the sites for %s", false),
    LINK_DELAYED(Target.LINK, "delay %s by 700 ms for %s", false),
    LINK_SPLIT(Target.LINK, "split %s into pieces of a few bytes for %s", false),
    LINK_SLOW(Target.LINK, "slow %s to 4 KB a second for %s", false);

    /** What a fault befalls. */
    enum Target {
        HUB,
        AGENT,
        LINK
    }

    private final Target target;
    private final String words;
    private final boolean endsConnections;

    ChaosFault(Target target, String words, boolean endsConnections) {
        this.target = target;
        this.words = words;
        this.endsConnections = endsConnections;
    }

    Target target() {
        return target;
    }

    /** Whether it ends connections however short it is. */
    boolean endsConnections() {
        return endsConnections;
    }

    /** One line for whoever watches. */
    String told(String link, String length) {
        return target == Target.LINK ? words.formatted(link, length) : words.formatted(length);
    }
}
