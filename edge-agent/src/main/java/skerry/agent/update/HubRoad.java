package skerry.agent.update;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.update.Piece;
import skerry.protocol.update.Want;

/**
 * Pieces by the link to the hub. What comes unasked is dropped. {@link #came} and {@link #close} may be called by any thread and never
 * wait; after the latter whoever waits here is told by an {@link InterruptedException}. It is no interruption of the thread, which would
 * close the file that it writes.
 */
final class HubRoad implements PieceRoad, AutoCloseable {
    private static final Bytes END = Bytes.of(new byte[0]);

    private final AgentSide side;
    private final MonotonicClock clock;
    private final BlockingQueue<Bytes> arrived = new ArrayBlockingQueue<>(2);
    private final CountDownLatch closed = new CountDownLatch(1);

    HubRoad(AgentSide side, MonotonicClock clock) {
        this.side = side;
        this.clock = clock;
    }

    void came(Bytes piece) {
        if (!arrived.offer(piece)) {
            // More than was asked for: whatever is dropped here is asked for again.
            arrived.poll();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        came(END);
    }

    private void requireOpen() throws InterruptedException {
        if (closed.getCount() == 0) {
            throw new InterruptedException("the agent ends");
        }
    }

    @Override
    public Optional<Piece> ask(Want want, Duration limit) throws InterruptedException {
        arrived.clear();
        side.want(Bytes.of(want.encode()));
        long until = clock.millis() + limit.toMillis();
        for (long left = limit.toMillis(); left > 0; left = until - clock.millis()) {
            requireOpen();
            Bytes bytes = arrived.poll(left, TimeUnit.MILLISECONDS);
            requireOpen();
            if (bytes != null) {
                Optional<Piece> answer = answer(bytes, want);
                if (answer.isPresent()) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Piece> answer(Bytes bytes, Want want) {
        try {
            Piece piece = Piece.decode(bytes.toArray());
            return Optional.of(piece)
                    .filter(answer -> answer.digest().equals(want.digest()) && answer.offset() == want.offset());
        } catch (ProtocolException e) {
            return Optional.empty(); // Anybody may say anything there; the hub is asked again.
        }
    }

    @Override
    public void rest(Duration span) throws InterruptedException {
        if (closed.await(span.toMillis(), TimeUnit.MILLISECONDS)) {
            requireOpen();
        }
    }
}
