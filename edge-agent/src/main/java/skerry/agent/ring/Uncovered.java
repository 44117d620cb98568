package skerry.agent.ring;

import static java.lang.System.Logger.Level.WARNING;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.LossCause;
import skerry.protocol.series.Labels;

/** Reads back the records that no batch covers yet, and counts those that cannot be read. */
final class Uncovered {
    private static final System.Logger LOG = System.getLogger(Uncovered.class.getName());

    private static final int AT_ONCE = 16;

    private final RingAccess access;
    private final Subjects subjects;
    private final InstantSource wall;

    Uncovered(RingAccess access, Subjects subjects, InstantSource wall) {
        this.access = access;
        this.subjects = subjects;
        this.wall = wall;
    }

    void replay(Replay replay) {
        try (var packer = new BlockPacker(1)) {
            var lines = new LineBlock();
            StateRow state = access.read(RingDatabase::state, StateRow.NEW);
            long at = Math.min(state.windowUpto(), state.eventsUpto());
            List<BlockTable.Row> rows = after(at);
            while (!rows.isEmpty()) {
                for (BlockTable.Row row : rows) {
                    at = row.block().id();
                    long upto = row.block().is(BlockClass.EVENTS) ? state.eventsUpto() : state.windowUpto();
                    if (at > upto) {
                        replay(row, packer, lines, replay);
                    }
                }
                rows = after(at);
            }
        }
    }

    private List<BlockTable.Row> after(long id) {
        return access.read(database -> database.blocks.after(id, AT_ONCE), List.of());
    }

    private void replay(BlockTable.Row row, BlockPacker packer, LineBlock lines, Replay replay) {
        try {
            if (!row.intact()) {
                throw new DamagedException("its row has a wrong checksum");
            }
            ByteCursor content = packer.unpack(body(row.block()));
            switch (BlockClass.of(row.block().classCode())) {
                case SAMPLES -> SampleBlock.rounds(content, replay::samples);
                case LINES -> {
                    lines.read(content);
                    replayLines(lines, replay);
                }
                case EVENTS -> {
                    for (Event event : EventBlock.read(content)) {
                        replay.event(event);
                    }
                }
            }
        } catch (SealedException e) {
            LOG.log(
                    WARNING,
                    "raw block {0} of a window that was open cannot be read and is counted as lost: {1}",
                    row.block().id(),
                    e.getMessage());
            lose(row.block(), LossCause.KEY_MISSING);
        } catch (DamagedException e) {
            LOG.log(
                    WARNING,
                    "raw block {0} is damaged and counted as lost: {1}",
                    row.block().id(),
                    e.getMessage());
            lose(row.block(), LossCause.CORRUPTION);
        }
    }

    private byte[] body(Block block) throws DamagedException {
        DamagedException[] trouble = {new DamagedException("its body cannot be read")};
        Optional<byte[]> body = access.read(
                database -> {
                    try {
                        return database.blockBodies.find(block);
                    } catch (DamagedException e) {
                        trouble[0] = e;
                        return Optional.empty();
                    }
                },
                Optional.empty());
        if (body.isEmpty()) {
            throw trouble[0];
        }
        return body.get();
    }

    private void replayLines(LineBlock lines, Replay replay) {
        for (int i = 0; i < lines.size(); i++) {
            int source = lines.source(i);
            LogSource known = subjects.find(source, access.database())
                    .map(Subject::source)
                    .orElseGet(() -> new LogSource("unknown-" + source, Labels.NONE));
            replay.line(new LogRecord(
                    known,
                    lines.time(i),
                    lines.stream(i),
                    lines.severity(i),
                    lines.textOf(i),
                    lines.joined(i),
                    lines.cut(i)));
        }
    }

    private void lose(Block block, LossCause cause) {
        access.write(false, database -> {
            StateRow state = database.state();
            long booked = block.is(BlockClass.EVENTS) ? state.eventsDay() : state.windowDay();
            long day = booked == StateRow.NO_DAY ? Ledger.day(wall.millis()) : booked;
            new Ledger(database).lose(day, block.records(), cause, block.wallFirst(), block.wallLast());
            database.blocks.delete(block.id());
            database.blockBodies.delete(block.id());
            return true;
        });
    }
}
