package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogSource;

/**
 * One log, whatever files it consists of: the file at its path, and those that were rotated away and are not read to their
 * end. Files are read one after the other, oldest first; a rotated file is watched for a while for late lines.
 */
final class FileChain {
    /** How long a rotated or deleted file is watched after it last grew. */
    private static final long GRACE_MILLIS = Duration.ofSeconds(30).toMillis();

    /** How long the file at the path waits for the end of a rotated one that keeps growing. */
    private static final long PATIENCE_MILLIS = Duration.ofSeconds(5).toMillis();

    private static final long SHORTEST_INTERVAL = Duration.ofMillis(100).toMillis();
    private static final long PATH_INTERVAL = Duration.ofSeconds(1).toMillis();
    private static final long RETRY_INTERVAL = Duration.ofSeconds(30).toMillis();
    private static final int MAX_RETIRED = 32;

    /** Whether a file has the bytes of one that is followed. */
    private enum Likeness {
        COPY,
        OTHER,
        /** Too early to tell: it is empty so far. */
        OPEN
    }

    /** A rotated file that was read to its end, as it was then. */
    private record Retired(FileId id, long modifiedMillis) {}

    private final TailContext context;
    private final Path path;
    private final LogSource source;
    private final LogFormat format;

    /** Oldest first. */
    private final List<TailedFile> files = new ArrayList<>();

    private final Set<Retired> retired = new LinkedHashSet<>();
    private List<FileMark> toRestore;
    private @Nullable TailedFile current;

    /** When the file at the path was seen to change last; rotated files that changed since are news. */
    private long seenMillis;

    private Path realPath;
    private boolean absent;
    private long rotatedAt;
    private long nextPathCheck;
    private long nextTurn;

    /** @param toRestore where an earlier run of the agent stopped */
    FileChain(TailContext context, Path path, LogSource source, LogFormat format, List<FileMark> toRestore) {
        this.context = context;
        this.path = path;
        this.realPath = path;
        this.source = source;
        this.format = format;
        this.toRestore = List.copyOf(toRestore);
        this.seenMillis = context.lastLookMillis();
        this.nextPathCheck = context.mono.millis();
        this.nextTurn = nextPathCheck;
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
        return absent && files.isEmpty() && toRestore.isEmpty();
    }

    /** Milliseconds until the next turn, 0 or less if it is due. */
    long dueIn(long now) {
        return nextTurn - now;
    }

    /** Notes that a configured path led to one of the files. */
    void seen(TailedFile file, Path at, FileStat stat) {
        file.seen(context.scan(), stat);
        if (file != current) {
            file.moveTo(at);
        }
        if (!file.isResting()) {
            nextTurn = Math.min(nextTurn, context.mono.millis());
        }
    }

    /**
     * Looks at the path if that is due, and reads a bounded number of bytes.
     *
     * @return whether more can be read at once
     */
    boolean turn(long now) throws InterruptedException {
        try {
            if (!toRestore.isEmpty()) {
                restore();
            }
            if (now - nextPathCheck >= 0) {
                checkPath();
                nextPathCheck = now + Math.max(PATH_INTERVAL, context.idleInterval());
            }
            boolean more = read(now);
            context.problems.solved(path);
            return more;
        } catch (IOException e) {
            failed(e, now);
            return false;
        }
    }

    /** Finds the files again that an earlier run followed. */
    private void restore() throws IOException, InterruptedException {
        List<Sibling> candidates = siblings();
        pathAsSibling().ifPresent(candidates::add);
        var restoration = new Restoration(candidates, toRestore);
        List<FileMark> marks = toRestore;
        toRestore = List.of();
        for (FileMark mark : marks) {
            seenMillis = Math.max(seenMillis, mark.seenMillis());
        }
        for (Sibling candidate : candidates) {
            Optional<FileMark> mark = restoration.markOf(candidate);
            if (mark.isPresent()) {
                TailedFile file = follow(candidate);
                file.goTo(mark.get());
                file.storePlace();
            }
        }
        for (FileMark mark : marks) {
            if (files.stream().noneMatch(f -> f.id().inode() == mark.id().inode())) {
                context.forget(source, mark.id());
            }
        }
        context.counters.add(LogCount.GONE_FILES, restoration.lost());
    }

    /** Sees which file is at the path now. */
    private void checkPath() throws IOException, InterruptedException {
        Optional<FileStat> stat = FileStat.of(path);
        absent = stat.isEmpty() || !stat.get().regular();
        if (absent) {
            current = null;
            if (stat.isPresent() && stat.get().directory()) {
                throw new FolderException(path);
            }
        } else if (current == null || !current.id().equals(stat.get().id())) {
            arrived(stat.get());
        } else if (stat.get().modifiedMillis() != seenMillis) {
            if (current.isEmpty()) {
                // Nothing is known of its content, which may have been copied and truncated since.
                addRotated();
                makeNewest(current);
                current.learnHead();
            }
            seenMillis = stat.get().modifiedMillis();
            current.recheck();
        }
    }

