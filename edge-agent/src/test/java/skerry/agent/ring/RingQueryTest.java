package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.payload.Severity;

/** What was written comes back to a reader exactly, while the agent goes on writing. */
class RingQueryTest {
    private static final long MAX_BYTES = 8L << 20;
    private static final int COMMITS = 60;
    private static final int LINES_A_COMMIT = 20;
    /** So that some lines are in blocks put together from parts, and some are not. */
    private static final int COMMITS_A_WINDOW = 25;

    @TempDir
    private Path folder;

    private final RingHistory history = new RingHistory(5);
    private Path file;
    private Ring ring;

    @BeforeEach
    void fill() {
        file = folder.resolve("ring.db");
        ring = history.open(file, MAX_BYTES);
        for (int commit = 1; commit <= COMMITS; commit++) {
            addSome();
            if (commit % COMMITS_A_WINDOW == 0) {
                history.closeWindow(ring, 500, List.of());
            }
        }
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private void addSome() {
        for (int i = 0; i < LINES_A_COMMIT; i++) {
            history.addLine(ring);
            history.pass(10);
        }
        history.addRound(ring);
        history.pass(1000);
        assertThat(ring.commit()).isTrue();
    }

    @Test
    void everyLineComesBackOnceAndInOrder() throws Exception {
        List<String> lines = lines(LineFilter.between(0, Long.MAX_VALUE), 0);

        assertThat(lines).hasSize(COMMITS * LINES_A_COMMIT).containsExactlyInAnyOrderElementsOf(history.lines);
        assertThat(lines.stream().map(RingQueryTest::number).toList()).isSorted();
    }

    @Test
    void everySampleComesBackToTheLastBit() throws Exception {
        assertThat(samples("", 0, Long.MAX_VALUE)).containsExactlyInAnyOrderElementsOf(history.samples);
    }

    @Test
    void aSpanOfTimeHoldsBothItsEnds() throws Exception {
        for (int i = 0; i < 20; i++) {
            long from = history.now() - history.random().nextInt(70_000);
            long to = from + history.random().nextInt(30_000);

            assertThat(lines(LineFilter.between(from, to), 0))
                    .containsExactlyInAnyOrderElementsOf(
                            written(history.lines, line -> isWithin(number(line, "timeMillis="), from, to)));
            assertThat(samples("", from, to))
                    .containsExactlyInAnyOrderElementsOf(
                            written(history.samples, sample -> isWithin(Long.parseLong(timeOf(sample)), from, to)));
        }
        String one = history.lines.iterator().next();
        long exactly = number(one, "timeMillis=");
        assertThat(lines(LineFilter.between(exactly, exactly), 0)).containsExactly(one);
    }

    @Test
    void textIsFoundWhereALineHoldsItAndNotAcrossTwoLines() throws Exception {
        for (String text : List.of("höhe a", "line 7", "é", "f", "0 höhe", "line 1199 höhe ")) {
            assertThat(lines(new LineFilter(0, Long.MAX_VALUE, text, "", Severity.UNKNOWN), 0))
                    .as("lines with '%s'", text)
                    .containsExactlyInAnyOrderElementsOf(written(
                            history.lines,
                            line -> line.substring(line.indexOf("text="), line.indexOf(", lines="))
                                    .contains(text)));
        }
        // Every text begins with "line", and no text holds it later: only two texts side by side have it behind a
        // digit.
        for (int digit = 0; digit < 16; digit++) {
            String across = Integer.toHexString(digit) + "line ";
            assertThat(lines(new LineFilter(0, Long.MAX_VALUE, across, "", Severity.UNKNOWN), 0))
                    .isEmpty();
        }
    }

    @Test
    void sourceAndSeverityNarrowWhatIsFound() throws Exception {
        assertThat(lines(new LineFilter(0, Long.MAX_VALUE, "", "1.log", Severity.UNKNOWN), 0))
                .containsExactlyInAnyOrderElementsOf(written(history.lines, line -> line.contains("/var/log/1.log")));
        assertThat(lines(new LineFilter(0, Long.MAX_VALUE, "", "log 2", Severity.UNKNOWN), 0))
                .containsExactlyInAnyOrderElementsOf(written(history.lines, line -> line.contains("/var/log/2.log")));
        assertThat(lines(new LineFilter(0, Long.MAX_VALUE, "", "", Severity.ERROR), 0))
                .containsExactlyInAnyOrderElementsOf(written(
                        history.lines, line -> line.contains("severity=ERROR") || line.contains("severity=FATAL")));
    }

    @Test
    void aLimitKeepsTheNewest() throws Exception {
        List<String> all = lines(LineFilter.between(0, Long.MAX_VALUE), 0);

        for (int limit : new int[] {1, 19, 20, 21, 500, all.size(), all.size() + 1}) {
            assertThat(lines(LineFilter.between(0, Long.MAX_VALUE), limit))
                    .isEqualTo(all.subList(Math.max(0, all.size() - limit), all.size()));
        }
    }

    @Test
    void aSelectorPicksSeriesByNameAndLabels() throws Exception {
        assertThat(samples("site_value", 0, Long.MAX_VALUE))
                .containsExactlyInAnyOrderElementsOf(
                        written(history.samples, sample -> sample.startsWith("site_value")));
        assertThat(samples("node_value{place=\"number 7\"}", 0, Long.MAX_VALUE))
                .hasSize(COMMITS)
                .containsExactlyInAnyOrderElementsOf(
                        written(history.samples, sample -> sample.startsWith("node_value{place=\"number 7\"}")));
        assertThat(samples("node_value{place=\"number 6\"}", 0, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void aReaderMissesNothingAndRepeatsNothingWhileTheAgentWrites() throws Exception {
        Set<String> before = Set.copyOf(history.lines);
        var found = new ArrayList<String>();
        int[] turn = {0};
        try (RingReader reader = RingReader.open(file)) {
            reader.lines(LineFilter.between(0, Long.MAX_VALUE), 0, line -> {
                found.add(RingHistory.line(line));
                // Between two lines, the agent stores new blocks and puts parts together.
                if (found.size() % 100 == 50) {
                    addSome();
                    if (turn[0]++ % 3 == 2) {
                        history.closeWindow(ring, 500, List.of());
                    }
                }
                return true;
            });
            assertThat(reader.damagedBlocks()).isZero();
        }
        assertThat(turn[0]).isGreaterThan(6);
        assertThat(found).doesNotHaveDuplicates().containsAll(before);
        assertThat(history.lines).containsAll(found);
    }

    @Test
    void samplesAreReadWholeWhileTheAgentWrites() throws Exception {
        Set<String> before = Set.copyOf(history.samples);
        var found = new ArrayList<String>();
        try (RingReader reader = RingReader.open(file)) {
            reader.samples(SeriesSelector.parse(""), 0, Long.MAX_VALUE, (series, time, value) -> {
                found.add(RingHistory.sample(series, time, value));
                if (found.size() % 200 == 100) {
                    addSome();
                    if (found.size() % 600 == 100) {
                        history.closeWindow(ring, 500, List.of());
                    }
                }
                return found.size() < 5000;
            });
        }
        assertThat(found).doesNotHaveDuplicates().containsAll(before);
        assertThat(history.samples).containsAll(found);
    }

    private List<String> lines(LineFilter filter, long limit) throws SQLException {
        var found = new ArrayList<String>();
        try (RingReader reader = RingReader.open(file)) {
            reader.lines(filter, limit, line -> found.add(RingHistory.line(line)));
        }
        return found;
    }

    private List<String> samples(String selector, long from, long to) throws SQLException {
        var found = new ArrayList<String>();
        try (RingReader reader = RingReader.open(file)) {
            reader.samples(
                    SeriesSelector.parse(selector),
                    from,
                    to,
                    (series, time, value) -> found.add(RingHistory.sample(series, time, value)));
        }
        return found;
    }

    private static Set<String> written(Set<String> all, Predicate<String> wanted) {
        return all.stream().filter(wanted).collect(Collectors.toSet());
    }

    private static boolean isWithin(long millis, long from, long to) {
        return millis >= from && millis <= to;
    }

    private static String timeOf(String sample) {
        String withTime = sample.substring(0, sample.lastIndexOf(' '));
        return withTime.substring(withTime.lastIndexOf(' ') + 1);
    }

    private static long number(String line) {
        return number(line, "text=line ");
    }

    /** The number behind a text. */
    private static long number(String line, String before) {
        int from = line.indexOf(before) + before.length();
        int to = from;
        while (Character.isDigit(line.charAt(to))) {
            to++;
        }
        return Long.parseLong(line.substring(from, to));
    }
}
