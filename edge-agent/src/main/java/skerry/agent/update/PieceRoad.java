package skerry.agent.update;

import java.time.Duration;
import java.util.Optional;
import skerry.protocol.update.Piece;
import skerry.protocol.update.Want;

/** How pieces come: one question at a time. Used by one thread. */
interface PieceRoad {
    /** Asks, and waits for the answer to this question; empty if none came within the limit. */
    Optional<Piece> ask(Want want, Duration limit) throws InterruptedException;

    /** Lets time pass. */
    void rest(Duration span) throws InterruptedException;
}
