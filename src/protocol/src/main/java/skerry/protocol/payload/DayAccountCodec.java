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
 * The account by day as rows {@code [day, stream, collected, delivered, sentUnconfirmed, held, refused, dropped]}: each of
 * the five is {@code samples, lines, events}, and {@code dropped} is an array of {@code [cause, samples, lines, events]}.
 * Thread-safe.
 */
public final class DayAccountCodec {
    private static final int ITEMS = 18;
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
            out.array(ITEMS).integer(day.epochDay()).unsigned(day.stream().code());
            counts(out, day.collected());
            counts(out, day.delivered());
            counts(out, day.sentUnconfirmed());
            counts(out, day.held());
            counts(out, day.refused());
            var dropped = new TreeMap<>(day.dropped());
            out.array(dropped.size());
            dropped.forEach((cause, records) -> counts(out.array(4).unsigned(cause.code()), records));
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
            days.add(new DayAccount(
                    in.integer(),
                    Stream.of((char) in.natural(0, Character.MAX_VALUE)),
                    counts(in),
                    counts(in),
                    counts(in),
                    counts(in),
                    counts(in),
                    dropped(in)));
            in.skip(more);
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

    private static RecordCounts counts(CborReader in) throws ProtocolException {
        return new RecordCounts(
                in.naturalUpTo(Limits.MAX_RECORDS),
                in.naturalUpTo(Limits.MAX_RECORDS),
                in.naturalUpTo(Limits.MAX_RECORDS));
    }
}
