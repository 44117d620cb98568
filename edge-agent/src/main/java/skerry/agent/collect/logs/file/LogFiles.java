package skerry.agent.collect.logs.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogSource;

/**
 * The files that one log consists of: the one at its path, and those that it was rotated into and that are not read to
 * their end. Knows each again through renaming, copying, truncation and compression.
 *
 * <p>What lies beside the log is judged only when it is known what lies at the path, and what became of each file that is
 * followed: a file beside the log with the same content is a copy, being made or made before a truncation, and is read
 * only from where the original was left.
 */
final class LogFiles {
    /** How often what lies beside the log is looked at anew because it was rotated on meanwhile. */
    private static final int MAX_LOOKS = 20;

    /** Whether a file has the bytes of one that is followed. */
    private enum Likeness {
        COPY,
        OTHER,
        /** Too early to tell: it is empty so far. */
        OPEN
    }

    /** A look at what lies beside the log. It may be repeated from its beginning. */
    @FunctionalInterface
    private interface Look<T> {
        T run() throws IOException, InterruptedException;
    }

    private final TailContext context;
    private final FileChain chain;
    private final Path path;
    private final LogSource source;
    private final LogFormat format;

    /** Oldest first; the one at the path is the last. */
    private final List<TailedFile> files = new ArrayList<>();

    private final RetiredFiles retired = new RetiredFiles();
    private @Nullable TailedFile current;
    private Path realPath;
    private boolean absent;

    /** Whether something is at the path of which nothing was known, and what was rotated away is not taken up yet. */
    private boolean isNews;

    /**
     * The files that were known before something came unseen: what is newer than each is taken up, or where none is left,
     * by its time. Kept until all of it is taken up, since what is followed then may be rotated away itself meanwhile.
     */
    private @Nullable Set<FileId> knownBefore;

    /** When the file at the path was seen to change last; rotated files that changed since are news. */
    private long seenMillis;

    LogFiles(TailContext context, FileChain chain, Path path, LogSource source, LogFormat format) {
        this.context = context;
        this.chain = chain;
        this.path = path;
        this.realPath = path;
        this.source = source;
        this.format = format;
        this.seenMillis = context.lastLookMillis();
    }

    /** The files, oldest first. */
    List<TailedFile> inOrder() {
        return List.copyOf(files);
    }

    boolean isCurrent(TailedFile file) {
        return file == current;
    }

    /** Whether there is nothing at the path, and nothing left of what was. */
    boolean isGone() {
        return absent && files.isEmpty();
    }

    /** Finds the files again that an earlier run followed. */
    void restore(List<FileMark> marks) throws IOException, InterruptedException {
        steadily(() -> restoreOnce(marks));
    }

    private boolean restoreOnce(List<FileMark> marks) throws IOException, InterruptedException {
        // An earlier attempt may have failed half-way.
        inOrder().forEach(this::drop);
        Optional<FileStat> log = FileStat.of(path).filter(FileStat::regular);
        List<Sibling> siblings = siblings();
        var candidates = new ArrayList<>(siblings);
        log.ifPresent(stat -> candidates.add(atPath(stat)));
        if (!log.map(FileStat::id)
                .equals(FileStat.of(path).filter(FileStat::regular).map(FileStat::id))) {
            throw new NoSuchFileException(path.toString());
        }
        var restoration = new Restoration(candidates, marks);
        if (restoration.lost() > 0 && !siblings().equals(siblings)) {
            // What is missed may have been copied, and truncated, since they were listed.
            throw new NoSuchFileException(path.toString());
        }
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
        return true;
    }

    /**
     * Sees what is at the path, and takes up what was rotated away since.
     *
     * @return whether another file is there than before
     */
    boolean lookAtPath() throws IOException, InterruptedException {
        TailedFile before = current;
        steadily(() -> {
            isNews |= settlePath();
            if (isNews) {
                noticeReplaced();
                takeUpNews();
            }
            return true;
        });
        return current != null && current != before;
    }

    private void takeUpNews() throws IOException, InterruptedException {
        addRotated();
        isNews = false;
    }

