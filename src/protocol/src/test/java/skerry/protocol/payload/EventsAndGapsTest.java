package skerry.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

class EventsAndGapsTest {
    @Test
    void eventsComeBack() throws Exception {
        var events = new ArrayList<Event>();
        var random = new Random(3);
        for (int i = 0; i < 200; i++) {
            events.add(new Event(
                    "clock.step",
                    Severity.of(random.nextInt(7)),
                    random.nextLong(1L << 42) - (1L << 41),
                    random.nextLong(1L << 40),
                    "é" + random.nextInt(),
                    random.nextBoolean() ? Map.of() : Map.of("step", "" + i, "quality", "ntp")));
        }

        assertThat(decoded(EventCodec.encode(events))).isEqualTo(events);
        assertThat(decoded(EventCodec.encode(List.of()))).isEmpty();
    }

    @Test
    void aTextThatIsTooLongIsCutAndSaysSo() throws Exception {
        var event = new Event("t", Severity.INFO, 1, 1, "x".repeat(9_000), Map.of("a", "y".repeat(9_000)));

        var found = decoded(EventCodec.encode(List.of(event))).getFirst();

        assertThat(found.text()).hasSize(Limits.MAX_EVENT_TEXT_BYTES - 2).endsWith("x…");
        assertThat(found.attributes().get("a"))
                .hasSize(Limits.MAX_ATTRIBUTE_BYTES - 2)
                .endsWith("y…");
    }

    @Test
    void theLargestEventThereIsFitsIntoABatch() {
        var attributes = new java.util.HashMap<String, String>();
        for (int i = 0; i < 3 * Limits.MAX_ATTRIBUTES; i++) {
            attributes.put(("n" + i).repeat(500), "é".repeat(5_000));
        }
        var event = new Event("t".repeat(999), Severity.INFO, 1, 1, "€".repeat(9_999), attributes);

        assertThat(EventCodec.encode(List.of(event), Encoding.NONE).bytes().size())
                .isLessThan(Limits.MAX_PAYLOAD_BYTES);
    }

    @Test
    void gapTablesComeBackAndCausesOfALaterVersionStillCount() throws Exception {
        var gaps = new ArrayList<Gap>();
        for (int i = 0; i < GapTable.MAX_GAPS; i++) {
            gaps.add(new Gap(
                    -i,
                    Stream.MINUTES,
                    i,
                    i + 5L,
                    6,
                    new RecordCounts(i, 2L * i, 1),
                    1_790_000_000_000L,
                    1_790_000_600_000L,
                    LossCause.of(1 + i % 7)));
        }
        var table = new GapTable(gaps);
        var payload = GapTableCodec.encode(table);
        assertThat(GapTableCodec.decode(Payloads.header(Kind.GAP_TABLE, payload), payload.bytes()))
                .isEqualTo(table);

        var row = new CborWriter().array(1).array(12).unsigned(1).unsigned('m');
        for (int i = 0; i < 6; i++) {
            row.unsigned(3);
        }
        row.integer(1).integer(2).unsigned(99).text("a field of a later version");
        var later = Payloads.stored(Map.of(GapTableCodec.GAPS, row.toByteArray()));
        var found = GapTableCodec.decode(Payloads.header(Kind.GAP_TABLE, later), later.bytes());
        assertThat(found.gaps().getFirst().cause()).isEqualTo(LossCause.OTHER);
        assertThat(found.gaps().getFirst().records()).isEqualTo(new RecordCounts(3, 3, 3));
    }

    @Test
    void aGapOverAClockThatWasSetBackSpansFromItsEarlierEndToItsLater() {
        var gap = new Gap(
                1,
                Stream.MINUTES,
                2,
                2,
                1,
                new RecordCounts(8, 11, 0),
                1_790_000_600_000L,
                1_790_000_000_000L,
                LossCause.RING_FULL);

        assertThat(gap.fromMillis()).isEqualTo(1_790_000_000_000L);
        assertThat(gap.toMillis()).isEqualTo(1_790_000_600_000L);
    }

