package skerry.agent.collect.logs.journal;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.Checkpoints;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogTail;
import skerry.agent.collect.logs.LogsConfig;
import skerry.agent.collect.logs.lines.LineBuffer;
import skerry.platform.time.MonotonicClock;

/**
 * Follows the systemd journal through a {@code journalctl} process. The cursor of the last entry is stored only when
 * nothing before it is held back, so reading goes on exactly behind it. A process that ends is started again, at growing
 * intervals. Owned by one thread.
 */
public final class JournalTailer implements LogTail {
    private static final System.Logger LOG = System.getLogger(JournalTailer.class.getName());

    /** The row of the cursor. */
    public static final String CHECKPOINT_KEY = "journal";

    private static final int STEP_BYTES = 1 << 18;
    private static final int MAX_HELD_ENTRIES = 512;
    private static final int MAX_COMPLAINT = 1000;
    private static final int CURSOR_FAILURES = 3;

    /** An entry in JSON may be this many times longer than its message. */
    private static final int JSON_GROWTH = 6;

    private static final long QUIET_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final long LOOK_MILLIS = Duration.ofMillis(250).toMillis();
    private static final long FIRST_PAUSE_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final long LONGEST_PAUSE_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long HEALTHY_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final String FIELDS =
            "MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,UNIT,_SYSTEMD_UNIT,_SYSTEMD_USER_UNIT," + "_COMM,_PID,_TRANSPORT";

    private final String journalctl;
    private final List<String> units;
    private final LogIntake intake;
    private final LogCounters counters;
    private final MonotonicClock mono;
    private final Checkpoints checkpoints;
    private final LineBuffer buffer;
    private final JournalFormat format;
    private final JournalAssembler assembler;
    private final int maxEntryBytes;

    private boolean loaded;
    private boolean off;
    private @Nullable Process process;
    private @Nullable InputStream output;
    private StringBuilder complaint = new StringBuilder();
    private String stored = "";
    private String newest = "";
    private int heldEntries;
    private long newestAt;
    private long startedAt;
    private boolean gotAny;
    private int failures;
    private int starts;
    private long pause = FIRST_PAUSE_MILLIS;
    private long nextStart;
    private long skipToMicros = Long.MIN_VALUE;

    /** @param journalctl the program, by name or path */
    public JournalTailer(
            String journalctl,
            LogsConfig config,
            Checkpoints checkpoints,
            LogIntake intake,
            LogCounters counters,
            MonotonicClock mono) {
        this.journalctl = journalctl;
        this.units = config.journaldUnits();
        this.checkpoints = checkpoints;
        this.intake = intake;
        this.counters = counters;
        this.mono = mono;
        this.maxEntryBytes = config.maxLineBytes() * JSON_GROWTH;
        this.buffer = new LineBuffer(maxEntryBytes);
        this.format = new JournalFormat(maxEntryBytes, counters);
        this.assembler = new JournalAssembler(config.multiline(), config.maxLineBytes(), counters);
        this.nextStart = mono.millis();
    }

    @Override
    public boolean poll() throws InterruptedException {
        if (off) {
            return false;
        }
        long now = mono.millis();
        if (!loaded) {
            load();
        }
        InputStream stream = output;
        Process running = process;
        if (running == null || stream == null) {
            if (now - nextStart >= 0) {
                start(now);
            }
            return false;
        }
        // Asked before reading: what a process that ended has written is then all there.
        boolean alive = running.isAlive();
        try {
            readComplaint(running);
            if (read(stream, now)) {
                return true;
            }
        } catch (IOException e) {
            alive = false;
            complaint.append(e.getMessage());
        }
        if (!alive) {
            ended(now);
        }
        return false;
    }

    private void load() {
        for (Checkpoint checkpoint : checkpoints.load()) {
            if (checkpoint.sourceKey().equals(CHECKPOINT_KEY)) {
                stored = checkpoint.state();
                newest = stored;
            }
        }
        loaded = true;
    }

