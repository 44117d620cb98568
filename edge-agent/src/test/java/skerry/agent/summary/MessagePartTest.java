package skerry.agent.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePartTest {
    private final MessagePart parts = new MessagePart();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{\"level\":\"warn\",\"msg\":\"low oil\",\"n\":1} | low oil",
                "{\"n\":{\"msg\":\"inner\"},\"a\":[1,{\"msg\":\"x\"}],\"message\":\"outer \\\"q\\\"\"} | outer \"q\"",
                "{ \"text\" : \"later\", \"msg\" : \"first\" } | first",
                "{\"msg\":\"cut of | cut of",
                "level=info msg=\"low oil\" pump=7 | low oil",
                "ts=1 msg=started | started",
                "W1121 04:05:06.000001      17 watch.go:42] \"Slow \\\"x\\\"\" took=\"1s\" | Slow \\\"x\\\"",
                "E1121 04:05:06.000001      17 watch.go:42] lost: x | lost: x",
                "Nov 21 04:05:06 pi-7 cron[12]: job done | cron[12]: job done",
                "2026-11-21T04:05:06.1Z pi-7 cron[12]: job done | cron[12]: job done"
            })
    void findsTheMessage(String line, String message) {
        assertThat(parts.of(line)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":1}",
                "{not json}",
                "plain text msg=x",
                "2026-11-21T04:05:06Z INFO Pump: started",
                "Eight04 04:05 text",
                "Now 21 is not a date here"
            })
    void leavesOtherLinesAlone(String line) {
        assertThat(parts.of(line)).isEqualTo(line);
    }
}
