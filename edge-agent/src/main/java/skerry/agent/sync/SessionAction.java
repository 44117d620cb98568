package skerry.agent.sync;

import skerry.protocol.Bytes;
import skerry.protocol.control.Command;

/** What a session wants done. All actions of one step are to be done in their order. */
public sealed interface SessionAction {
    /**
     * Open a connection; the outcome comes back as an input with the same number.
     *
     * @param will what the broker says when the connection is lost
     */
    record Connect(long attempt, Bytes will) implements SessionAction {}

    /** Ask for everything that is meant for this agent, and for the hub's state. */
    record Subscribe(long attempt) implements SessionAction {}

    record Publish(long attempt, Publication publication) implements SessionAction {}

    /** End the connection or the attempt; nothing more is to come from it. */
    record Disconnect(long attempt) implements SessionAction {}

    /** Tell a person, once, in one sentence. */
    record Raise(String sentence) implements SessionAction {}

    /**
     * Look whether to do what the hub asks for.
     *
     * @param thisConnection whether the command names the connection that it came by
     */
    record Obey(Command command, boolean thisConnection) implements SessionAction {}

    /** A piece of a release came; nobody has looked at it. */
    record TakePiece(Bytes piece) implements SessionAction {}

    /**
     * The hub's wall clock, from a signed answer.
     *
     * @param hubNowMillis UTC epoch milliseconds somewhere within the round trip
     * @param roundTripMillis from question to answer; half of it bounds the error
     */
    record HubClock(long hubNowMillis, long roundTripMillis) implements SessionAction {}
}
