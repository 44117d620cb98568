package skerry.agent.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "level=info msg=\"query done\" dur=37ms rows=4|dur|0.037",
                "ts=1 caller=a.go:1 took=1.25s|took|1.25",
                "msg=\"Completed loading\" duration=2m3.5s|duration|123.5",
                "duration=1h0m1s|duration|3601",
                "elapsed=812.5µs,|elapsed|0.0008125",
                "elapsed=12us|elapsed|0.000012",
                "latency=950ns status=ok|latency|9.5E-7",
                "{\"level\":\"info\",\"ms\":12,\"msg\":\"x\"}|ms|0.012",
                "{\"msg\":\"x\",\"duration_ms\": 7.5}|duration_ms|0.0075",
                "{\"durationMs\":40}|durationMs|0.04",
                "{\"elapsed\":\"3.2s\"}|elapsed|3.2",
                "{\"response_time_ms\":\"81\"}|response_time_ms|0.081",
                "{\"responseTime\":\"81ms\"}|responseTime|0.081",
                "elapsed_seconds=0.25 done|elapsed_seconds|0.25",
                "request_time_us=1500|request_time_us|0.0015",
                "snapshot saved, took 3.2s|took|3.2",
                "compaction took 35ms.|took|0.035",
                "took 35ms. Next in 1m|took|0.035",
                "(took 0s)|took|0",
            })
    void aDurationUnderANameThatIsKnownIsFound(String line, String name, double seconds) {
        assertThat(found(line)).containsExactly(name + "=" + seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "took ",
                "took",
                "dur=",
                "dur=ms",
                "\":",
                "duration=12",
                "duration=0.5 ",
                "dur=37mb",
                "dur=37msx",
                "dur=-3ms",
                "dur=1e3ms",
                "dur=1.2.3s",
                "dur=NaN",
                "duration_ms=fast",
                "duration_ms=12ms",
                "ms=12.5.1",
                "dur=1234567890123456789s",
                "took 3 retries",
                "took place",
                "GET /search?took=3s&dur=9ms HTTP/1.1",
                "mistook 3s",
                "my.dur=3s",
                "x-dur=3s",
                "it overtook 3s",
                "timeout=30s interval=1m",
                "{\"took\":{\"ms\":\"a\"}}",
            })
    void whatIsNoneIsPassedOver(String line) {
        assertThat(found(line)).isEmpty();
    }

    @Test
    void severalFieldsOfALineAreAllFound() {
        assertThat(found("dur=1ms elapsed=2s took 3s"))
                .containsExactlyInAnyOrder("dur=0.001", "elapsed=2.0", "took=3.0");
    }

    private static List<String> found(String line) {
        var found = new ArrayList<String>();
        new DurationFields((name, seconds) -> found.add(name + "=" + seconds)).find(line);
        return found;
    }
}
