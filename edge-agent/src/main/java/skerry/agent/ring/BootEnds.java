package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Event;
import skerry.protocol.series.Series;

/**
 * Finds how the boot before the present one ended, by the number of the boot that each block has: wall times of two boots overlap on
 * a machine without a clock that runs on. A damaged block is left out. Not thread-safe.
 */
final class BootEnds {
    private static final int AT_ONCE = 64;
    /** Blocks of the present boot that are passed over; there are hardly any when a boot is new. */
    private static final int MOST_BLOCKS = 64 * AT_ONCE;

    private final BlockTable blocks;
    private final BlockBodies bodies;
    private final BootTable boots;
    private final SubjectTable subjects;

    BootEnds(Connection connection, RingKeys keys) {
        this.blocks = new BlockTable(connection);
        this.bodies = new BlockBodies(connection, keys);
        this.boots = new BootTable(connection);
        this.subjects = new SubjectTable(connection);
    }

    /** Empty if no round of another boot is held. */
    Optional<BootEnd> before(Bytes present, long backMillis, Predicate<Series> wanted) throws SQLException {
        List<Block> last = lastOfOther(boots.find(present), backMillis);
        Optional<Block> newest =
                last.stream().filter(block -> block.is(BlockClass.SAMPLES)).findFirst();
        Optional<Bytes> id =
                newest.isEmpty() ? Optional.empty() : idOf(newest.get().boot());
        if (id.isEmpty()) {
            return Optional.empty();
        }
        var ids = new HashMap<Integer, Series>();
        subjects.each(row -> {
            if (row.subject().isSeries() && wanted.test(row.subject().series())) {
                ids.put(row.id(), row.subject().series());
            }
        });
        long from = newest.get().monoLast() - backMillis;
        var samples = new ArrayList<BootEnd.Point>();
        var events = new ArrayList<Event>();
        try (var packer = new BlockPacker(1)) {
            for (Block block : last.reversed()) {
                read(block, packer, ids, from, samples, events);
            }
        }
        samples.sort(Comparator.comparingLong(BootEnd.Point::monoMillis));
        return Optional.of(
                new BootEnd(id.get(), newest.get().wallLast(), newest.get().monoLast(), samples, events));
    }

    /** Newest first; rounds and events alone. */
    private List<Block> lastOfOther(long present, long backMillis) throws SQLException {
        var found = new ArrayList<Block>();
        long boot = 0;
        long from = Long.MIN_VALUE;
        int passed = 0;
        List<BlockTable.Row> rows = blocks.before(Long.MAX_VALUE, AT_ONCE);
        while (!rows.isEmpty() && passed < MOST_BLOCKS) {
            for (BlockTable.Row row : rows) {
                Block block = row.block();
                passed++;
                if (!row.intact() || block.boot() == present || block.is(BlockClass.LINES)) {
                    continue;
                }
                if (boot == 0) {
                    boot = block.boot();
                }
                if (block.boot() != boot || block.monoLast() < from) {
                    return found;
                }
                from = Math.max(from, block.monoLast() - backMillis);
                found.add(block);
            }
            rows = blocks.before(rows.getLast().block().id(), AT_ONCE);
        }
        return found;
    }

    private Optional<Bytes> idOf(long boot) throws SQLException {
        return boots.all().stream()
                .filter(row -> row.id() == boot && row.intact())
                .map(BootTable.Row::bootId)
                .findFirst();
    }

    private void read(
            Block block,
            BlockPacker packer,
            Map<Integer, Series> ids,
            long from,
            List<BootEnd.Point> samples,
            List<Event> events)
            throws SQLException {
        try {
            Optional<byte[]> body = bodies.find(block);
            if (body.isEmpty()) {
                return;
            }
            if (block.is(BlockClass.EVENTS)) {
                events.addAll(EventBlock.read(packer.unpack(body.get())).stream()
                        .filter(event -> event.monoMillis() >= from)
                        .toList());
            } else {
                var columns = new HashMap<Series, double[]>();
                SampleBlock.read(
                        packer.unpack(body.get()),
                        ids::containsKey,
                        (id, values) -> columns.put(ids.get(id), values.clone()),
                        (_, rounds, _, mono) -> {
                            columns.forEach((series, values) -> {
                                for (int i = 0; i < rounds; i++) {
                                    if (mono[i] >= from) {
                                        samples.add(new BootEnd.Point(series, mono[i], values[i]));
                                    }
                                }
                            });
                            columns.clear();
                        });
            }
        } catch (DamagedException e) {
            // What else there is tells enough; the ring's upkeep counts damaged blocks.
        }
    }
}
