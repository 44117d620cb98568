package skerry.faults;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes what it is given to a socket, each piece at its time and in order. */
final class DelayLine {
    private static final int MOST_PIECES = 4_096;

    private final Socket to;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(MOST_PIECES);
    private final Thread thread =
            Thread.ofPlatform().name("proxy-write").daemon().unstarted(this::write);
    private volatile boolean broken;

    /** A run of bytes; an empty one ends the line. */
    private static final class Piece {
        private final byte[] bytes;
        private final long dueNanos;

        Piece(byte[] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }
    }

    DelayLine(Socket to) {
        this.to = to;
    }

    void start() {
        thread.start();
    }

    /** Waits while too much is under way; returns whether the other side still takes bytes. */
    boolean add(byte[] buffer, int count, long dueNanos) throws InterruptedException {
        var piece = new Piece(Arrays.copyOf(buffer, count), dueNanos);
        while (!broken && !pieces.offer(piece, 50, TimeUnit.MILLISECONDS)) {
            // The line is full: whoever sends has to wait, as on a real one.
        }
        return !broken;
    }

    /** Nothing more comes; waits until all of it is written. */
    void end() throws InterruptedException {
        add(new byte[0], 0, System.nanoTime());
        thread.join();
    }

    private void write() {
        try {
            var out = to.getOutputStream();
            for (Piece piece = pieces.take(); piece.bytes.length > 0; piece = pieces.take()) {
                long wait = piece.dueNanos - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                out.write(piece.bytes);
            }
        } catch (IOException e) {
            broken = true;
        } catch (InterruptedException e) {
            broken = true;
            Thread.currentThread().interrupt();
        }
    }
}
