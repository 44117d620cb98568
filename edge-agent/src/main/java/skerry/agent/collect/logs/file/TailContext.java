package skerry.agent.collect.logs.file;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.LogsConfig;
import skerry.agent.collect.logs.lines.FirstLines;
import skerry.agent.collect.logs.lines.LineAssembler;
import skerry.agent.collect.logs.lines.LineBuffer;
import skerry.platform.time.MonotonicClock;

/** What the files of one tailer share: buffers, limits, clocks and the place where records go. */
final class TailContext {
    /** Memory of lines held back in all files together; beyond it a file is read again from where its line began. */
    private static final long MAX_HELD_BYTES = 1 << 20;

    private static final long IDLE_INTERVAL = Duration.ofSeconds(1).toMillis();

    /** More files are each looked at less often, so that all together cost the same. */
    private static final long IDLE_INTERVAL_PER_FILE = Duration.ofMillis(5).toMillis();

    /** The row that says when all paths were looked at; a file's row has a path in its key. */
    static final String LOOK_KEY = "files";

    final LogIntake intake;
    final LogCounters counters;
    final InstantSource clock;
    final MonotonicClock mono;
    final LineBuffer buffer;
    final LineAssembler.Context lines;
    final OpenFiles openFiles;
    final FileRegistry registry = new FileRegistry();
    final Problems problems = new Problems();
    final PathGlobs globs;
    final FileGate gate;

    private long heldBytes;
    private long scan;
    private long lastLookMillis;
    private long presentLookMillis;
    private long idleInterval = IDLE_INTERVAL;

    TailContext(
            LogsConfig config,
            LogIntake intake,
            LogCounters counters,
            InstantSource clock,
            MonotonicClock mono,
            FirstLines firstLines,
            FileGate gate) {
        this.gate = gate;
        this.intake = intake;
        this.counters = counters;
        this.clock = clock;
        this.mono = mono;
        this.buffer = new LineBuffer(config.maxLineBytes());
        this.lines = new LineAssembler.Context(
                config.multiline(), config.maxLineBytes(), intake::record, counters, clock, firstLines);
        this.openFiles = new OpenFiles(config.maxOpenFiles());
        this.globs = new PathGlobs(config.include(), config.exclude(), new Folders(clock, problems));
    }

    /** Accounts for a change in held bytes; whether all of them stay within the limit. */
    boolean hold(long change) {
        heldBytes += change;
        return heldBytes <= MAX_HELD_BYTES;
    }

    long heldBytes() {
        return heldBytes;
    }

    /** The number of the newest look at all configured paths. */
    long scan() {
        return scan;
    }

    /**
     * Since when rotated files count as unseen, UTC epoch milliseconds: the look at all paths before the present one, in
     * an earlier run if need be; {@link Long#MAX_VALUE} if there was none.
     */
    long lastLookMillis() {
        return lastLookMillis;
    }

    /** @param files how many are followed */
    void beginScan(int files) {
        scan++;
        lastLookMillis = presentLookMillis;
        presentLookMillis = clock.millis();
        idleInterval = Math.max(IDLE_INTERVAL, files * IDLE_INTERVAL_PER_FILE);
    }

    /** Takes up what earlier runs said about their last look. */
    void resume(OptionalLong stored) throws InterruptedException {
        lastLookMillis = stored.orElse(Long.MAX_VALUE);
        presentLookMillis = lastLookMillis;
        if (stored.isEmpty()) {
            intake.checkpoint(new Checkpoint(LOOK_KEY, Long.toString(clock.millis())));
        }
    }

    /** Longest time between two looks at a quiet file, milliseconds. */
    long idleInterval() {
        return idleInterval;
    }

    /** Counts a file that is gone with unread lines: at least one. */
    void lost(LogSource source, String cause) {
        counters.add(LogCount.LOST_FILES, 1);
        intake.lost(source, 1, cause);
    }

    /** Tells the intake that a file is gone for good, and till when all that was rotated was seen. */
    void forget(LogSource source, FileId id) throws InterruptedException {
        if (scan > 0) {
            intake.checkpoint(new Checkpoint(LOOK_KEY, Long.toString(presentLookMillis)));
        }
        intake.checkpoint(new Checkpoint(FileMark.key(source, id), ""));
    }
}
