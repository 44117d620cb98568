package skerry.agent.site;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import skerry.agent.alert.AlertBoard;
import skerry.agent.boot.BootRecord;
import skerry.agent.budget.BudgetView;
import skerry.agent.ring.LeftAccount;
import skerry.agent.ticket.TicketFolder;

/** What the site server shows, and what it can do. Thread-safe. */
public interface SiteView {
    NodeFacts facts();

    LatestSamples samples();

    BudgetView budget();

    /** How the alerts of this node stand. */
    AlertBoard alerts();

    /** The boots of this machine that are known, the newest first. */
    List<BootRecord> starts();

    /** What left this site. */
    LeftAccount left();

    /** The samples of the last round as Prometheus text 0.0.4. */
    void exposition(Appendable out) throws IOException;

    /** Why the agent is not ready, as one sentence; empty when it collects and stores. */
    Optional<String> notReady();

    /**
     * Notes that somebody knows of an alert.
     *
     * @param by who, as they call themselves
     * @return false if no alert of this key fires
     */
    boolean acknowledge(String key, String by);

    /** What the hub asked for and waits for a person here. */
    TicketFolder tickets();

    /** Asks for a connection attempt now. */
    void tryLink();

    /** Notes who did what; becomes an event. */
    void audit(String action, String result, String from);
}
