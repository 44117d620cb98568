package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogSource;

/**
 * Gives the files of one log their turns: oldest first, the next one only when the one before said everything, and rotated
 * ones for a while longer, for late lines. Looks less often the longer nothing came.
 */
final class FileChain {
    /** How long a rotated or deleted file is watched after it last grew. */
    private static final long GRACE_MILLIS = Duration.ofSeconds(30).toMillis();

    /** How long the file at the path waits for the end of a rotated one that keeps growing. */
    private static final long PATIENCE_MILLIS = Duration.ofSeconds(5).toMillis();

    private static final long SHORTEST_INTERVAL = Duration.ofMillis(100).toMillis();
    private static final long PATH_INTERVAL = Duration.ofSeconds(1).toMillis();
    private static final long GATE_INTERVAL = Duration.ofMillis(250).toMillis();
    private static final long RETRY_INTERVAL = Duration.ofSeconds(30).toMillis();

    private final TailContext context;
    private final Path path;
    private final LogSource source;
    private final LogFiles files;
    private List<FileMark> toRestore;
    private long rotatedAt;
    private long nextPathCheck;
    private long nextTurn;
    private boolean open;
    private long nextGateCheck;

    /** @param toRestore where an earlier run of the agent stopped */
    FileChain(TailContext context, Path path, LogSource source, LogFormat format, List<FileMark> toRestore) {
        this.context = context;
        this.path = path;
        this.source = source;
        this.files = new LogFiles(context, this, path, source, format);
        this.toRestore = List.copyOf(toRestore);
        this.nextPathCheck = context.mono.millis();
        this.nextTurn = nextPathCheck;
        this.nextGateCheck = nextPathCheck;
    }

    LogFiles files() {
        return files;
    }

    /** What a name says about a file in relation to this log; empty if it is not one of its former names. */
    Optional<RotatedName> rotatedName(Path other) {
        Path base = path.getFileName();
        Path name = other.getFileName();
        boolean beside = base != null && name != null && Objects.equals(path.getParent(), other.getParent());
        return beside ? RotatedName.of(base.toString(), name.toString()) : Optional.empty();
    }

    /** Whether nothing is left to follow. */
    boolean isFinished() {
        return files.isGone() && toRestore.isEmpty();
    }

    /** Milliseconds until the next turn, 0 or less if it is due. While the gate is closed, until it is asked again. */
    long dueIn(long now) {
        if (!open && now - nextGateCheck >= 0) {
            open = context.gate.isOpen(path, source);
            nextGateCheck = now + GATE_INTERVAL;
        }
        return open ? nextTurn - now : nextGateCheck - now;
    }

    /** Notes that a configured path led to one of the files. */
    void seen(TailedFile file, Path at, FileStat stat) {
        if (files.isCurrent(file)) {
            file.seenAgain(context.scan());
        } else {
            file.seen(context.scan(), stat);
            file.moveTo(at);
        }
        if (!file.isResting()) {
            nextTurn = Math.min(nextTurn, context.mono.millis());
        }
    }

    /** Sees at once which file is at the path. */
    void look() throws InterruptedException {
        try {
            lookAtPath(context.mono.millis());
        } catch (IOException e) {
            failed(e, context.mono.millis());
        }
    }

    private void lookAtPath(long now) throws IOException, InterruptedException {
        if (!toRestore.isEmpty()) {
            List<FileMark> marks = toRestore;
            files.restore(marks);
            toRestore = List.of();
        }
        if (files.lookAtPath()) {
            rotatedAt = now;
            nextTurn = now;
        }
        nextPathCheck = now + Math.max(PATH_INTERVAL, context.idleInterval());
    }

    /**
     * Looks at the path if that is due, and reads a bounded number of bytes.
     *
     * @return whether more can be read at once
     */
    boolean turn(long now) throws InterruptedException {
        try {
            if (now - nextPathCheck >= 0) {
                lookAtPath(now);
            }
            boolean more = read(now);
            context.problems.solved(path);
            return more;
        } catch (IOException e) {
            failed(e, now);
            return false;
        }
    }

    private void failed(IOException e, long now) {
        context.problems.report(path, e);
        context.counters.add(LogCount.READ_ERRORS, 1);
        nextTurn = now + RETRY_INTERVAL;
        nextPathCheck = nextTurn;
    }

    private boolean read(long now) throws IOException, InterruptedException {
        for (TailedFile file : files.inOrder()) {
            if (file.isCopy() || file.isResting()) {
                continue;
            }
            boolean rotated = !files.isCurrent(file);
            TailedFile.Turn turn;
            try {
                turn = file.turn(now, rotated);
            } catch (NoSuchFileException e) {
                files.moved(file);
                nextPathCheck = now;
                continue;
            }
            switch (turn) {
                case MORE -> {
                    nextTurn = now;
                    return true;
                }
                case REPLACED, UNKNOWN -> {
                    files.lookAround();
                    nextTurn = now;
                    return true;
                }
                case END -> {
                    if (rotated && !file.isSettled() && now - rotatedAt < PATIENCE_MILLIS) {
                        // The log goes on in the next file only when this one has said everything.
                        nextTurn = now + file.dueIn(now, true);
                        return false;
                    }
                }
            }
        }
        retire(now);
        schedule(now);
        return false;
    }

    /** Lets go of rotated files that are read to their end. */
    private void retire(long now) throws IOException, InterruptedException {
        List<TailedFile> followed = files.inOrder();
        for (TailedFile file : followed) {
            if (files.isCurrent(file) && file.isEmpty()) {
                // Its writer may not have moved on from the file before.
                return;
            }
        }
        var finished = new ArrayList<TailedFile>();
        for (TailedFile file : followed) {
            boolean idle = file.isCopy() || (file.isSettled() && file.idleFor(now) >= GRACE_MILLIS);
            if (!files.isCurrent(file) && idle && file.wasSeenIn(context.scan())) {
                file.rest();
            } else if (!files.isCurrent(file) && idle) {
                finished.add(file);
            }
        }
        if (!finished.isEmpty() && !files.addMissed()) {
            for (TailedFile file : finished) {
                files.retire(file);
            }
        }
    }

    private void schedule(long now) {
        long due = Long.MAX_VALUE;
        long idle = Long.MAX_VALUE;
        for (TailedFile file : files.inOrder()) {
            due = Math.min(due, file.dueIn(now, !files.isCurrent(file)));
            idle = Math.min(idle, file.idleFor(now));
        }
        long interval = Math.clamp(idle / 4, SHORTEST_INTERVAL, context.idleInterval());
        nextTurn = now + Math.min(due, interval);
    }

    void close() {
        files.close();
    }
}
