package skerry.hub.store.sqlite;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.TextErasure;

/**
 * Finds the answers of tickets that hold lines of patterns, of which a part may be in any day file. One that is not whole, or cannot
 * be read, may hold them. Used by one thread at a time.
 */
final class ErasedAnswers {
    /** As much as any answer unpacks to; see {@code TicketAnswer}. */
    private static final long MOST_BYTES = 96L << 20;

    private static final String ID_OF_LINE = "\"pattern\":\"";
    private static final String ONLY_COUNTS = "\"kind\":\"patterns\"";
    private static final int ID_DIGITS = 16;
    private static final int PIECE = 1 << 16;

    private final DayFiles days;
    private final Set<String> patterns;
    private final Map<Ticket, List<Place>> tickets = new HashMap<>();
    private final Map<Long, List<Long>> named = new HashMap<>();

    private record Ticket(Uid uid, Bytes command) {}

    /** Where a part of an answer is. */
    private record Place(long day, long lsn, int part, int parts) {}

    ErasedAnswers(DayFiles days, Collection<Long> patterns) {
        this.days = days;
        this.patterns = patterns.stream().map(HexFormat.of()::toHexDigits).collect(Collectors.toSet());
        for (long day : days.days()) {
            days.use(
                    day,
                    file -> file.read("looking for answers in " + file.file(), connection -> {
                        BatchTexts.visitAnswers(connection, (lsn, batch) -> take(day, lsn, batch));
                        return true;
                    }));
        }
        tickets.values().stream()
                .filter(this::mayNamePattern)
                .forEach(places -> places.forEach(place -> add(place.day(), place.lsn())));
        tickets.clear();
    }

    private void take(long day, long lsn, Batch batch) {
        BatchKey key = batch.header().key();
        try {
            Answer answer = AnswerCodec.decode(batch.header(), batch.payload());
            if (answer.ticket().isPresent() && answer.content().size() > 0) {
                tickets.computeIfAbsent(new Ticket(key.uid(), answer.cmdId()), _ -> new ArrayList<>())
                        .add(new Place(day, lsn, answer.part(), answer.parts()));
            }
        } catch (ProtocolException _) {
            if (batch.payload().size() > 0) {
                add(day, lsn);
            }
        }
    }

    private void add(long day, long lsn) {
        named.computeIfAbsent(day, _ -> new ArrayList<>()).add(lsn);
    }

    private boolean mayNamePattern(List<Place> places) {
        var parts = new TreeMap<Integer, Place>();
        places.forEach(place -> parts.put(place.part(), place));
        if (parts.size() != places.getFirst().parts()) {
            return true;
        }
        var content = new ByteArrayOutputStream();
        try {
            for (Place place : parts.values()) {
                Batch batch = batch(place.day(), place.lsn());
                content.writeBytes(AnswerCodec.decode(batch.header(), batch.payload())
                        .content()
                        .toArray());
            }
            return namesPattern(content.toByteArray());
        } catch (ProtocolException | IOException _) {
            return true;
        }
    }

    private Batch batch(long day, long lsn) {
        return days.use(
                day,
                file -> file.read(
                        "reading an answer from " + file.file(), connection -> BatchTexts.at(connection, lsn)));
    }

    /** Piece by piece, since an answer may unpack to much; what was at the end of one may go on in the next. */
    private boolean namesPattern(byte[] packed) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed), PIECE)) {
            String before = "";
            long all = 0;
            byte[] piece = in.readNBytes(PIECE);
            boolean onlyCounts = head(piece).contains(ONLY_COUNTS);
            while (piece.length > 0 && !onlyCounts) {
                all += piece.length;
                String text = before + new String(piece, StandardCharsets.ISO_8859_1);
                if (all > MOST_BYTES || isNamedIn(text)) {
                    return true;
                }
                before = text.substring(Math.max(0, text.length() - ID_OF_LINE.length() - ID_DIGITS));
                piece = in.readNBytes(PIECE);
            }
            return false;
        }
    }

    private static String head(byte[] piece) {
        String text = new String(piece, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private boolean isNamedIn(String text) {
        for (int at = text.indexOf(ID_OF_LINE); at >= 0; at = text.indexOf(ID_OF_LINE, at + 1)) {
            int id = at + ID_OF_LINE.length();
            if (id + ID_DIGITS <= text.length() && patterns.contains(text.substring(id, id + ID_DIGITS))) {
                return true;
            }
        }
        return false;
    }

    /** What is left of those of a day. */
    List<BatchTexts.Left> left(long day) {
        var left = new ArrayList<BatchTexts.Left>();
        for (long lsn : named.getOrDefault(day, List.of())) {
            Batch batch = batch(day, lsn);
            left.add(new BatchTexts.Left(lsn, ErasedList.with(batch, emptied(batch))));
        }
        return left;
    }

    private static Bytes emptied(Batch batch) {
        try {
            return TextErasure.content(batch.header(), batch.payload()).orElse(batch.payload());
        } catch (ProtocolException _) {
            return Bytes.of(new byte[0]);
        }
    }
}
