package skerry.agent.boot;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.host.Commands;
import skerry.agent.ring.BootEnd;
import skerry.agent.ring.Moment;
import skerry.agent.ring.RingReader;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/**
 * Tells by an event, once for each boot, why the machine was started again, and remembers it. Should the process be killed before that is
 * durable, the next one says it again with the same boot id. Thread-safe.
 */
public final class Boots implements Collector {
    private static final System.Logger LOG = System.getLogger(Boots.class.getName());

    /** The event's type. */
    public static final String EVENT = "boot";

    /** The event by which an agent says that it was asked to end. */
    public static final String STOPPED = RingEnds.STOP;

    private static final MetricFamily INFO = MetricFamily.gauge(
            "skerry_boot_info", "Why the boot before the present one ended, and how sure that is.", "cause", "sure");
    private static final int MOST_EVIDENCE = 900;

    private final Path file;
    private final RingFile ring;
    private final HostPaths paths;
    private final Commands commands;
    private final Bytes present;
    private final AtomicReference<BootBook> book;
    private Optional<BootEnd> end = Optional.empty();
    private Optional<Thread> thread = Optional.empty();

    /** Rounds until the book is written: the event is durable after the second. */
    private volatile int rounds;

    /** A ring that can be read. */
    @FunctionalInterface
    public interface RingFile {
        RingReader reader() throws SQLException;
    }

    /**
     * @param file the book
     * @param ring opens it, with nothing in it of the present boot that is collected from now on
     * @param present the kernel's id
     */
    public Boots(Path file, RingFile ring, HostPaths paths, Commands commands, Bytes present) {
        this.file = file;
        this.ring = ring;
        this.paths = paths;
        this.commands = commands;
        this.present = present;
        this.book = new AtomicReference<>(BootBook.read(file));
    }

    /** Reads how the ring ended, if the present boot is new; to be called before the first round. */
    public void look() {
        if (book.get().find(present).isPresent()) {
            return;
        }
        try (var reader = ring.reader()) {
            end = reader.endBefore(present, RingEnds.BACK_MILLIS, RingEnds::isWanted);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "nothing is told of why the machine was started again: {0}", e.getMessage());
        }
    }

    /**
     * Judges, if the present boot is new, in a thread of its own.
     *
     * @param told takes the event
     */
    public void start(Moment now, Consumer<Event> told) {
        if (book.get().find(present).isEmpty()) {
            thread = Optional.of(Thread.ofPlatform().name("boot").daemon().start(() -> judge(now, told)));
        }
    }

    /** Stops judging; it begins again with the next start. */
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }

    /** Waits until it has judged. */
    void await() throws InterruptedException {
        if (thread.isPresent()) {
            thread.get().join();
        }
    }

    private void judge(Moment now, Consumer<Event> told) {
        try {
            var inquiry = new BootInquiry(paths, commands);
            if (end.isEmpty()) {
                keep(new BootRecord(present, now.wallMillis(), Optional.empty()), inquiry.prints());
                return;
            }
            BootInquiry.Answer answer = inquiry.inquire(end.get(), book.get().prints());
            BootVerdict verdict = answer.verdict();
            LOG.log(Level.INFO, "the machine was started again: {0}", verdict.sentence());
            told.accept(event(now, verdict, end.get()));
            keep(new BootRecord(present, now.wallMillis(), Optional.of(verdict)), answer.prints());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Event event(Moment now, BootVerdict verdict, BootEnd before) {
        String evidence = String.join("; ", verdict.evidence());
        return new Event(
                EVENT,
                verdict.cause().isUnasked() ? Severity.WARNING : Severity.INFO,
                now.wallMillis(),
                now.monoMillis(),
                "started again: " + verdict.sentence(),
                Map.of(
                        "boot", present.hex(),
                        "before", before.bootId().hex(),
                        "reason", verdict.cause().word(),
                        "sure", verdict.sureness().word(),
                        "evidence", evidence.substring(0, Math.min(evidence.length(), MOST_EVIDENCE)),
                        "up", Long.toString(now.monoMillis() / 1000),
                        "lasted", Long.toString(before.monoLast() / 1000)));
    }

    private void keep(BootRecord boot, List<String> prints) {
        book.updateAndGet(known -> known.with(boot, prints));
        rounds = 2;
    }

    /** Takes note of a round; by the collecting thread. */
    public void collected() {
        int left = rounds;
        if (left > 0) {
            rounds = left - 1;
            if (left == 1) {
                write();
            }
        }
    }

    private void write() {
        try {
            book.get().write(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "why the machine was started again is not remembered: {0}", e.getMessage());
        }
    }

    /** The boots that are known, the newest first. */
    public List<BootRecord> known() {
        return book.get().boots().reversed();
    }

    @Override
    public String name() {
        return "boot";
    }

    @Override
    public void collect(SampleSink sink) {
        book.get()
                .find(present)
                .flatMap(BootRecord::verdict)
                .ifPresent(verdict -> sink.add(
                        INFO,
                        Labels.of(
                                "cause",
                                verdict.cause().word(),
                                "sure",
                                verdict.sureness().word()),
                        1));
    }
}
