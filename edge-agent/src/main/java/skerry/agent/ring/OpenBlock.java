package skerry.agent.ring;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import skerry.protocol.RecordCounts;

/**
 * Records in memory that will be one block. Each commit stores those that came since the last one as a part; when there is
 * enough, the parts give way to one block, which packs better and leaves fewer rows. Owned by the ring's lock.
 */
abstract class OpenBlock {
    private static final int MAX_PARTS = 64;

    private final List<Long> parts = new ArrayList<>();
    private int stored;
    private boolean abandoned;
    private long monoFirst;
    private long monoWaiting;
    private long monoLast;

    /** Records or rounds held, stored ones included. */
    abstract int size();

    /** Records that wait for their first commit and that a batch will have to cover. */
    abstract RecordCounts waiting();

    /** Packs what waits for its first commit; more than one block if it is much. */
    abstract List<NewBlock> packWaiting(NewBlock.Stamp stamp);

    /** Packs everything, as one block. */
    abstract NewBlock packAll(NewBlock.Stamp stamp);

    /** Whether there is enough for a block of its own. */
    abstract boolean isMuch();

    /** Whether nothing more should be added, because of the memory it takes. */
    abstract boolean isFull();

    /** Adds the subjects named since the block was begun. */
    abstract void subjects(BitSet used);

    /** Forgets the content. */
    abstract void clearContent();

    /** Gives back memory that is not in use any more, after a commit. */
    void trimContent() {}

    /** Notes that a record is about to be added, at this monotonic time in ms. */
    final void adding(long mono) {
        if (size() == 0) {
            monoFirst = mono;
        }
        if (size() == stored) {
            monoWaiting = mono;
        }
        monoLast = mono;
    }

    final boolean isWaiting() {
        return size() > stored;
    }

    /** Records that are stored; those after them wait. */
    final int stored() {
        return stored;
    }

    final long monoFirst(boolean ofAll) {
        return ofAll ? monoFirst : monoWaiting;
    }

    final long monoLast() {
        return monoLast;
    }

    /** The blocks that hold the stored records, oldest first. */
    final List<Long> parts() {
        return List.copyOf(parts);
    }

    /** Whether the parts, with what waits, should become one block now. */
    final boolean isRipe() {
        int pieces = parts.size() + (isWaiting() ? 1 : 0);
        return !abandoned && !parts.isEmpty() && (pieces >= MAX_PARTS || (pieces > 1 && isMuch()));
    }

    /**
     * After the transaction that stored everything has succeeded.
     *
     * @param newParts the blocks it made of what waited
     * @param evicted blocks that gave way in it: a block of which a part is gone is not put together again
     */
    final void written(List<Long> newParts, Set<Long> evicted) {
        parts.addAll(newParts);
        stored = size();
        if (abandoned || isFull() || parts.stream().anyMatch(evicted::contains)) {
            clear();
        } else {
            trimContent();
        }
    }

    /** Begins a new block. */
    final void clear() {
        parts.clear();
        stored = 0;
        abandoned = false;
        clearContent();
    }

    /** After the file was replaced: its parts stay as they are, and what waits is the last of this block. */
    final void fileReplaced() {
        parts.clear();
        abandoned = stored > 0;
    }
}