    private void start(long now) {
        var command = new ArrayList<>(List.of(
                journalctl,
                "--output=json",
                "--output-fields=" + FIELDS,
                "--all",
                "--follow",
                "--no-tail",
                "--no-pager",
                "--quiet"));
        Optional<Long> micros = Cursors.realtimeMicros(newest);
        skipToMicros = Long.MIN_VALUE;
        if (newest.isEmpty()) {
            command.add("--boot");
        } else if (failures >= CURSOR_FAILURES && micros.isPresent()) {
            // The journal may no longer know the cursor; the time in it is the next best.
            command.add("--since=@" + micros.get() / 1_000_000);
            skipToMicros = micros.get();
        } else {
            command.add("--after-cursor=" + newest);
        }
        units.forEach(unit -> command.add("--unit=" + unit));
        try {
            Process begun = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .start();
            process = begun;
            output = begun.getInputStream();
        } catch (IOException e) {
            off = true;
            LOG.log(
                    WARNING,
                    "{0} cannot be run, so the systemd journal is not collected; install it or turn journald off",
                    journalctl);
            LOG.log(DEBUG, "starting journalctl", e);
            return;
        }
        buffer.reset(0, false);
        complaint = new StringBuilder();
        startedAt = now;
        gotAny = false;
        counters.add(LogCount.JOURNAL_RESTARTS, starts++ == 0 ? 0 : 1);
    }

    /** Reads what is there; whether there may be more. */
    private boolean read(InputStream stream, long now) throws IOException, InterruptedException {
        int bytes = 0;
        while (bytes < STEP_BYTES) {
            int available = stream.available();
            if (available <= 0) {
                settle(now);
                return false;
            }
            int read = buffer.fill((_, target, from, length) -> stream.read(target, from, Math.min(length, available)));
            if (read <= 0) {
                return false;
            }
            bytes += read;
            counters.add(LogCount.BYTES, read);
            while (buffer.next()) {
                line(now);
            }
        }
        if (heldEntries >= MAX_HELD_ENTRIES) {
            handOver();
        }
        return true;
    }

    private void line(long now) throws InterruptedException {
        gotAny = true;
        Optional<JournalEntry> entry =
                buffer.cut() ? Optional.empty() : format.parse(buffer.bytes(), buffer.from(), buffer.to());
        if (entry.isEmpty() || entry.get().cursor().isEmpty()) {
            counters.add(LogCount.MISFORMED, 1);
            LOG.log(DEBUG, "journalctl printed a line that is no entry");
        } else if (!isKnown(entry.get().cursor())) {
            assembler.add(entry.get());
            newest = entry.get().cursor();
            newestAt = now;
            heldEntries++;
        }
    }

    private boolean isKnown(String cursor) {
        return skipToMicros != Long.MIN_VALUE && Cursors.realtimeMicros(cursor).orElse(Long.MAX_VALUE) <= skipToMicros;
    }

    /** Hands over what is complete, with everything before it, so that one cursor tells all. */
    private void settle(long now) throws InterruptedException {
        if (heldEntries == 0) {
            return;
        }
        assembler.pause();
        if (!assembler.isHolding() || heldEntries >= MAX_HELD_ENTRIES || now - newestAt >= QUIET_MILLIS) {
            handOver();
        }
    }

    private void handOver() throws InterruptedException {
        assembler.flush();
        for (LogRecord record : assembler.takeAll()) {
            intake.record(record);
        }
        heldEntries = 0;
        if (!newest.equals(stored)) {
            intake.checkpoint(new Checkpoint(CHECKPOINT_KEY, newest));
            stored = newest;
        }
    }

    private void readComplaint(Process running) throws IOException {
        InputStream errors = running.getErrorStream();
        int available = errors.available();
        if (available > 0) {
            String more = new String(errors.readNBytes(available), UTF_8);
            complaint.append(
                    more, 0, Math.min(more.length(), MAX_COMPLAINT - Math.min(MAX_COMPLAINT, complaint.length())));
        }
    }

    private void ended(long now) throws InterruptedException {
        handOver();
        failures = gotAny ? 0 : failures + 1;
        if (now - startedAt >= HEALTHY_MILLIS) {
            pause = FIRST_PAUSE_MILLIS;
        }
        LOG.log(
                failures <= 1 ? INFO : DEBUG,
                "{0} ended, starting it again in {1} s. It said: {2}",
                journalctl,
                pause / FIRST_PAUSE_MILLIS,
                complaint.toString().strip());
        stop();
        nextStart = now + pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }

    @Override
    public Duration untilDue() {
        if (off) {
            return Duration.ofMillis(Long.MAX_VALUE);
        }
        long until = process == null ? nextStart - mono.millis() : LOOK_MILLIS;
        return Duration.ofMillis(Math.max(0, until));
    }

    private void stop() {
        Process running = process;
        process = null;
        output = null;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(1, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