    private void arrived(FileStat stat) throws IOException, InterruptedException {
        realPath = path.toRealPath();
        Optional<Known> known = context.registry.find(stat.id(), path);
        if (known.isPresent() && known.get().chain() != this) {
            // Another configured path leads to the same file: it is read there.
            current = null;
            return;
        }
        TailedFile file;
        boolean seen = false;
        if (known.isPresent()) {
            file = known.get().file();
            file.moveTo(path);
            file.recheck();
            seen = file.place().head().length() > 0;
        } else {
            if (files.isEmpty()) {
                seenMillis = Math.max(seenMillis, context.lastLookMillis());
            } else {
                context.counters.add(LogCount.ROTATIONS, 1);
            }
            rotatedAt = context.mono.millis();
            file = follow(new Sibling(path, stat, RotatedName.unrotated(path)));
            file.learnHead();
        }
        if (!seen) {
            addRotated();
        }
        makeNewest(file);
        if (known.isEmpty()) {
            file.storePlace();
        }
        current = file;
        seenMillis = stat.modifiedMillis();
    }

    /** The index of the newest rotated file that is followed, or -1. */
    private int newestFollowed(List<Sibling> siblings) {
        for (int i = siblings.size() - 1; i >= 0; i--) {
            FileId id = siblings.get(i).stat().id();
            if (files.stream().anyMatch(f -> !f.isCopy() && f.id().equals(id))) {
                return i;
            }
        }
        return -1;
    }

    /** Takes up files that were rotated away before they were seen at the path. */
    private void addRotated() throws IOException, InterruptedException {
        List<Sibling> siblings = siblings();
        int newest = newestFollowed(siblings);
        for (int i = 0; i < siblings.size(); i++) {
            Sibling sibling = siblings.get(i);
            boolean newer = newest >= 0 ? i > newest : sibling.stat().modifiedMillis() >= seenMillis;
            if (newer || isConfigured(sibling)) {
                takeMissed(sibling);
            }
        }
    }

    private void makeNewest(TailedFile file) {
        if (files.remove(file)) {
            files.add(file);
        }
    }

    /** Sees at once which file is at the path. */
    void look() throws InterruptedException {
        try {
            if (!toRestore.isEmpty()) {
                restore();
            }
            checkPath();
        } catch (IOException e) {
            failed(e, context.mono.millis());
        }
    }

    private void failed(IOException e, long now) {
        context.problems.report(path, e);
        context.counters.add(LogCount.READ_ERRORS, 1);
        nextTurn = now + RETRY_INTERVAL;
        nextPathCheck = nextTurn;
    }

    /** Takes up a rotated file that a configured path leads to and that is not followed. */
    void adopt(Sibling sibling) throws IOException, InterruptedException {
        takeMissed(sibling);
        if (current != null) {
            makeNewest(current);
        }
    }

    private void takeMissed(Sibling sibling) throws IOException, InterruptedException {
        boolean done =
                retired.contains(new Retired(sibling.stat().id(), sibling.stat().modifiedMillis()));
        if (done || context.registry.find(sibling.stat().id(), sibling.path()).isPresent()) {
            return;
        }
        Likeness likeness = likeness(sibling);
        if (likeness == Likeness.OPEN) {
            return;
        }
        TailedFile file = follow(sibling);
        if (likeness == Likeness.COPY) {
            file.markAsCopy();
        }
        file.storePlace();
    }

    /** Whether a file beside the log is a copy of it, made or being made. */
    boolean isCopied(Sibling sibling) throws IOException {
        return likeness(sibling) != Likeness.OTHER;
    }

    private Likeness likeness(Sibling sibling) throws IOException {
        long size = sibling.stat().size();
        if (size == 0) {
            return Likeness.OPEN;
        }
        try (Content content = sibling.open()) {
            for (TailedFile file : files) {
                FileMark mark = file.place();
                if (mark.head().length() == 0 || file.id().equals(sibling.stat().id())) {
                    continue;
                }
                boolean begun = size < mark.offset() || mark.offset() == 0;
                if ((begun && !content.isFinal()) ? file.beginsWith(content, size) : mark.fits(content)) {
                    return Likeness.COPY;
                }
            }
        }
        return Likeness.OTHER;
    }

