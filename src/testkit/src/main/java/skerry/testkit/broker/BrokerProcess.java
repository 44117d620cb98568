package skerry.testkit.broker;

import java.io.IOException;

/**
 * An MQTT 5 broker of its own, on loopback and a port that stays the same over restarts. It takes any user and password
 * unless its maker says otherwise. Starts stopped; owned by one thread.
 */
public interface BrokerProcess extends AutoCloseable {
    /** Such as {@code mosquitto 2.0.11}. */
    String name();

    String host();

    /** Valid once started. */
    int port();

    /** Starts it, or starts it again, and waits until it takes connections. */
    void start() throws IOException, InterruptedException;

    /** Stops it in good order, so that it can write what it keeps. */
    void stop() throws InterruptedException;

    /** Ends it as a power cut would. */
    void kill() throws InterruptedException;

    /** Kills it if it runs, and removes its files. */
    @Override
    void close();
}
