package skerry.protocol.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.payload.Severity;
import skerry.protocol.ticket.TicketRequest.Kind;

class TicketRequestTest {
    @Test
    void theLongestTicketFitsIntoACommandAndComesBack() throws Exception {
        var longest = new TicketRequest(
                Kind.LINES,
                "漢".repeat(TicketRequest.MAX_SELECTOR_CHARS),
                Collections.nCopies(TicketRequest.MAX_PATTERNS, Long.MIN_VALUE),
                -Limits.MAX_WALL_MILLIS,
                -Limits.MAX_WALL_MILLIS + TicketRequest.MOST_SPAN.toMillis(),
                TicketRequest.MOST_BYTES,
                TicketRequest.MOST_RECORDS,
                "漢".repeat(TicketRequest.MAX_REASON_CHARS),
                "漢".repeat(TicketRequest.MAX_BY_CHARS),
                Severity.FATAL);

        assertThat(longest.encode()).hasSizeLessThan(Limits.MAX_COMMAND_BYTES);
        assertThat(TicketRequest.decode(Bytes.of(longest.encode()))).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "\u001b[2Jgone", "a\u0085b", "\0"})
    void aReasonThatCouldChangeWhatATerminalShowsIsRefused(String reason) {
        assertThatThrownBy(() -> asking(Kind.SERIES, "up", List.of(), 0, 1, reason))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one line");
    }

    @Test
    void aTicketThatSaysTooLittleOrWantsTooMuchIsRefused() {
        long span = TicketRequest.MOST_SPAN.toMillis();
        assertThatThrownBy(() -> asking(Kind.SERIES, " ", List.of(), 0, 1, "")).hasMessageContaining("says which");
        assertThatThrownBy(() -> asking(Kind.SERIES, "up", List.of(1L), 0, 1, ""))
                .hasMessageContaining("no patterns");
        assertThatThrownBy(() -> asking(Kind.LINES, "", List.of(), 1, 0, "")).hasMessageContaining("before it begins");
        assertThatThrownBy(() -> asking(Kind.LINES, "", List.of(), 0, span + 1, ""))
                .hasMessageContaining("31 days");
        assertThatThrownBy(() -> asking(Kind.LINES, "", Collections.nCopies(65, 1L), 0, 1, ""))
                .hasMessageContaining("64 patterns");
        assertThatThrownBy(() -> asking(Kind.LINES, "", List.of(), -Limits.MAX_WALL_MILLIS, Limits.MAX_WALL_MILLIS, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKindOfALaterVersionIsRefusedAndAFieldOfOneIsLeftOut() throws Exception {
        byte[] request = asking(Kind.LINES, "a", List.of(), 0, 1, "b").encode();
        byte[] later = request.clone();
        later[2] = 9;
        assertThatThrownBy(() -> TicketRequest.decode(Bytes.of(later)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("kind 9");

        byte[] more = new byte[request.length + 2];
        System.arraycopy(request, 0, more, 0, request.length);
        more[0]++;
        more[request.length] = 20;
        more[request.length + 1] = 1;
        assertThat(TicketRequest.decode(Bytes.of(more)).selector()).isEqualTo("a");
    }

    @Test
    void aTicketWithoutAWindowOrWithoutABoundIsNone() {
        var none = new CborWriter().map(2);
        none.key(1).unsigned(3);
        none.key(2).text("");
        assertThatThrownBy(() -> TicketRequest.decode(Bytes.of(none.toByteArray())))
                .isInstanceOf(ProtocolException.class);
    }

    private static TicketRequest asking(
            Kind kind, String selector, List<Long> patterns, long from, long to, String reason) {
        return new TicketRequest(kind, selector, patterns, from, to, 4096, 100, reason, "", Severity.UNKNOWN);
    }
}
