package skerry.agent.collect.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skerry.protocol.payload.Severity;

class SeverityScanTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{\"level\":\"warn\",\"msg\":\"x\"} | WARNING",
                "{\"level\":50,\"msg\":\"x\"} | ERROR",
                "{\"severity\":\"CRITICAL\"} | FATAL",
                "{\"msg\":\"error\"} | UNKNOWN",
                "level=debug msg=x | DEBUG",
                "I1121 04:05:06.000001      17 a.go:1] x | INFO",
                "F1121 04:05:06.000001      17 a.go:1] x | FATAL",
                "04:05:06.789 ERROR [main] c.a.P - x | ERROR",
                "2026/11/21 04:05:06 [warn] 7#7: x | WARNING",
                "error: cannot open | ERROR",
                "no error here at all | UNKNOWN",
                "TRACE x | TRACE",
                "plain | UNKNOWN"
            })
    void readsTheSeverityOfALine(String line, Severity severity) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);

        assertThat(SeverityScan.of(bytes, 0, bytes.length)).isEqualTo(severity);
    }
}
