package skerry.agent.collect.logs.file;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.lines.LineAssembler;
import skerry.agent.collect.logs.lines.LineBuffer;

/**
 * One file, known by its inode, through all the names it gets: reads on from its place, holds back what is not complete,
 * and tells the intake the place after every turn.
 */
final class TailedFile {
    /** What a turn came to. */
    enum Turn {
        /** More can be read at once. */
        MORE,
        /** All is read that is there. */
        END,
        /** The content is not what was read before: truncated, overwritten, or another file took the inode. */
        REPLACED,
        /** There is content now in a file that was seen empty: it may have had other content in between. */
        UNKNOWN
    }

    /** Read in one turn, so that every file gets its turn soon. */
    private static final int TURN_BYTES = 1 << 18;

    private static final int LONGEST_TURN = 1 << 22;
    private static final int MUCH_HELD = 1 << 16;

    /** In place of a number of bytes: they are not of the content that was read before. */
    private static final int REPLACED = -2;

    private static final int HEAD_BYTES = 1024;
    private static final int TAIL_BYTES = 64;

    /** A stack trace or a partial line is complete when nothing came for so long. */
    private static final long QUIET_MILLIS = Duration.ofSeconds(1).toMillis();

    /** A line without a line feed is complete when nothing came for so long. */
    private static final long UNFINISHED_QUIET_MILLIS = Duration.ofSeconds(5).toMillis();

    private static final System.Logger LOG = System.getLogger(TailedFile.class.getName());

    private final TailContext context;
    private final LogSource source;
    private final FileId id;
    private final LogFormat format;

    private Path path;
    private final boolean compressed;
    private LineAssembler assembler;
    private @Nullable Content content;

    private Print head = Print.NONE;
    private Print tail = Print.NONE;
    private long position;
    private boolean inLine;
    private boolean copy;

    private long seenEnd;
    private long knownSize;
    private boolean unfinished;
    private boolean atEnd;
    private long grownAt;
    private long heldBytes;
    private long seenInScan;
    private long seenModified;
    private boolean resting;
    private @Nullable FileMark stored;
    private @Nullable IOException failure;

    TailedFile(TailContext context, LogSource source, LogFormat format, FileId id, Path path, boolean compressed) {
        this.context = context;
        this.source = source;
        this.format = format;
        this.id = id;
        this.path = path;
        this.compressed = compressed;
        this.assembler = new LineAssembler(source, format, context.lines);
        this.grownAt = context.mono.millis();
    }

    /** Goes to a stored place, which may come from another file with the same content. */
    void goTo(FileMark mark) {
        held(0);
        assembler = new LineAssembler(source, format, context.lines);
        assembler.skipHandedOver(mark.handedOver());
        head = mark.head();
        tail = mark.tail();
        position = mark.offset();
        inLine = mark.inLine();
        copy = mark.copy();
        seenEnd = position;
        knownSize = position;
        unfinished = false;
        atEnd = false;
        resting = false;
        stored = null;
    }

    /** Begins anew at the start, as after a truncation; what is held is forgotten. */
    void restart() {
        goTo(new FileMark(id, Print.NONE, 0, Print.NONE, false, false, 0, List.of()));
    }

    /** Takes the print of the file's beginning, so that it can be known again before anything is read of it. */
    void learnHead() throws IOException {
        head = open().print(0, HEAD_BYTES);
    }

    /** Looks at the content again in the next turn even if the size is the same. */
    void recheck() {
        atEnd = false;
        resting = false;
    }

    /**
     * Whether the file that got this inode is still this one, by its looks or else by its content.
     *
     * @throws NoSuchFileException if the inode is no longer there, as when the file was rotated on since it was seen
     */
    boolean isStillAt(Path at, FileStat stat) throws IOException {
        if (at.equals(path) && stat.size() == seenEnd && stat.modifiedMillis() == seenModified) {
            return true;
        }
        if (!isKnown()) {
            return false;
        }
        try (Content there = Content.of(at, stat.id(), compressed)) {
            return sample().fits(there);
        } catch (EOFException | ZipException e) {
            return false;
        }
    }

    /** Notes what a look at the file found, so that a file at rest is read again when it changed. */
    void seen(long scan, FileStat stat) {
        seenInScan = scan;
        seenModified = stat.modifiedMillis();
        resting &= compressed || stat.size() == seenEnd;
    }

    /** Notes that a configured path still leads to the file. */
    void seenAgain(long scan) {
        seenInScan = scan;
    }

    /** When the file was last changed as far as was seen, UTC epoch milliseconds. */
    long seenModified() {
        return seenModified;
    }

    /** Whether a configured path led to the file when all were looked up last. */
    boolean wasSeenIn(long scan) {
        return seenInScan == scan;
    }

    /** Closes the file until a look at it finds it changed. */
    void rest() {
        closeHandle();
        resting = true;
    }

    boolean isResting() {
        return resting;
    }

    /** Whether nothing of it was read. */
    boolean isEmpty() {
        return seenEnd == 0;
    }

