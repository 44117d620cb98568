package skerry.hub.store;

import java.util.List;
import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.control.CommandType;

/** Commands to agents, and their answers. Durable when a call returns; thread-safe. */
public interface Orders {
    /** How many of one agent may be open at once. */
    int MOST_OPEN = 8;

    /** @throws StoreException if there is no such agent, or too many of its commands are open */
    void add(Order order);

    Optional<Order> find(Bytes id);

    /** The latest of an agent, the newest first. */
    List<Order> of(Uid uid);

    /** Those of a type that were given since a moment, of any agent. */
    List<Order> since(CommandType type, long from);

    /** Those of an agent that are open, the oldest first. Quick where there are none. */
    List<Order> open(Uid uid, long now);

    /** Takes note that a command is being sent, and returns it with a number above all that this agent ever saw. */
    Order send(Bytes id, long now);

    /**
     * Ends a command that is open; one that was sent may run all the same.
     *
     * @return whether it was open
     */
    boolean cancel(Bytes id, long now);

    /** Notes what came of comparing the answer of a ticket with what the hub was told before. */
    void verdict(Bytes id, String verdict);

    /**
     * The file that an agent answered with.
     *
     * @return empty if there is none, its day was deleted, or it was erased
     */
    Optional<byte[]> content(Bytes id);

    /** Whether the file held, or may have held, lines of a pattern that was erased, and so was emptied. */
    boolean isErased(Bytes id);
}
