package skerry.hub.ingest;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * What the hub says, on its way to the broker over one connection: in order, and never more unconfirmed than the broker
 * takes at once (MQTT 5, Receive Maximum, section 4.9), because Paho throws what is beyond. Nobody who speaks waits.
 * Thread-safe.
 */
final class Downlink implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Downlink.class.getName());

    private final Sender sender;
    private final IngestCounts counts;
    private final long maxBytes;
    private final Semaphore room;
    private final LinkedBlockingDeque<Waiting> waiting = new LinkedBlockingDeque<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread thread;

    /** Gives a message to the MQTT client. */
    interface Sender {
        void send(String topic, MqttMessage message) throws MqttException;
    }

    private record Waiting(String topic, MqttMessage message) {
        long bytes() {
            return message.getPayload().length;
        }
    }

    /**
     * @param window messages the broker takes unconfirmed, at least 1
     * @param maxBytes of messages that may wait; what is beyond is not said, and counted
     */
    Downlink(Sender sender, IngestCounts counts, int window, long maxBytes) {
        this.sender = sender;
        this.counts = counts;
        this.maxBytes = maxBytes;
        this.room = new Semaphore(window);
        thread = Thread.ofPlatform().name("ingest-down").daemon().start(this::run);
    }

    /** Says something to an agent after all that waits. */
    void say(String topic, MqttMessage message) {
        var last = new Waiting(topic, message);
        if (waitingBytes.addAndGet(last.bytes()) > maxBytes) {
            waitingBytes.addAndGet(-last.bytes());
            counts.unsaid();
            return;
        }
        waiting.addLast(last);
    }

    /** Says something to all before what waits, and in place of what was to be said there before: only the newest counts. */
    void sayFirst(String topic, MqttMessage message) {
        for (Waiting old : waiting) {
            if (old.topic().equals(topic) && waiting.remove(old)) {
                waitingBytes.addAndGet(-old.bytes());
            }
        }
        var first = new Waiting(topic, message);
        waitingBytes.addAndGet(first.bytes());
        waiting.addFirst(first);
    }

    /** Whether so much waits that what is large, and not urgent, had better wait elsewhere. */
    boolean isCrowded() {
        return waitingBytes.get() > maxBytes / 4;
    }

    /** The broker confirmed a message. */
    void confirmed() {
        room.release();
    }

    private void run() {
        try {
            while (true) {
                room.acquire();
                Waiting next = waiting.takeFirst();
                waitingBytes.addAndGet(-next.bytes());
                send(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Waiting next) {
        try {
            sender.send(next.topic(), next.message());
        } catch (MqttException e) {
            room.release();
            counts.unsaid();
            LOG.log(DEBUG, "not published to {0}: {1}", next.topic(), e.getMessage());
        } catch (RuntimeException e) {
            room.release();
            counts.unsaid();
            LOG.log(ERROR, "not published to " + next.topic(), e);
        }
    }

    /** What waits is not said: the connection is gone, and agents ask again over the next. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
