package skerry.agent.ring;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Goes through the blocks of one class, oldest first, while the agent goes on writing. Each look at the file is short, so
 * that it never keeps the WAL from starting over; what the agent changes between two looks is taken into account: a block
 * that has gone is left out, and of one that was put together from parts, what was already seen as a part is skipped.
 */
final class BlockWalk {
    private static final int AT_ONCE = 64;
    /** More than the parts of one block with the blocks of other classes between them. */
    private static final int REMEMBERED = 512;

    private final BlockTable blocks;
    private final BlockBodies bodies;
    private final BlockClass wanted;
    private final Deque<Passed> passed = new ArrayDeque<>();
    private long damaged;
    private long sealed;

    private record Passed(long id, long size, boolean seen) {}

    /** Takes a block. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param skip how many of its records, from the first on, have been handed over before
         * @return whether to go on
         */
        boolean visit(Block block, byte[] body, long skip) throws DamagedException, SQLException;
    }

    BlockWalk(BlockTable blocks, BlockBodies bodies, BlockClass wanted) {
        this.blocks = blocks;
        this.bodies = bodies;
        this.wanted = wanted;
    }

    /** Visits the blocks with a record between the two wall times, after the block {@code from}. */
    void walk(long from, long fromMillis, long toMillis, Visitor visitor) throws SQLException {
        long at = from;
        boolean more = true;
        List<BlockTable.Row> rows = blocks.after(at, AT_ONCE);
        while (more && !rows.isEmpty()) {
            for (BlockTable.Row row : rows) {
                at = row.block().id();
                if (more && row.block().is(wanted)) {
                    more = pass(row, fromMillis, toMillis, visitor);
                }
            }
            rows = more ? blocks.after(at, AT_ONCE) : List.of();
        }
    }

    /** Blocks that could not be read. */
    long damaged() {
        return damaged;
    }

    /** Blocks whose key is not here. */
    long sealed() {
        return sealed;
    }

    private boolean pass(BlockTable.Row row, long fromMillis, long toMillis, Visitor visitor) throws SQLException {
        Block block = row.block();
        long skip = alreadySeen(block);
        boolean seen = true;
        boolean more = true;
        if (!row.intact()) {
            damaged++;
        } else if (block.overlaps(fromMillis, toMillis)) {
            try {
                Optional<byte[]> body = bodies.find(block);
                seen = body.isPresent();
                more = !seen || visitor.visit(block, body.get(), skip);
            } catch (SealedException e) {
                sealed++;
            } catch (DamagedException e) {
                damaged++;
            }
        }
        passed.addLast(new Passed(block.id(), block.size(), seen));
        if (passed.size() > REMEMBERED) {
            passed.removeFirst();
        }
        return more;
    }

    /** The parts that were seen are the first ones: they all went at once, when they were put together. */
    private long alreadySeen(Block block) {
        long seen = 0;
        for (Passed part : passed) {
            if (block.partFrom() != 0 && part.id >= block.partFrom()) {
                if (!part.seen) {
                    return seen;
                }
                seen += part.size;
            }
        }
        return seen;
    }
}