    /** Repeats a look during which a file was rotated on, since what it saw is no longer true. */
    private static <T> T steadily(Look<T> look) throws IOException, InterruptedException {
        for (int left = MAX_LOOKS; ; left--) {
            try {
                return look.run();
            } catch (NoSuchFileException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    /** Follows what is at the path now; whether it is something that nothing was known of. */
    private boolean settlePath() throws IOException, InterruptedException {
        Optional<FileStat> found = FileStat.of(path);
        absent = found.isEmpty() || !found.get().regular();
        if (absent) {
            current = null;
            if (found.isPresent() && found.get().directory()) {
                throw new FolderException(path);
            }
            return false;
        }
        FileStat stat = found.get();
        TailedFile log = current;
        if (log != null && log.id().equals(stat.id())) {
            return look(log, stat);
        }
        realPath = path.toRealPath();
        Optional<Known> known = context.registry.find(stat, path);
        if (known.isPresent() && known.get().chain() != chain) {
            // Another configured path leads to the same file: it is read there.
            current = null;
            return false;
        }
        if (known.isPresent()) {
            TailedFile file = known.get().file();
            file.moveTo(path);
            file.recheck();
            current = file;
            makeNewest();
            if (file.isKnown()) {
                seenUpTo(Math.max(seenMillis, stat.modifiedMillis()));
            }
            return !file.isKnown();
        }
        noteKnown();
        if (files.isEmpty()) {
            seenMillis = Math.max(seenMillis, context.lastLookMillis());
        } else {
            context.counters.add(LogCount.ROTATIONS, 1);
        }
        TailedFile file = follow(atPath(stat));
        file.learnHead();
        current = file;
        return true;
    }

    /** A new look at the file that was at the path before; whether nothing was known of its content. */
    private boolean look(TailedFile log, FileStat stat) throws IOException {
        boolean unknown = !log.isKnown();
        if (stat.modifiedMillis() == log.seenModified() && !(unknown && stat.size() > 0)) {
            return false;
        }
        if (unknown) {
            // What it held since it was seen empty may have been copied and truncated.
            log.learnHead();
        } else {
            seenUpTo(stat.modifiedMillis());
        }
        log.seen(context.scan(), stat);
        log.recheck();
        return unknown;
    }

    private void seenUpTo(long millis) {
        if (!isNews) {
            seenMillis = millis;
        }
    }

    /** Sees what is at the path and what became of all files. */
    void lookAround() throws IOException, InterruptedException {
        steadily(() -> {
            isNews |= settlePath();
            isNews |= noticeReplaced();
            if (isNews) {
                takeUpNews();
            }
            return true;
        });
    }

    /** Reads on elsewhere where the content of a file was replaced, and begins anew with the new content. */
    private boolean noticeReplaced() throws IOException, InterruptedException {
        boolean any = false;
        for (TailedFile file : inOrder()) {
            if (!file.isCopy() && (file.isOpen() || file == current) && !file.isIntact()) {
                replace(file);
                any = true;
            }
        }
        return any;
    }

    private void replace(TailedFile file) throws IOException, InterruptedException {
        context.counters.add(LogCount.TRUNCATIONS, 1);
        Optional<Sibling> twin = twin(file);
        if (twin.isPresent()) {
            if (knownBefore == null) {
                knownBefore = new HashSet<>(Set.of(twin.get().stat().id()));
            }
            TailedFile _ = readOnIn(twin.get(), file);
        } else {
            if (file.hasUnread()) {
                context.lost(source, file.path() + " was truncated before it was read to its end");
            }
            file.flush();
        }
        file.restart();
        file.learnHead();
        if (file == current) {
            FileStat.of(path).ifPresent(stat -> file.seen(context.scan(), stat));
        } else {
            file.storePlace();
        }
    }

    /** Takes up files beside the log that nothing is known of: those newer than what is, and those that are configured. */
    private void addRotated() throws IOException, InterruptedException {
        List<Sibling> siblings = siblings();
        int newest = newestKnown(siblings);
        for (int i = 0; i < siblings.size(); i++) {
            Sibling sibling = siblings.get(i);
            boolean newer = newest >= 0 ? i > newest : sibling.stat().modifiedMillis() >= seenMillis;
            boolean configured = sibling.name().suffixed() && context.globs.matches(sibling.path());
            if (newer || configured) {
                takeUp(sibling);
            }
        }
        knownBefore = null;
        sort(siblings);
        if (current != null) {
            seenMillis = current.seenModified();
        }
        makeNewest();
        storePlaces();
    }

    /**
     * Stores the places of all files once all are taken up: where one is known after a crash, older ones must be known too,
     * and a copy only together with what it is a copy of.
     */
    private void storePlaces() throws InterruptedException {
        for (boolean copy : new boolean[] {false, true}) {
            for (TailedFile file : files) {
                if (file.isCopy() == copy) {
                    file.storePlace();
                }
            }
        }
    }

    /** The newest of the files that were known before something was rotated away unseen; -1 if there is none. */
    private int newestKnown(List<Sibling> siblings) {
        Set<FileId> known = noteKnown();
        for (int i = siblings.size() - 1; i >= 0; i--) {
            if (known.contains(siblings.get(i).stat().id())) {
                return i;
            }
        }
        return -1;
    }

    private Set<FileId> noteKnown() {
        Set<FileId> known = knownBefore;
        if (known == null) {
            known = files.stream()
                    .filter(f -> !f.isCopy())
                    .map(TailedFile::id)
                    .collect(Collectors.toCollection(HashSet::new));
            knownBefore = known;
        }
        return known;
    }

    private void sort(List<Sibling> siblings) {
        List<FileId> ids = siblings.stream().map(sibling -> sibling.stat().id()).toList();
        files.sort(Comparator.comparingInt(file -> ids.indexOf(file.id())));
    }

    /** Takes up a rotated file that a configured path leads to. */
    void adopt(Sibling sibling) throws IOException, InterruptedException {
        lookAround();
        takeUp(sibling);
        makeNewest();
        storePlaces();
    }

    /** Whether a file beside the log is a copy of it, made or being made. */
    boolean isCopied(Sibling sibling) throws IOException, InterruptedException {
        lookAround();
        return likeness(sibling) != Likeness.OTHER;
    }

    private void takeUp(Sibling sibling) throws IOException, InterruptedException {
        if (retired.contains(sibling.stat())
                || context.registry.find(sibling.stat(), sibling.path()).isPresent()) {
            return;
        }
        try {
            Likeness likeness = likeness(sibling);
            if (likeness == Likeness.OPEN) {
                return;
            }
            TailedFile file = follow(sibling);
            file.learnHead();
            if (likeness == Likeness.COPY) {
                file.markAsCopy();
            }
        } catch (EOFException | ZipException e) {
            context.problems.report(sibling.path(), e);
            files.stream()
                    .filter(file -> file.id().equals(sibling.stat().id()))
                    .findFirst()
                    .ifPresent(this::drop);
            retired.add(sibling.stat());
        }
    }

    private Likeness likeness(Sibling sibling) throws IOException {
        long size = sibling.stat().size();
        try (Content content = sibling.open()) {
            if (content.print(0, 1).length() == 0) {
                return Likeness.OPEN;
            }
            for (TailedFile file : files) {
                FileMark mark = file.sample();
                if (mark.head().length() == 0 || file.id().equals(sibling.stat().id())) {
                    continue;
                }
                boolean begun = size < mark.offset() || mark.offset() == 0;
                if ((begun && !content.isFinal()) ? file.beginsWith(content, size) : mark.fits(content)) {
                    return Likeness.COPY;
                }
                if (begun && file == current && !file.isIntact()) {
                    // It was truncated while the two were compared, and may have been the same before.
                    throw new NoSuchFileException(file.path().toString());
                }
            }
        }
        return Likeness.OTHER;
    }

    /** The newest file, not being read itself, that holds what was read of {@code file} so far. */
    private Optional<Sibling> twin(TailedFile file) throws IOException, InterruptedException {
        Optional<FileMark> mark = file.resumption();
        return mark.isEmpty() ? Optional.empty() : steadily(() -> newestLike(file, mark.get()));
    }

    private Optional<Sibling> newestLike(TailedFile file, FileMark mark) throws IOException, InterruptedException {
        for (Sibling sibling : siblings().reversed()) {
            FileId id = sibling.stat().id();
            boolean read = files.stream().anyMatch(f -> !f.isCopy() && f.id().equals(id));
            if (!id.equals(file.id()) && !read && Restoration.fits(sibling, mark)) {
                return Optional.of(sibling);
            }
        }
        return Optional.empty();
    }

    private TailedFile readOnIn(Sibling twin, TailedFile file) {
        files.removeIf(f -> f.id().equals(twin.stat().id()));
        TailedFile copy = follow(twin);
        files.remove(copy);
        files.add(Math.max(0, files.indexOf(file)), copy);
        file.resumption().ifPresent(copy::goTo);
        return copy;
    }

    private TailedFile follow(Sibling at) {
        var file = new TailedFile(
                context, source, format, at.stat().id(), at.path(), at.name().compressed());
        file.seen(context.scan(), at.stat());
        files.add(file);
        context.registry.add(chain, file);
        return file;
    }

    private void makeNewest() {
        if (current != null && files.remove(current)) {
            files.add(current);
        }
    }

    /** A file that is not open is no longer where it was. */
    void moved(TailedFile file) throws IOException, InterruptedException {
        if (file == current) {
            current = null;
        }
        Path before = file.path();
        siblings();
        if (file.path().equals(before) && files.contains(file)) {
            gone(file);
        }
    }

    /** Gives up a file that is no longer there, and reads on in what has its content, such as its compressed form. */
    void gone(TailedFile file) throws IOException, InterruptedException {
        drop(file);
        Optional<Sibling> twin = twin(file);
        if (twin.isPresent()) {
            // Of the others, what waits for older files to be taken up must not be known yet.
            readOnIn(twin.get(), file).storePlace();
        } else {
            if (file.hasUnread()) {
                context.lost(source, file.path() + " was removed before it was read to its end");
            }
            file.flush();
        }
        Set<FileId> known = knownBefore;
        if (known != null && known.remove(file.id())) {
            // Another file may have its inode by now.
            twin.ifPresent(sibling -> known.add(sibling.stat().id()));
        }
        file.forget();
    }

    /** Takes up what came and was rotated away unseen while nothing was at the path; whether there was anything. */
    boolean addMissed() throws IOException, InterruptedException {
        int before = files.size();
        if (current == null) {
            addRotated();
        }
        return files.size() > before;
    }

    /** Lets go of a rotated file that is read to its end. */
    void retire(TailedFile file) throws IOException, InterruptedException {
        FileStat.of(file.path()).filter(stat -> stat.id().equals(file.id())).ifPresent(retired::add);
        drop(file);
        file.forget();
    }

    private void drop(TailedFile file) {
        files.remove(file);
        context.registry.remove(file);
        if (current == file) {
            current = null;
        }
    }

    /** The files beside the log, oldest first; those that are followed are known by their present names afterwards. */
    private List<Sibling> siblings() throws IOException, InterruptedException {
        List<Sibling> siblings = Sibling.of(path, realPath);
        for (Sibling sibling : siblings) {
            for (TailedFile file : inOrder()) {
                if (!file.id().equals(sibling.stat().id())) {
                    continue;
                }
                if (isStill(file, sibling.path(), sibling.stat())) {
                    file.moveTo(sibling.path());
                } else {
                    gone(file);
                }
            }
        }
        return siblings;
    }

    /** Whether what lies at a path, with a followed file's inode, is that file and not another that got its inode. */
    boolean isStill(TailedFile file, Path at, FileStat stat) throws IOException {
        // What became of the log itself is found out when it is read.
        boolean log = file == current && at.equals(path);
        return log || file.isOpen() || file.isStillAt(at, stat);
    }

    private Sibling atPath(FileStat stat) {
        return new Sibling(path, stat, RotatedName.unrotated(path));
    }

    void close() {
        files.forEach(TailedFile::close);
    }
}
