package skerry.hub.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import skerry.protocol.Uid;

/**
 * Sites and the agents at them. Answers come from memory, so that every packet can ask; changes are durable when the call
 * returns. Thread-safe.
 */
public interface AgentRegistry {
    /** No node outlives more hardware than this in a store's life. */
    int MOST_REPLACED = 32;

    /** The agent of that uid, retired or not. */
    Optional<Agent> find(Uid uid);

    /** All agents, retired ones too, ordered by site and node. */
    List<Agent> agents();

    /**
     * A node over its hardware, the newest first: this agent, the one that it replaced, the one before, up to
     * {@value #MOST_REPLACED} of them.
     */
    default List<Agent> lineage(Agent agent) {
        var lineage = new ArrayList<Agent>();
        Optional<Agent> next = Optional.of(agent);
        while (next.isPresent() && lineage.size() < MOST_REPLACED && !lineage.contains(next.get())) {
            lineage.add(next.get());
            next = next.get().replaces().flatMap(this::find);
        }
        return lineage;
    }

    Optional<Site> site(String id);

    /** All sites, ordered by id. */
    List<Site> sites();

    /** The agents at a site that are not retired, ordered by node. */
    List<Agent> agentsAt(String site);

    /**
     * Adds a site.
     *
     * @throws StoreException if there is one of that id
     */
    void addSite(Site site);

    /**
     * Replaces a site of the same id.
     *
     * @throws StoreException if there is none
     */
    void changeSite(Site site);

    /**
     * Adds an agent.
     *
     * @throws StoreException if the uid is enrolled already, the site is unknown, or an agent of the site that is not
     *     retired has that node name
     */
    void addAgent(Agent agent);

    /**
     * Replaces an agent of the same uid: moved, renamed, retired, restored.
     *
     * @throws StoreException as {@link #addAgent}, or if the uid is unknown
     */
    void changeAgent(Agent agent);

    /** Calls {@code listener} after each change of an agent, on the thread that changed it. */
    void onChange(Consumer<Agent> listener);
}
