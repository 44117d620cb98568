package skerry.agent.collect.logs.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.agent.collect.logs.LogRecord;
import skerry.protocol.payload.Severity;

/** Loggers that write each line of a stack trace as a JSON object of its own. */
class JsonTracesTest {
    private static final String HEAD =
            "{\"ts\":\"10:00:01\",\"app\":\"shop\",\"msg\":\"java.lang.Error: \\\"x\\\" \\u00e9\",\"level\":\"info\"}";
    private static final String FRAME =
            "{\"ts\":\"10:00:02\",\"app\":\"shop\",\"msg\":\"\\tat shop.A.b(A.java:1)\",\"level\":\"info\"}";
    private static final String LAST =
            "{\"ts\":\"10:00:03\",\"app\":\"shop\",\"msg\":\"\\tat shop.A.c(A.java:2)\",\"level\":\"info\"}";
    private static final String NEXT = "{\"ts\":\"10:00:04\",\"app\":\"shop\",\"msg\":\"sold 3\",\"level\":\"info\"}";
    private static final String WHOLE = "{\"ts\":\"10:00:01\",\"app\":\"shop\",\"msg\":\"java.lang.Error: \\\"x\\\" é"
            + "\\n\\tat shop.A.b(A.java:1)\\n\\tat shop.A.c(A.java:2)\",\"level\":\"info\"}";

    @Test
    void aTraceInAlikeObjectsIsTheFirstOfThemWithAllMessages() throws Exception {
        List<LogRecord> records = ReadLines.records(String.join("\n", NEXT, HEAD, FRAME, LAST, NEXT, NEXT) + "\n");

        assertThat(records).extracting(LogRecord::text).containsExactly(NEXT, WHOLE, NEXT, NEXT);
        assertThat(records.get(1).lines()).isEqualTo(3);
        assertThat(records.get(1).severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void objectsOfAnotherSourceEndIt() throws Exception {
        String other = FRAME.replace("shop\"", "mail\"");

        assertThat(ReadLines.texts(String.join("\n", HEAD, FRAME, other, LAST) + "\n"))
                .containsExactly(WHOLE.replace("\\n\\tat shop.A.c(A.java:2)", ""), other, LAST);
    }

    @Test
    void aLineThatIsNoObjectEndsIt() throws Exception {
        assertThat(ReadLines.texts(String.join("\n", HEAD, FRAME, "started", LAST) + "\n"))
                .containsExactly(WHOLE.replace("\\n\\tat shop.A.c(A.java:2)", ""), "started", LAST);
    }

    @Test
    void anObjectThatNothingFollowsStaysAsItWasWritten() throws Exception {
        assertThat(ReadLines.texts(HEAD + "\n" + HEAD + "\n" + NEXT + "\n")).containsExactly(HEAD, HEAD, NEXT);
    }

    @Test
    void anObjectWhoseMessageIsATraceByItselfStaysAsItWasWrittenToo() throws Exception {
        String panic = NEXT.replace("sold 3", "thread 'main' panicked at caf\\u00e9.rs:1:2");

        assertThat(ReadLines.texts(panic + "\n" + NEXT + "\n" + panic + "\n")).containsExactly(panic, NEXT, panic);
    }

    @Test
    void aTraceOfLongObjectsIsPartedBeforeItsObjectsTakeTooMuchMemory() throws Exception {
        String padding = "\"app\":\"" + "x".repeat(800);
        String head = HEAD.replace("\"app\":\"shop", padding);
        String frame = FRAME.replace("\"app\":\"shop", padding);

        List<LogRecord> records = ReadLines.records(head + "\n" + (frame + "\n").repeat(400));

        assertThat(records).hasSizeGreaterThan(1);
        assertThat(records.stream().mapToInt(LogRecord::lines).sum()).isEqualTo(401);
    }

    @Test
    void linesThatProvedToBeNoTraceStayAsTheyWereWritten() throws Exception {
        String blank = NEXT.replace("sold 3", "");

        assertThat(ReadLines.texts(String.join("\n", HEAD, FRAME, blank, NEXT) + "\n"))
                .containsExactly(WHOLE.replace("\\n\\tat shop.A.c(A.java:2)", ""), blank, NEXT);
    }

    @Test
    void anObjectThatIsCutIsALineLikeAnyOther() throws Exception {
        String cut = HEAD.substring(0, HEAD.length() - 3);

        assertThat(ReadLines.texts(cut + "\n" + FRAME + "\n")).containsExactly(cut, FRAME);
    }
}
