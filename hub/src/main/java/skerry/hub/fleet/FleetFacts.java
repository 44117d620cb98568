package skerry.hub.fleet;

import skerry.hub.store.Agent;

/** What the hub knows of its nodes at this moment; answered from memory. Thread-safe. */
public interface FleetFacts {
    NodeStatus of(Agent agent);

    /** When the hub itself was down, as far back as contracts look. */
    Downtime downtime();
}
