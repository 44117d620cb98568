package skerry.agent.collect.logs.file;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.Checkpoints;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.LogTail;
import skerry.agent.collect.logs.LogsConfig;
import skerry.agent.collect.logs.lines.FirstLines;
import skerry.platform.time.MonotonicClock;

/**
 * Follows all files that the configured patterns lead to: looks for new ones, and gives each log its turn. Memory and open
 * files are bounded whatever the number of files. Owned by one thread.
 */
public final class FileTailer implements LogTail {
    private static final System.Logger LOG = System.getLogger(FileTailer.class.getName());
    private static final long SCAN_INTERVAL = Duration.ofSeconds(2).toMillis();
    private static final long SCAN_INTERVAL_PER_FILE = Duration.ofMillis(10).toMillis();

    /** Logs that read something in one step. */
    private static final int READS_PER_STEP = 4;

    private final TailContext context;
    private final LogFormat format;
    private final Checkpoints checkpoints;
    private final Map<Path, FileChain> chains = new LinkedHashMap<>();
    private List<FileChain> order = List.of();
    private int next;
    private boolean started;
    private long nextScan;

    /**
     * @param clock dates lines without a stamp and marks stored places
     * @param mono paces the looks at files
     * @throws IllegalArgumentException if a pattern is not usable; names it
     */
    public FileTailer(
            LogsConfig config,
            Checkpoints checkpoints,
            LogIntake intake,
            LogCounters counters,
            InstantSource clock,
            MonotonicClock mono) {
        this(config, checkpoints, intake, counters, clock, mono, FirstLines.NONE, FileGate.OPEN);
    }

    /** As the other, where it may be known how the records of a log begin, and logs may have to wait. */
    public FileTailer(
            LogsConfig config,
            Checkpoints checkpoints,
            LogIntake intake,
            LogCounters counters,
            InstantSource clock,
            MonotonicClock mono,
            FirstLines firstLines,
            FileGate gate) {
        this.context = new TailContext(config, intake, counters, clock, mono, firstLines, gate);
        this.format = config.format();
        this.checkpoints = checkpoints;
        this.nextScan = mono.millis();
    }

    @Override
    public boolean poll() throws InterruptedException {
        if (context.mono.millis() - nextScan >= 0) {
            scan();
            nextScan = context.mono.millis() + Math.max(SCAN_INTERVAL, chains.size() * SCAN_INTERVAL_PER_FILE);
        }
        long now = context.mono.millis();
        int reads = 0;
        for (int looked = 0; looked < order.size(); looked++) {
            FileChain chain = order.get(next < order.size() ? next : 0);
            next = next + 1 < order.size() ? next + 1 : 0;
            if (chain.dueIn(now) <= 0 && chain.turn(now) && ++reads == READS_PER_STEP) {
                return true;
            }
        }
        return reads > 0;
    }

    private void scan() throws InterruptedException {
        if (!started) {
            restore();
            started = true;
        }
        context.beginScan(chains.size());
        for (Path path : context.globs.find()) {
            try {
                look(path);
            } catch (IOException e) {
                context.problems.report(path, e);
            }
        }
        chains.values().removeIf(FileChain::isFinished);
        order = List.copyOf(chains.values());
    }

    /** Takes up what an earlier run followed. */
    private void restore() throws InterruptedException {
        var marks = new HashMap<String, List<FileMark>>();
        OptionalLong lookMillis = OptionalLong.empty();
        for (Checkpoint checkpoint : checkpoints.load()) {
            if (checkpoint.sourceKey().equals(TailContext.LOOK_KEY)) {
                lookMillis = millis(checkpoint.state());
            }
            String path = FileMark.pathOf(checkpoint.sourceKey());
            Optional<FileMark> mark = FileMark.decode(checkpoint.state());
            if (path.startsWith("/") && mark.isPresent()) {
                marks.computeIfAbsent(path, _ -> new ArrayList<>()).add(mark.get());
            } else if (path.startsWith("/") && !checkpoint.state().isEmpty()) {
                LOG.log(WARNING, "the stored place in {0} cannot be understood: its lines may be read twice", path);
            }
        }
        context.resume(lookMillis);
        for (var entry : marks.entrySet()) {
            Path path = Path.of(entry.getKey());
            if (context.globs.matches(path)) {
                chain(path, entry.getValue()).look();
            } else {
                LogSource source = SourceNaming.of(path);
                for (FileMark mark : entry.getValue()) {
                    context.forget(source, mark.id());
                }
            }
        }
    }

    private static OptionalLong millis(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private void look(Path path) throws IOException, InterruptedException {
        Optional<FileStat> stat = FileStat.of(path);
        FileChain chain = chains.get(path);
        if (stat.isEmpty() || !stat.get().regular()) {
            return;
        }
        Optional<Known> known = context.registry.find(stat.get(), path);
        if (known.isPresent()) {
            known.get().chain().seen(known.get().file(), path, stat.get());
        } else if (chain != null) {
            chain.look();
        } else {
            lookAtNew(path, stat.get());
        }
    }

    private void lookAtNew(Path path, FileStat stat) throws IOException, InterruptedException {
        for (FileChain chain : chains.values()) {
            Optional<RotatedName> name = chain.rotatedName(path);
            if (name.isPresent()) {
                var sibling = new Sibling(path, stat, name.get());
                if (name.get().suffixed() || chain.files().isCopied(sibling)) {
                    chain.files().adopt(sibling);
                    return;
                }
            }
        }
        chain(path, List.of()).look();
    }

    private FileChain chain(Path path, List<FileMark> marks) {
        LogSource source = SourceNaming.of(path);
        var chain = new FileChain(context, path, source, SourceNaming.format(source, format), marks);
        chains.put(path, chain);
        return chain;
    }

    @Override
    public Duration untilDue() {
        long now = context.mono.millis();
        long due = nextScan - now;
        for (FileChain chain : order) {
            due = Math.min(due, chain.dueIn(now));
        }
        return Duration.ofMillis(Math.max(0, due));
    }

    /** Bytes of memory behind the lines that are held back in all files together. */
    long heldBytes() {
        return context.heldBytes();
    }

    @Override
    public void close() {
        chains.values().forEach(FileChain::close);
    }
}
