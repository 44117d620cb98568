package skerry.agent.sync;

import skerry.agent.left.LeftKind;
import skerry.agent.left.LeftLedger;
import skerry.agent.left.LeftRoad;
import skerry.protocol.Bytes;

/** A carrier of which everything that it is given is noted in the ledger of what left, a moment before. Driven by one thread. */
public final class CountedCarrier implements Carrier {
    private static final String SESSION =
            "this agent's id, version, and how many batches it has of each stream; no record is in it";

    private final Carrier carrier;
    private final LeftLedger ledger;
    /** Of the present attempt, until it is a connection; 0 once it is noted. */
    private int will;

    public CountedCarrier(Carrier carrier, LeftLedger ledger) {
        this.carrier = carrier;
        this.ledger = ledger;
    }

    @Override
    public void connect(long attempt, Bytes lastWill, Inbox inbox) {
        will = lastWill.size();
        carrier.connect(attempt, lastWill, inbox);
    }

    /** Only on a connection that stands, so that the will has left by now. */
    @Override
    public void subscribe(long attempt) {
        if (will > 0) {
            ledger.message(LeftRoad.LINK, LeftKind.SESSION, will, SESSION);
            will = 0;
        }
        carrier.subscribe(attempt);
    }

    @Override
    public void publish(long attempt, Publication publication) {
        byte[] payload = publication.payload();
        switch (publication.uplink()) {
            case BATCH -> ledger.batch(LeftRoad.LINK, publication.key().orElseThrow(), payload);
            case LIVE -> ledger.live(LeftRoad.LINK, payload);
            case HELLO, STATE -> ledger.message(LeftRoad.LINK, LeftKind.SESSION, payload.length, SESSION);
            case WANT ->
                ledger.message(
                        LeftRoad.LINK, LeftKind.WANTS, payload.length, "which piece of which release is asked for");
        }
        carrier.publish(attempt, publication);
    }

    @Override
    public void disconnect(long attempt) {
        carrier.disconnect(attempt);
    }

    @Override
    public void close() {
        carrier.close();
    }
}
