package skerry.agent.sync;

import skerry.protocol.Bytes;

/**
 * A road to the hub that keeps a connection, such as MQTT. It carries and reports; what to carry when is the session's.
 * Driven by one thread; only {@link #disconnect} and {@link #close} may wait, and not longer than a few seconds.
 */
public interface Carrier extends AutoCloseable {
    /**
     * Begins an attempt. What becomes of it, and everything that the connection says later, goes into {@code inbox} under
     * this number, from threads of the carrier.
     *
     * @param will what the broker says when the connection is lost
     */
    void connect(long attempt, Bytes will, Inbox inbox);

    /** Asks for what is meant for this agent; answered by {@link SessionInput.Subscribed}. */
    void subscribe(long attempt);

    /** Sends; answered by {@link SessionInput.Published}, unless the connection is lost before. */
    void publish(long attempt, Publication publication);

    /** Ends the attempt or the connection and frees what it held, threads too. Does nothing if it was ended before. */
    void disconnect(long attempt);

    /** Ends what is open. */
    @Override
    void close();

    /** Where a carrier puts what happens. Never waits; thread-safe. */
    @FunctionalInterface
    interface Inbox {
        void put(SessionInput input);
    }
}
