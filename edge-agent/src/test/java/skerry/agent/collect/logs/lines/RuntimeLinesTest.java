package skerry.agent.collect.logs.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.collect.logs.LogRecord;

/** Lines as container runtimes write them: CRI and Docker's json-file. */
class RuntimeLinesTest {
    private static final String STAMP = "2026-11-27T10:00:00.123456789Z";

    private static LogRecord only(String log) throws Exception {
        List<LogRecord> records = ReadLines.records(log);
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "2026-11-27T10:00:00.123456789Z stdout F text|stdout|text|2026-11-27T10:00:00.123Z",
                "2026-11-27T10:00:00Z stderr F text|stderr|text|2026-11-27T10:00:00Z",
                "2026-11-27T10:00:00.1+02:00 stdout F text|stdout|text|2026-11-27T08:00:00.1Z",
                "2026-11-27T10:00:00.000000001-05:30 stdout F text|stdout|text|2026-11-27T15:30:00Z",
                "2026-11-27T10:00:00Z stdout F:tag:more text|stdout|text|2026-11-27T10:00:00Z",
                "2026-11-27T10:00:00Z stdout F  two  blanks |stdout| two  blanks |2026-11-27T10:00:00Z",
                "2026-11-27T10:00:00Z stdout F |stdout||2026-11-27T10:00:00Z",
                "2026-11-27T10:00:00Z stdout F|stdout||2026-11-27T10:00:00Z",
                "2026-11-27T10:00:00Z stdout F 2026-11-27T11:00:00Z stdout F inner|stdout|2026-11-27T11:00:00Z stdout F inner|2026-11-27T10:00:00Z",
                "{\"log\":\"text\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-27T10:00:00.5Z\"}|stderr|text|2026-11-27T10:00:00.5Z",
                "{\"time\":\"2026-11-27T10:00:00Z\",\"stream\":\"stdout\",\"log\":\"\\u00e4\\ud83d\\ude00\\/\\t\\\\\\\"\\n\"}|stdout|ä😀/\t\\\"|2026-11-27T10:00:00Z",
                "{ \"log\" : \"text\\n\" , \"stream\" : \"stdout\" , \"attrs\" : {\"a\":[1,{\"b\":\"}\"}]} , \"time\" : \"2026-11-27T10:00:00Z\" }|stdout|text|2026-11-27T10:00:00Z",
                "{\"log\":\"{\\\"level\\\":\\\"info\\\"}\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-27T10:00:00Z\"}|stdout|{\"level\":\"info\"}|2026-11-27T10:00:00Z",
                "{\"log\":\"\\ud800 half\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-27T10:00:00Z\"}|stdout|\ufffd half|2026-11-27T10:00:00Z",
                "{\"log\":\"\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-27T10:00:00Z\"}|stdout||2026-11-27T10:00:00Z"
            })
    void aLineGivesStreamTextAndTime(String line, String stream, String text, Instant time) throws Exception {
        LogRecord record = only(line + "\n");

        assertThat(record.stream()).isEqualTo(stream);
        assertThat(record.text()).isEqualTo(text == null ? "" : text);
        assertThat(record.timeMillis()).isEqualTo(time.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-27T10:00:00Z stdout X text",
                "2026-11-27T10:00:00Z stdlog F text",
                "2026-11-27T10:00:00Z stdout text",
                "2026-11-27 10:00:00 stdout F text",
                "2026-13-27T10:00:00Z stdout F text",
                "{\"log\":\"text\\n\",\"level\":\"info\"}",
                "{\"log\":\"text\\n\"",
                "{\"log\":7}",
                "{}",
                "[\"log\"]"
            })
    void whatIsNoRuntimesLineStaysAsItIs(String line) throws Exception {
        assertThat(only(line + "\n").text()).isEqualTo(line);
    }

    @Test
    void partsOfALineAreOneWhicheverOtherStreamLiesBetween() throws Exception {
        String log = STAMP + " stdout P one \n" + STAMP + " stderr P eins \n" + STAMP + " stdout P two \n" + STAMP
                + " stderr F zwei\n" + STAMP + " stdout F three\n";

        assertThat(ReadLines.texts(log)).containsExactlyInAnyOrder("one two three", "eins zwei");
        assertThat(ReadLines.records(log)).extracting(LogRecord::lines).containsExactlyInAnyOrder(3, 2);
    }

    @Test
    void theLastPartOfALineMayBeEmpty() throws Exception {
        assertThat(only(STAMP + " stdout P text\n" + STAMP + " stdout F \n").text())
                .isEqualTo("text");
    }

    @Test
    void aLineWhoseLastPartIsMissingIsToldAsFarAsItCame() throws Exception {
        assertThat(ReadLines.texts(STAMP + " stdout F whole\n" + STAMP + " stdout P begun"))
                .containsExactly("whole", "begun");
    }

    @Test
    void dockersPartsEndWithTheLineFeedInTheText() throws Exception {
        String parts = "{\"log\":\"one \",\"stream\":\"stdout\",\"time\":\"" + STAMP + "\"}\n"
                + "{\"log\":\"eins\\n\",\"stream\":\"stderr\",\"time\":\"" + STAMP + "\"}\n"
                + "{\"log\":\"two\\n\",\"stream\":\"stdout\",\"time\":\"" + STAMP + "\"}\n";

        assertThat(ReadLines.texts(parts)).containsExactlyInAnyOrder("one two", "eins");
    }

    @Test
    void aPartOfACharacterIsWholeAgainWhenThePartsAre() throws Exception {
        byte[] euro = "€".getBytes(UTF_8);
        byte[] log = (STAMP + " stdout P ?\n" + STAMP + " stdout F ??\n").getBytes(UTF_8);
        int at = 0;
        for (int i = 0; i < log.length; i++) {
            if (log[i] == '?') {
                log[i] = euro[at++];
            }
        }

        assertThat(ReadLines.records(log)).extracting(LogRecord::text).containsExactly("€");
    }

    @Test
    void aCarriageReturnAtTheEndOfALineIsNoTextAndOneInsideIs() throws Exception {
        assertThat(ReadLines.texts(STAMP + " stdout F 10 %\r20 %\r\n")).containsExactly("10 %\r20 %");
    }

    @Test
    void aByteOrderMarkBeforeTheFirstLineHidesNothing() throws Exception {
        assertThat(ReadLines.texts("\ufefftext\n" + STAMP + " stdout F more\n")).containsExactly("\ufefftext", "more");
    }

    @Test
    void whatIsNoUtf8IsShownAndTheRestKept() throws Exception {
        byte[] log = (STAMP + " stdout F a?b\n").getBytes(UTF_8);
        log[log.length - 3] = (byte) 0xff;

        assertThat(ReadLines.records(log)).extracting(LogRecord::text).containsExactly("a\ufffdb");
    }

    @Test
    void zeroBytesOfALostPageBeforeALineAreNoText() throws Exception {
        assertThat(ReadLines.texts("\0\0\0" + STAMP + " stdout F text\n")).containsExactly("text");
    }

    @Test
    void aLineThatIsTooLongIsCutAndSaysSo() throws Exception {
        LogRecord record = only(STAMP + " stdout F " + "ä".repeat(2_000) + "\n");

        assertThat(record.cut()).isTrue();
        assertThat(record.text()).startsWith("ää").doesNotContain("\ufffd");
    }

    @Test
    void aLineInAnotherFormAmongThoseOfARuntimeIsARecordAsItIs() throws Exception {
        assertThat(ReadLines.texts(STAMP + " stdout F one\nrubbish\n" + STAMP + " stdout F two\n"))
                .containsExactlyInAnyOrder("one", "rubbish", "two");
    }
}
