package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * The account by day as rows {@code [day, stream, collected, delivered, sentUnconfirmed, held, refused, dropped, coarse]}:
 * each but {@code dropped} is {@code samples, lines, events}, and {@code dropped} is an array of {@code [cause, samples,
 * lines, events]}. A row without anything delivered coarsely ends before {@code coarse}. What was is part of the row's
 * {@code dropped} as well, by the cause {@link LossCause#RING_FULL}, so that the row of a reader before this field adds up
 * as it did before the hour was confirmed. Thread-safe.
 */
public final class DayAccountCodec {
    private static final int ITEMS = 18;
    /** More in a row of a day of which something was delivered coarsely. */
    private static final int COARSE_ITEMS = 3;

    private static final int MAX_CAUSES = 64;

    private DayAccountCodec() {}

    public static byte[] encode(List<DayAccount> days) {
        return write(days).toByteArray();
    }

    /** @throws ProtocolException if these are no rows of an account, or more than a gap table holds */
    public static List<DayAccount> decode(byte[] bytes) throws ProtocolException {
        return CborReader.message("an account", bytes, 0, bytes.length, DayAccountCodec::read);
    }

    static CborWriter write(List<DayAccount> days) {
        var out = new CborWriter(256).array(days.size());
        for (DayAccount day : days) {
            boolean isCoarse = day.coarse().total() > 0;
            out.array(isCoarse ? ITEMS + COARSE_ITEMS : ITEMS)
                    .integer(day.epochDay())
                    .unsigned(day.stream().code());
            counts(out, day.collected());
            counts(out, day.delivered());
            counts(out, day.sentUnconfirmed());
            counts(out, day.held());
            counts(out, day.refused());
            var dropped = new TreeMap<>(day.everDropped());
            out.array(dropped.size());
            dropped.forEach((cause, records) -> counts(out.array(4).unsigned(cause.code()), records));
            if (isCoarse) {
                counts(out, day.coarse());
            }
        }
        return out;
    }

    private static void counts(CborWriter out, RecordCounts records) {
        out.unsigned(records.samples()).unsigned(records.lines()).unsigned(records.events());
    }

    private static List<DayAccount> read(CborReader in) throws ProtocolException {
        int count = in.array(GapTable.MAX_DAYS);
        var days = new ArrayList<DayAccount>(count);
        for (int i = 0; i < count; i++) {
            int more = in.tuple(ITEMS);
            long epochDay = in.integer();
            Stream stream = Stream.of((char) in.natural(0, Character.MAX_VALUE));
            RecordCounts collected = counts(in);
            RecordCounts delivered = counts(in);
            RecordCounts sentUnconfirmed = counts(in);
            RecordCounts held = counts(in);
            RecordCounts refused = counts(in);
            Map<LossCause, RecordCounts> dropped = dropped(in);
            boolean isCoarse = more >= COARSE_ITEMS;
            RecordCounts coarse = isCoarse ? counts(in) : RecordCounts.NONE;
            takeOut(coarse, dropped);
            days.add(new DayAccount(
                    epochDay, stream, collected, delivered, coarse, sentUnconfirmed, held, refused, dropped));
            in.skip(isCoarse ? more - COARSE_ITEMS : more);
        }
        return days;
    }

    /** Causes of a later version count together as {@link LossCause#OTHER}. */
    private static Map<LossCause, RecordCounts> dropped(CborReader in) throws ProtocolException {
        int count = in.array(MAX_CAUSES);
        Map<LossCause, RecordCounts> dropped = new EnumMap<>(LossCause.class);
        for (int i = 0; i < count; i++) {
            int more = in.tuple(4);
            dropped.merge(LossCause.of(in.natural(0, Integer.MAX_VALUE)), counts(in), RecordCounts::plus);
            in.skip(more);
        }
        return dropped;
    }

    /** @throws IllegalArgumentException if more was delivered coarsely than gave way to a full ring */
    private static void takeOut(RecordCounts coarse, Map<LossCause, RecordCounts> dropped) {
        if (coarse.total() > 0) {
            RecordCounts all = dropped.getOrDefault(LossCause.RING_FULL, RecordCounts.NONE);
            var left = new RecordCounts(
                    all.samples() - coarse.samples(), all.lines() - coarse.lines(), all.events() - coarse.events());
            if (left.total() > 0) {
                dropped.put(LossCause.RING_FULL, left);
            } else {
                dropped.remove(LossCause.RING_FULL);
            }
        }
    }

    private static RecordCounts counts(CborReader in) throws ProtocolException {
        return new RecordCounts(
                in.naturalUpTo(Limits.MAX_RECORDS),
                in.naturalUpTo(Limits.MAX_RECORDS),
                in.naturalUpTo(Limits.MAX_RECORDS));
    }
}
