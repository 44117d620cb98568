package skerry.agent.update;

import skerry.protocol.Bytes;
import skerry.protocol.update.UpgradeNews;

/** What an upgrade needs of the agent around it. Thread-safe. */
public interface AgentSide {
    /** Sends a wish for a piece to the hub, if the link has room for it now; never waits. */
    void want(Bytes want);

    /** Stores how far it is, for the hub and for the site's own record. */
    void tell(UpgradeNews news);

    Health health();

    /**
     * How this agent is.
     *
     * @param ready it has collected, and its ring stands
     * @param ring a batch was stored durably since its start
     * @param receipt the hub has confirmed a batch since its start
     * @param link {@code connected}, {@code resting} outside of its hours, or {@code dark}
     */
    record Health(boolean ready, boolean ring, boolean receipt, String link) {}
}
