package skerry.agent.sync;

import skerry.protocol.BatchKey;
import skerry.protocol.Stream;
import skerry.protocol.Uid;

/** Messages for tests of carriers, which only sessions make otherwise. */
public final class TestPublications {
    private TestPublications() {}

    /** A minute batch. */
    public static Publication batch(Uid uid, long seq, long token, byte[] payload) {
        return Publication.batch(new BatchKey(uid, 1, Stream.MINUTES, seq), token, payload);
    }

    public static Publication control(Uplink uplink, long token, byte[] payload) {
        return Publication.control(uplink, token, payload);
    }
}
