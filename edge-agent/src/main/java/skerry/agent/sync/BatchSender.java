package skerry.agent.sync;

import java.util.Optional;
import skerry.agent.budget.Step;
import skerry.agent.ring.Outbox;
import skerry.protocol.BatchKey;
import skerry.protocol.control.Ack;

/**
 * Decides which batch leaves when: lanes, window, byte rate, resends, probes. Reads a batch's bytes from the ring at the
 * moment it leaves and keeps none. Not thread-safe; lives as long as its session.
 */
final class BatchSender {
    /** Of a packet, for topic and properties. */
    private static final int PACKET_RESERVE = 1024;

    private final SessionSettings settings;
    private final Outbox outbox;
    private final Receipts receipts;
    private final Allowance allowance;
    private final Lanes lanes;
    private final TokenBucket bucket;
    private final Handover handover;
    private SendWindow window;
    private Pipe pipe = new Pipe();
    private int mostBatches = SendWindow.MOST_BATCHES;
    private int mostBytes = Integer.MAX_VALUE;
    private boolean helloDone;
    private Step step = Step.FULL;
    private long nextProbe;

    /** When the batch that waits for the bucket or for the next probe may go. */
    private long opens = Long.MAX_VALUE;

    private long tooLarge;

    /** Takes a batch to the carrier and says under which token. */
    @FunctionalInterface
    interface Handover {
        long publish(BatchKey key, byte[] bytes);
    }

    BatchSender(
            SessionSettings settings,
            Outbox outbox,
            Receipts receipts,
            Allowance allowance,
            Handover handover,
            long nowMillis) {
        this.settings = settings;
        this.outbox = outbox;
        this.receipts = receipts;
        this.allowance = allowance;
        this.handover = handover;
        this.lanes = new Lanes(outbox);
        this.bucket = new TokenBucket(settings.bytesPerSecond(), nowMillis);
        this.window = newWindow();
    }

    /** A connection begins: what was under way is gone with the old one. */
    void connected(int receiveMaximum, int maximumPacketBytes) {
        mostBatches = Math.max(1, receiveMaximum / 2);
        mostBytes = maximumPacketBytes - PACKET_RESERVE;
        tooLarge = 0;
        lanes.connected();
        disconnected();
    }

    /** The connection is gone, or nothing may be sent on it. */
    void disconnected() {
        window = newWindow();
        pipe = new Pipe();
        helloDone = false;
        nextProbe = 0;
        opens = Long.MAX_VALUE;
    }

    /** The hub is asked what it holds; until it answers, only events flow. */
    void helloOpen() {
        helloDone = false;
    }

    /** @param newHub whether another hub process answered than before on this connection */
    void helloAnswered(boolean newHub) {
        helloDone = true;
        window.remove(receipts::covers);
        window.greeted();
        lanes.rewind();
        if (newHub) {
            window.suspectAll();
        }
    }

    void more() {
        lanes.more();
    }

    /** The hub is there and listens. */
    void hubPresent() {
        window.hurry();
    }

    /** Whether batches are sent again and again and no receipt comes. */
    boolean isStuck() {
        return window.isStuck();
    }

    int inFlight() {
        return window.size();
    }

    /** Batches of this connection that its broker takes no packet for. */
    long tooLarge() {
        return tooLarge;
    }

    /**
     * The broker has it. Nothing is freed.
     *
     * @param dropped whether the broker says that it has nobody to give it to
     */
    void taken(long token, boolean dropped, long now) {
        pipe.taken(token, now);
        window.taken(token, now, dropped);
    }

    /** Receipts have come in. */
    void receipted() {
        window.remove(receipts::covers);
    }

    void later(BatchKey key, long afterMillis, long now) {
        window.later(key, now, afterMillis);
    }

    /** The hub holds a batch whose dictionary it misses. */
    void askedFor(BatchKey chunk) {
        if (!window.holds(chunk) && receipts.covers(chunk)) {
            lanes.ask(chunk);
        }
    }

    void refused(BatchKey key, Ack.Reason reason) {
        receipts.refused(key, reason);
        window.remove(receipts::covers);
    }

    /**
     * Sends what may be sent now.
     *
     * @param allowed by the byte budget
     */
    void advance(Step allowed, long now) {
        budget(allowed);
        bucket.limit(allowance.rate(settings.bytesPerSecond()), now);
        for (var late = window.due(now, this::isOpen, allowance.probesOnly(now));
                late.isPresent();
                late = window.due(now, this::isOpen, allowance.probesOnly(now))) {
            resend(late.get(), now);
        }
        opens = Long.MAX_VALUE;
        for (var next = find(); next.isPresent() && fits(next.get(), now); next = find()) {
            send(next.get(), now);
        }
    }

    private void budget(Step allowed) {
        if (allowed.compareTo(step) < 0) {
            if (step.sendsMinutes()) {
                lanes.rewind();
            } else {
                lanes.reopened(); // What waited meanwhile has become history.
            }
        } else if (allowed.compareTo(step) > 0) {
            // What waits must not be sent again, nor keep its place from what still goes.
            window.dropIf(entry -> !entry.lane().isWithin(allowed, entry.key().stream()));
        }
        step = allowed;
    }

    /** When {@link #advance} is next of use. */
    long wakeAt(long now) {
        long wake = Math.min(opens, window.nextDue(this::isOpen));
        return helloDone && !allowance.probesOnly(now) ? Math.min(wake, allowance.validUntil()) : wake;
    }

    private boolean isOpen(Lane lane) {
        return lane == Lane.EVENTS || (helloDone && allowance.open(lane));
    }

    private Optional<Lanes.Next> find() {
        return lanes.next(
                this::isOpen,
                (lane, stream) -> lane.isWithin(step, stream),
                key -> window.holds(key) || receipts.covers(key));
    }

    private boolean fits(Lanes.Next next, long now) {
        if (!window.hasRoom(next.bytes(), allowance.window(next.lane(), mostBatches, now))
                || !pipe.hasRoom(next.bytes())) {
            return false;
        }
        if (next.lane() == Lane.EVENTS) {
            return true;
        }
        if (allowance.probesOnly(now) && now < nextProbe) {
            opens = nextProbe;
            return false;
        }
        long wait = bucket.waitFor(allowance.weight(next.lane(), next.bytes()), now);
        if (wait > 0) {
            opens = now + wait;
        }
        return wait == 0;
    }

    private void send(Lanes.Next next, long now) {
        lanes.taken(next);
        var bytes = outbox.load(next.key());
        if (bytes.isEmpty()) {
            return;
        }
        int size = bytes.get().length;
        if (size > mostBytes) {
            tooLarge++;
            return;
        }
        nextProbe = now + window.rto();
        long token = handOver(next.key(), next.lane(), bytes.get(), now);
        window.add(next.key(), next.lane(), size, token);
    }

    private void resend(SendWindow.InFlight entry, long now) {
        var bytes = outbox.load(entry.key());
        if (bytes.isEmpty()) {
            window.drop(entry);
            return;
        }
        nextProbe = now + window.rto();
        window.sentAgain(entry, handOver(entry.key(), entry.lane(), bytes.get(), now));
    }

    private long handOver(BatchKey key, Lane lane, byte[] bytes, long now) {
        if (lane != Lane.EVENTS) {
            bucket.take(allowance.weight(lane, bytes.length), now);
        }
        receipts.sent(key);
        long token = handover.publish(key, bytes);
        pipe.handedOver(token, bytes.length, now);
        return token;
    }

    private SendWindow newWindow() {
        return new SendWindow(
                settings.resendFirst().toMillis(), settings.resendMost().toMillis());
    }
}