    private boolean read(long now) throws IOException, InterruptedException {
        for (TailedFile file : List.copyOf(files)) {
            if (file.isCopy() || file.isResting()) {
                continue;
            }
            boolean rotated = file != current;
            TailedFile.Turn turn;
            try {
                turn = file.turn(now, rotated);
            } catch (NoSuchFileException e) {
                moved(file, now);
                continue;
            }
            switch (turn) {
                case MORE -> {
                    nextTurn = now;
                    return true;
                }
                case REPLACED -> {
                    replaced(file);
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

    /** A file that is not open is no longer at its path. */
    private void moved(TailedFile file, long now) throws IOException, InterruptedException {
        if (file == current) {
            current = null;
            nextPathCheck = now;
        }
        Path before = file.path();
        siblings();
        if (!file.path().equals(before)) {
            return;
        }
        Optional<Sibling> twin = twin(file);
        if (twin.isPresent()) {
            readOnIn(twin.get(), file);
            drop(file);
            file.forget();
        } else {
            gone(file);
        }
    }

    /** The content of a file is gone from it: truncated after a copy was made, or overwritten. */
    private void replaced(TailedFile file) throws IOException, InterruptedException {
        context.counters.add(LogCount.TRUNCATIONS, 1);
        Optional<Sibling> twin = twin(file);
        if (twin.isPresent()) {
            readOnIn(twin.get(), file);
        } else {
            if (file.hasUnread()) {
                context.lost(source, path + " was truncated before it was read to its end");
            }
            file.flush();
        }
        file.restart();
        file.learnHead();
        addRotated();
        makeNewest(file);
        file.storePlace();
        if (file == current) {
            seenMillis = FileStat.of(path).map(FileStat::modifiedMillis).orElse(seenMillis);
        }
    }

    /** The newest file, not being read itself, that holds what was read of {@code file} so far. */
    private Optional<Sibling> twin(TailedFile file) throws IOException {
        Optional<FileMark> mark = file.stored();
        if (mark.isEmpty() || mark.get().head().length() == 0) {
            return Optional.empty();
        }
        for (Sibling sibling : siblings().reversed()) {
            boolean other = !sibling.stat().id().equals(file.id());
            boolean read = files.stream()
                    .anyMatch(f -> !f.isCopy() && f.id().equals(sibling.stat().id()));
            if (other && !read && Restoration.fits(sibling, mark.get())) {
                return Optional.of(sibling);
            }
        }
        return Optional.empty();
    }

    private void readOnIn(Sibling twin, TailedFile file) throws InterruptedException {
        files.removeIf(f -> f.id().equals(twin.stat().id()));
        TailedFile copy = follow(twin);
        file.stored().ifPresent(copy::goTo);
        copy.storePlace();
    }

    private TailedFile follow(Sibling at) {
        var file = new TailedFile(
                context, source, format, at.stat().id(), at.path(), at.name().compressed());
        file.seen(context.scan(), at.stat());
        files.add(file);
        context.registry.add(this, file);
        return file;
    }

    /** Gives up a file of which nothing is left. */
    void gone(TailedFile file) throws InterruptedException {
        if (file.hasUnread()) {
            context.lost(source, file.path() + " was removed before it was read to its end");
        }
        drop(file);
        file.flush();
        file.forget();
    }

    private void drop(TailedFile file) {
        files.remove(file);
        context.registry.remove(file);
        if (current == file) {
            current = null;
        }
    }

    /** Lets go of rotated files that are read to their end. */
    private void retire(long now) throws IOException, InterruptedException {
        if (current != null && current.isEmpty()) {
            // Its writer may not have moved on from the file before.
            return;
        }
        for (TailedFile file : List.copyOf(files)) {
            boolean idle = file.isCopy() || (file.isSettled() && file.idleFor(now) >= GRACE_MILLIS);
            if (file == current || !idle) {
                continue;
            }
            if (file.wasSeenIn(context.scan())) {
                file.rest();
            } else if (current != null || !addMissed()) {
                remember(file);
                drop(file);
                file.forget();
            }
        }
    }

    /** Whether a file came and was rotated away unseen while none was at the path. */
    private boolean addMissed() throws IOException, InterruptedException {
        int before = files.size();
        addRotated();
        return files.size() > before;
    }

    private void remember(TailedFile file) {
        try {
            FileStat.of(file.path())
                    .filter(stat -> stat.id().equals(file.id()))
                    .ifPresent(stat -> retired.add(new Retired(stat.id(), stat.modifiedMillis())));
        } catch (IOException e) {
            // It cannot be found again where it was either.
            return;
        }
        if (retired.size() > MAX_RETIRED) {
            retired.remove(retired.iterator().next());
        }
    }

    private void schedule(long now) {
        long due = Long.MAX_VALUE;
        long idle = Long.MAX_VALUE;
        for (TailedFile file : files) {
            due = Math.min(due, file.dueIn(now, file != current));
            idle = Math.min(idle, file.idleFor(now));
        }
        long interval = Math.clamp(idle / 4, SHORTEST_INTERVAL, context.idleInterval());
        nextTurn = now + Math.min(due, interval);
    }

    private boolean isConfigured(Sibling sibling) {
        return sibling.name().suffixed() && context.globs.matches(sibling.path());
    }

    /** The files beside the log, oldest first; those that are followed are known by their present names afterwards. */
    private List<Sibling> siblings() throws IOException {
        List<Sibling> siblings = Sibling.of(realPath);
        for (Sibling sibling : siblings) {
            for (TailedFile file : files) {
                if (file.id().equals(sibling.stat().id())) {
                    file.moveTo(sibling.path());
                }
            }
        }
        return siblings;
    }

    private Optional<Sibling> pathAsSibling() throws IOException {
        Optional<FileStat> stat = FileStat.of(path).filter(FileStat::regular);
        if (stat.isPresent()) {
            realPath = path.toRealPath();
        }
        return stat.map(s -> new Sibling(path, s, RotatedName.unrotated(path)));
    }

    void close() {
        files.forEach(TailedFile::close);
    }
}
