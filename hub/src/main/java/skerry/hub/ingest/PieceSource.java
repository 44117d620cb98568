package skerry.hub.ingest;

import java.util.Optional;
import skerry.protocol.Uid;

/** Answers agents that ask for a piece of a release. Thread-safe, and quick: agents are heard by one thread. */
@FunctionalInterface
public interface PieceSource {
    /** Of a hub that has no releases. */
    PieceSource NONE = (_, _, _) -> Optional.empty();

    /**
     * Answers what an agent published.
     *
     * @param crowded whether so much waits to be said already that pieces have to wait
     * @return empty if it is not to be answered
     */
    Optional<byte[]> answer(Uid uid, byte[] message, boolean crowded);
}
