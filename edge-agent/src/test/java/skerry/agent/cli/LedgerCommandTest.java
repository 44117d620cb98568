package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.agent.DataFolder;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.left.LeftKind;
import skerry.agent.left.LeftRoad;
import skerry.agent.ring.BatchDraft;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.LossCause;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

class LedgerCommandTest {
    private static final long FIRST = Instant.parse("2026-05-20T08:00:00Z").toEpochMilli();
    private static final long DAY = 86_400_000;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private long now = FIRST;

    /** Two lines delivered on the first day; on the second one waits and three are lost. */
    @BeforeEach
    void twoDays() throws Exception {
        try (Ring ring = open()) {
            minute(ring, 2);
            var sent = ring.outbox().pending(Stream.MINUTES, 0, 1).getFirst().key();
            ring.outbox().confirmed(sent.epoch(), sent.stream(), List.of(new SeqRange(1, 1)));
            now += DAY;
            minute(ring, 1);
            ring.lost(new RecordCounts(0, 3, 0), LossCause.SOURCE_GONE, now, now);
        }
    }

    @Test
    void aTableTellsWhatBecameOfEveryRecordByDayAndStream() {
        assertThat(ledger()).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                day         stream  records     collected     delivered          held       dropped       refused
                2026-05-20  m       lines               2             2             0             0             0
                2026-05-21  m       lines               4             0             1             3             0
                all days            lines               6             2             1             3             0

                dropped, by cause
                2026-05-21  m       source-gone: 0 samples, 3 lines, 0 events

                batches that wait for the hub
                stream m: 1 batches, 10 bytes, the oldest of 2026-05-21T08:00:00Z

                How long this node can stay dark is known once it has run for an hour.

                Every record is accounted for: 6 collected = 2 delivered + 1 held + 3 dropped + 0 refused.
                """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void fewerDaysLeaveTheTotalsWhole() {
        assertThat(ledger("--days", "1")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .doesNotContain("2026-05-20")
                .contains("2026-05-21  m")
                .contains("6 collected");
    }

    @Test
    void aProgramReadsTheSame() {
        assertThat(ledger("--json")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"balances\":true,\"total\":{\"collected\":{\"samples\":0,\"lines\":6,\"events\":0}")
                .contains(
                        "{\"day\":\"2026-05-21\",\"stream\":\"m\",\"collected\":{\"samples\":0,\"lines\":4,\"events\":0}",
                        "\"dropped\":{\"source-gone\":{\"samples\":0,\"lines\":3,\"events\":0}}",
                        "\"waiting\":[{\"stream\":\"m\",\"batches\":1,\"bytes\":10,")
                .endsWith("\"keptAtSite\":0}\n");
    }

    @Test
    void anAccountThatDoesNotBalanceIsNoSuccess() throws Exception {
        try (var database = DriverManager.getConnection(
                        "jdbc:sqlite:" + DataFolder.open(folder).ring());
                var statement = database.createStatement()) {
            // The row of what was collected on the first day.
            statement.executeUpdate("DELETE FROM ledger WHERE line = 1 AND lines = 2");
        }

        assertThat(ledger()).isEqualTo(3);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("The account does not balance: of 2026-05-20, stream m, 0 samples, 0 lines, 0 events were"
                        + " collected and 0 samples, 2 lines, 0 events are accounted for.");
        assertThat(ledger("--json")).isEqualTo(3);
    }

    @Test
    void whatReachedTheHubAsAnHourAloneHasAColumnOfItsOwn() throws Exception {
        try (Ring ring = open()) {
            minute(ring, 5);
            var minutes = ring.outbox().pending(Stream.MINUTES, 0, 10);
            var hour = new BatchDraft(Stream.SUMMARIES, RecordCounts.NONE, now, now, List.of(), (_, _) -> new byte[10]);
            ring.storeOutline(List.of(hour), List.of(minutes.getLast().key()));
            var stored =
                    ring.outbox().pending(Stream.SUMMARIES, 0, 1).getFirst().key();
            ring.outbox().confirmed(stored.epoch(), stored.stream(), List.of(new SeqRange(1, 1)));
            while (!ring.outbox().pending(Stream.MINUTES, 0, 1).isEmpty()) {
                ring.store(List.of(new BatchDraft(
                        Stream.RESULTS, RecordCounts.NONE, now, now, List.of(), (_, _) -> new byte[10_000])));
            }
        }

        assertThat(ledger()).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("""
                        day         stream  records     collected     delivered      coarsely          held       dropped       refused
                        2026-05-20  m       lines               2             2             0             0             0             0
                        2026-05-21  m       lines               9             0             5             0             4             0
                        all days            lines              11             2             5             0             4             0

                        dropped, by cause
                        2026-05-21  m       ring-full: 0 samples, 1 lines, 0 events
                        2026-05-21  m       source-gone: 0 samples, 3 lines, 0 events

                        Coarsely delivered: the hub has the hours of these, but not their minutes, which gave way in a full ring.
                        """)
                .endsWith(
                        "Every record is accounted for: 11 collected = 2 delivered + 5 delivered coarsely + 0 held + 4 dropped"
                                + " + 0 refused.\n");
        assertThat(ledger("--json")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"coarse\":{\"samples\":0,\"lines\":5,\"events\":0}");
    }

    @Test
    void whatLeftIsToldByDayRoadAndKindWithExamples() throws Exception {
        whatLeft();

        assertThat(ledger("--left")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("""
                day         road                   kind                  messages         bytes  items                repeats         bytes
                2026-05-21  link                   live status                  1           120  1 messages                 0             0
                2026-05-21  link                   session                      2            50  2 messages                 0             0
                in all                                                          3           170                             0             0

                examples, as they left
                2026-05-21  link                   live status         all is well
                2026-05-21  link                   session             hello

                Bytes are those of the messages and files themselves.""");
    }

    @Test
    void aProgramReadsWhatLeftSinceADay() throws Exception {
        whatLeft();

        assertThat(ledger("--left", "--json", "--since", "2026-05-21")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "{\"left\":[{\"day\":\"2026-05-21\",\"road\":\"link\",\"kind\":\"live\",\"messages\":1,\"bytes\":120,"
                                + "\"items\":1,\"repeats\":0,\"repeatBytes\":0,\"example\":\"all is well\",\"policy\":\"\"}")
                .endsWith("],\"open\":0,\"damaged\":0}\n");
        out.reset();
        assertThat(ledger("--left", "--since", "2026-05-22")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("Nothing has left this site since 2026-05-22, as far as this ring knows.\n");
    }

    @Test
    void aDayWithoutWhatLeftIsWrongUse() {
        assertThat(ledger("--since", "2026-05-22")).isEqualTo(2);

        assertThat(err.toString()).contains("--since belongs to --left");
    }

    private void whatLeft() throws Exception {
        try (Ring ring = open()) {
            ring.left().message(LeftRoad.LINK, LeftKind.LIVE, 120, "all is well");
            ring.left().message(LeftRoad.LINK, LeftKind.SESSION, 20, "hello");
            ring.left().message(LeftRoad.LINK, LeftKind.SESSION, 30, "hello again");
        }
    }

    @Test
    void aNumberOfDaysBelowNoneIsWrongUse() {
        assertThat(ledger("--days", "-1")).isEqualTo(2);

        assertThat(err.toString()).contains("--days must not be negative, was -1");
        assertThat(out.size()).isZero();
    }

    private Ring open() throws Exception {
        var data = DataFolder.open(folder);
        return Ring.open(
                RingSettings.of(data.ring(), RingSettings.MIN_BYTES),
                data.identity(new SecureRandom()).uid(),
                () -> Instant.ofEpochMilli(now),
                () -> now,
                Bytes.of(new byte[16]),
                _ -> true);
    }

    private void minute(Ring ring, int lines) {
        for (int i = 0; i < lines; i++) {
            ring.add(new LogRecord(
                    new LogSource("/var/log/app.log", Labels.NONE), now, "", Severity.INFO, "pump started", 1, false));
        }
        ring.closeWindow(List.of(new BatchDraft(
                Stream.MINUTES, new RecordCounts(0, lines, 0), now, now, List.of(), (_, _) -> new byte[10])));
    }

    private int ledger(String... more) {
        var arguments = new ArrayList<>(List.of("--data", folder.toString()));
        arguments.addAll(List.of(more));
        return new CommandLine(new LedgerCommand(
                        () -> Instant.ofEpochMilli(now), new PrintStream(out, true, StandardCharsets.UTF_8)))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
