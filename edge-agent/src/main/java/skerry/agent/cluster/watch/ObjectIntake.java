package skerry.agent.cluster.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes the objects of one kind. Called by one thread. */
public interface ObjectIntake {
    /** A list begins: whatever it does not hold when it ends is gone. */
    void listBegins();

    /** An object as it is now. */
    void put(ObjectNode object);

    /** An object is gone. */
    void remove(ObjectNode object);

    /**
     * The list is whole.
     *
     * @param version of the server's data at that moment
     */
    void listEnds(String version);

    /** Who asks may not read this kind, or the server has none of it; this may change. */
    default void refused() {}
}