    /** Whether its beginning is known, so that it would not be taken for another file. */
    boolean isKnown() {
        return head.length() > 0;
    }

    /** Hands over what is held: nothing can go on with it. */
    void flush() throws InterruptedException {
        assembler.flush();
    }

    /** Marks the file as a copy of one that is read, so that it is not read itself. */
    void markAsCopy() {
        copy = true;
        closeHandle();
    }

    boolean isCopy() {
        return copy;
    }

    FileId id() {
        return id;
    }

    Path path() {
        return path;
    }

    void moveTo(Path newPath) {
        path = newPath;
    }

    /** Whether the first {@code size} bytes of another file are this one's, by samples from both ends. */
    boolean beginsWith(Content other, long size) throws IOException {
        int start = (int) Math.min(size, HEAD_BYTES);
        try {
            Content mine = open();
            return mine.print(0, start).equals(other.print(0, start))
                    && printBefore(mine, size).equals(printBefore(other, size));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether bytes were known to be there that no record has. Where not even their beginning was seen, a copy is news. */
    boolean hasUnread() {
        return !copy && isKnown() && Math.max(knownSize, seenEnd) > position;
    }

    /** Whether all that is there was read and handed over. */
    boolean isSettled() {
        return copy || (atEnd && !isPending());
    }

    private boolean isPending() {
        return position < seenEnd || assembler.isHolding();
    }

    /** Milliseconds since the file was last seen to grow, or else first seen. */
    long idleFor(long now) {
        return now - grownAt;
    }

    /** Milliseconds until something held back is due; {@link Long#MAX_VALUE} if nothing is. */
    long dueIn(long now, boolean rotated) {
        if (copy || (atEnd && !isPending())) {
            return Long.MAX_VALUE;
        }
        return atEnd ? Math.max(0, quietNeeded(rotated) - idleFor(now)) : 0;
    }

    private long quietNeeded(boolean rotated) {
        return unfinished && !rotated ? UNFINISHED_QUIET_MILLIS : QUIET_MILLIS;
    }

    /**
     * Reads a bounded number of bytes if there are new ones, else hands over what waited long enough.
     *
     * @param rotated whether the file lost its name to another, so that a last line without a line feed is likely whole
     * @throws NoSuchFileException if the file is not open and no longer at its path
     */
    Turn turn(long now, boolean rotated) throws IOException, InterruptedException {
        try {
            Content open = open();
            if (atEnd && (open.isFinal() || open.size() == seenEnd)) {
                return settle(open, now, rotated) ? Turn.END : Turn.REPLACED;
            }
            if (!rotated && !isKnown() && open.size() > 0) {
                return Turn.UNKNOWN;
            }
            if (!open.isFinal() && !isSame(open)) {
                return Turn.REPLACED;
            }
            if (!open.isFinal() && !isKnown()) {
                // Nothing is read of which it could not be told afterwards whose content it was.
                atEnd = true;
                return Turn.END;
            }
            boolean same = readLines(open, TURN_BYTES);
            if (atEnd) {
                assembler.pause();
            }
            endTurn(open);
            if (!same) {
                return Turn.REPLACED;
            }
            return atEnd ? Turn.END : Turn.MORE;
        } catch (ClosedByInterruptException e) {
            throw (InterruptedException) new InterruptedException("reading " + path).initCause(e);
        }
    }

    /** Whether the file still holds what was read of it, as far as can be told without losing it. */
    boolean isIntact() throws IOException {
        try {
            Content open = open();
            return open.isFinal() || isSame(open);
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Whether the file still holds what was read of it; learns its head as it grows. */
    private boolean isSame(Content open) throws IOException {
        long size = open.size();
        if (size < seenEnd || (tail.length() > 0 && !printBefore(open, position).equals(tail))) {
            return false;
        }
        if (!isHeadSame(open)) {
            return false;
        }
        knownSize = size;
        return true;
    }

    private boolean isHeadSame(Content open) throws IOException {
        // One read for both, since the content may be replaced between two.
        byte[] start = open.bytes(0, HEAD_BYTES);
        if (start.length < head.length() || !Print.of(start, 0, head.length()).equals(head)) {
            return false;
        }
        head = Print.of(start, 0, start.length);
        return true;
    }

    /** Hands over lines up to a number of bytes; false if the content was replaced meanwhile, of which nothing is taken. */
    private boolean readLines(Content open, long budget) throws IOException, InterruptedException {
        LineBuffer buffer = context.buffer;
        buffer.reset(position, inLine);
        long read = 0;
        boolean same = true;
        atEnd = false;
        // A long line is read to its end, or to where it is cut, in one turn: what is held of it need not be kept.
        while (read < budget
                || buffer.position() == position
                || (assembler.heldBytes() > MUCH_HELD && read < LONGEST_TURN)) {
            assembler.detach();
            int more = fill(open);
            if (more == REPLACED) {
                same = false;
                break;
            }
            if (more <= 0) {
                atEnd = true;
                break;
            }
            read += more;
            while (buffer.next()) {
                assembler.line(buffer);
            }
        }
        long end = position + read;
        if (end > seenEnd) {
            context.counters.add(LogCount.BYTES, end - seenEnd);
            seenEnd = end;
            grownAt = context.mono.millis();
        }
        position = buffer.position();
        inLine = buffer.inLine();
        unfinished = atEnd && buffer.hasRest();
        context.counters.add(LogCount.CUT_BYTES, buffer.takeSkipped());
        return same;
    }

    /**
     * Gets more bytes, or {@link #REPLACED}; what cannot be read counts as the end, so that the place of what was read is still
     * told.
     */
    private int fill(Content open) {
        try {
            int more = context.buffer.fill(open);
            return more > 0 && !open.isFinal() && !isSame(open) ? REPLACED : more;
        } catch (IOException e) {
            failure = e;
            return -1;
        }
    }

    /** Hands over what was held back, if nothing came for long enough; false if the content was replaced meanwhile. */
    private boolean settle(Content open, long now, boolean rotated) throws IOException, InterruptedException {
        if (!isPending() || idleFor(now) < quietNeeded(rotated)) {
            return true;
        }
        if (position < seenEnd) {
            if (!readLines(open, seenEnd - position)) {
                return false;
            }
            if (unfinished && context.buffer.rest()) {
                assembler.line(context.buffer);
                position = context.buffer.position();
                unfinished = false;
            }
        }
        assembler.flush();
        endTurn(open);
        return true;
    }

    private void endTurn(Content open) throws IOException, InterruptedException {
        assembler.detach();
        if (!held(assembler.heldBytes()) && assembler.isHolding()) {
            if (atEnd) {
                position = assembler.resumeOffset(position);
                inLine = false;
                assembler.drop();
            } else {
                assembler.flush();
            }
            held(0);
        }
        long resume = assembler.resumeOffset(position);
        try {
            Print last = printBefore(open, position);
            Print before = resume == position ? last : printBefore(open, resume);
            // Replaced before or between, they would be prints of something else: then the head alone must tell.
            boolean same = open.isFinal() || (open.size() >= seenEnd && isHeadSame(open));
            tail = same ? last : Print.NONE;
            store(resume, same ? before : Print.NONE);
        } catch (IOException e) {
            tail = Print.NONE;
            store(resume, Print.NONE);
            throw e;
        }
        IOException failed = failure;
        failure = null;
        if (failed != null && open.isFinal()) {
            context.lost(source, path + " is damaged behind its byte " + seenEnd);
        } else if (failed != null) {
            throw failed;
        }
    }

    /** Accounts for the bytes held; whether they may stay. */
    private boolean held(long bytes) {
        boolean fits = context.hold(bytes - heldBytes);
        heldBytes = bytes;
        return fits;
    }

    private static Print printBefore(Content open, long offset) throws IOException {
        int length = (int) Math.min(offset, TAIL_BYTES);
        return open.print(offset - length, length);
    }

    /** Tells the intake the place, unless something is held back: then the place before it was told. */
    void storePlace() throws InterruptedException {
        if (assembler.resumeOffset(position) == position) {
            store(position, tail);
        }
    }

    private void store(long resume, Print before) throws InterruptedException {
        FileMark mark = place(resume, before);
        boolean same = stored != null
                && stored.offset() == mark.offset()
                && stored.head().equals(mark.head())
                && stored.inLine() == mark.inLine()
                && stored.copy() == mark.copy()
                && stored.handedOver().equals(mark.handedOver());
        if (!same) {
            context.intake.checkpoint(new Checkpoint(FileMark.key(source, id), mark.encode()));
            stored = mark;
        }
    }

    private FileMark place(long resume, Print before) {
        return new FileMark(
                id,
                head,
                resume,
                before,
                resume == position && inLine,
                copy,
                context.clock.millis(),
                assembler.handedOverBeyond(resume));
    }

    /** What another file must agree with to be a copy of this one. */
    FileMark sample() {
        return place(position, tail);
    }

    /** The place from which the content could be read on in a copy; empty if nothing is known of the content. */
    Optional<FileMark> resumption() {
        FileMark mark = stored == null || stored.head().length() == 0 ? sample() : stored;
        return Optional.of(mark).filter(known -> known.head().length() > 0);
    }

    /** Tells the intake that the file is gone for good, and lets go of it. */
    void forget() throws InterruptedException {
        close();
        context.forget(source, id);
    }

    private Content open() throws IOException {
        if (content == null) {
            content = Content.of(path, id, compressed);
        }
        context.openFiles.used(this);
        return content;
    }

    boolean isOpen() {
        return content != null;
    }

    /** Closes the file until it is needed again. */
    void closeHandle() {
        Content open = content;
        content = null;
        if (open != null) {
            context.openFiles.closed(this);
            try {
                open.close();
            } catch (IOException e) {
                LOG.log(DEBUG, "closing " + path, e);
            }
        }
    }

    /** Lets go of the file; what is held back comes again at the next start. */
    void close() {
        held(0);
        closeHandle();
    }
}