    @Test
    void anAccountTravelsBesideGapsAndACauseOfALaterVersionStillCounts() throws Exception {
        var days = new ArrayList<DayAccount>();
        for (int i = 0; i < GapTable.MAX_DAYS; i++) {
            var counts = new RecordCounts(i, 2L * i, 0);
            days.add(new DayAccount(
                    i - 1L,
                    Stream.MINUTES,
                    counts,
                    counts,
                    RecordCounts.NONE,
                    counts,
                    counts,
                    counts,
                    Map.of(LossCause.LIMIT, counts)));
        }
        var table = new GapTable(List.of(), days);
        var payload = GapTableCodec.encode(table);
        assertThat(GapTableCodec.decode(Payloads.header(Kind.GAP_TABLE, payload), payload.bytes()))
                .isEqualTo(table);

        var row = new CborWriter().array(1).array(19).integer(-1).unsigned('m');
        for (int i = 0; i < 15; i++) {
            row.unsigned(i);
        }
        row.array(2);
        for (int cause : new int[] {98, 99}) {
            row.array(5).unsigned(cause).unsigned(1).unsigned(2).unsigned(3).text("more");
        }
        row.text("a field of a later version");
        assertThat(DayAccountCodec.decode(row.toByteArray()).getFirst().dropped())
                .containsExactly(Map.entry(LossCause.OTHER, new RecordCounts(2, 4, 6)));
    }

    @Test
    void whatWasDeliveredCoarselyIsARingThatWasFullToAReaderOfBefore() throws Exception {
        var none = RecordCounts.NONE;
        var all = new RecordCounts(10, 5, 0);
        var coarse = new RecordCounts(6, 5, 0);
        var left = new RecordCounts(4, 0, 0);
        var partly = new DayAccount(
                7, Stream.MINUTES, all, none, coarse, none, none, none, Map.of(LossCause.RING_FULL, left));
        var wholly = new DayAccount(8, Stream.MINUTES, coarse, none, coarse, none, none, none, Map.of());
        byte[] rows = DayAccountCodec.encode(List.of(partly, wholly));
        assertThat(DayAccountCodec.decode(rows)).containsExactly(partly, wholly);
        assertThat(partly.balances()).isTrue();

        assertThat(fullRingsOfAReaderOfBefore(rows)).containsExactly(all, coarse);
    }

    /** What each row drops, read as it was while a row had 18 items. */
    private static List<RecordCounts> fullRingsOfAReaderOfBefore(byte[] rows) throws Exception {
        return CborReader.message("rows", rows, 0, rows.length, in -> {
            int count = in.array(GapTable.MAX_DAYS);
            var dropped = new ArrayList<RecordCounts>(count);
            for (int i = 0; i < count; i++) {
                int more = in.tuple(18);
                in.skip(17);
                assertThat(in.array(64)).isEqualTo(1);
                assertThat(in.tuple(4)).isZero();
                assertThat(in.natural()).isEqualTo(LossCause.RING_FULL.code());
                dropped.add(new RecordCounts(in.natural(), in.natural(), in.natural()));
                in.skip(more);
            }
            return dropped;
        });
    }

    @Test
    void anAccountThatIsNoneIsRefusedWithItsReason() {
        var noDay = new CborWriter().array(1).array(18).integer(-2).unsigned('m');
        for (int i = 0; i < 15; i++) {
            noDay.unsigned(0);
        }
        noDay.array(0);
        assertThatThrownBy(() -> DayAccountCodec.decode(noDay.toByteArray()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("no day of an account: -2");
        var moreThanGaveWay = new CborWriter().array(1).array(21).integer(1).unsigned('m');
        for (int i = 0; i < 15; i++) {
            moreThanGaveWay.unsigned(0);
        }
        moreThanGaveWay.array(0).unsigned(1).unsigned(0).unsigned(0);
        assertThatThrownBy(() -> DayAccountCodec.decode(moreThanGaveWay.toByteArray()))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(
                        () -> DayAccountCodec.decode(new CborWriter().array(65).toByteArray()))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aPayloadOfAnotherKindIsNotMistaken() {
        var payload = EventCodec.encode(List.of());

        assertThatThrownBy(() -> GapTableCodec.decode(Payloads.header(Kind.EVENTS, payload), payload.bytes()))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("A batch of kind EVENTS holds no gap table.");
        assertThatThrownBy(() -> SummaryReader.open(Payloads.header(Kind.EVENTS, payload), payload.bytes()))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> DictionaryCodec.decode(Payloads.header(Kind.EVENTS, payload), payload.bytes()))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> EventCodec.decode(Payloads.header(Kind.MINUTE, payload), payload.bytes()))
                .isInstanceOf(ProtocolException.class);
    }

    private static List<Event> decoded(EncodedPayload payload) throws ProtocolException {
        return EventCodec.decode(Payloads.header(Kind.EVENTS, payload), payload.bytes());
    }
}
