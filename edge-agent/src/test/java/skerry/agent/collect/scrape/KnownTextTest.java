package skerry.agent.collect.scrape;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Texts of which lines are remembered: they mean what they mean to a reader that remembers nothing. */
class KnownTextTest {
    private static final ScrapeLimits LIMITS = new ScrapeLimits(100_000, 300, 60, 5, 40);

    /** Lines that a text may be made of: usual ones, rare ones, and some that no text may have. */
    private static final List<String> LINES = List.of(
            "# HELP a_seconds What a\\nsays.",
            "# HELP a_seconds Something else.",
            "# TYPE a_seconds histogram",
            "# TYPE a_seconds summary",
            "# TYPE a_seconds gaugehistogram",
            "# TYPE a_seconds_count counter",
            "# TYPE b gauge",
            "# TYPE b counter",
            "# TYPE b",
            "# HELP b",
            "# HELP \"ü b\" Quoted.",
            "# TYPE \"ü b\" counter",
            "# a remark",
            "",
            "  ",
            "a_seconds_bucket{le=\"0.5\"} @",
            "a_seconds_bucket{le=\"+Inf\"} @",
            "a_seconds_bucket{le=\"much\"} @",
            "a_seconds_sum @",
            "a_seconds_count @",
            "a_seconds{quantile=\"0.5\"} @",
            "a_seconds{quantile=\"half\"} @",
            "b @",
            "b{} @",
            "b{x=\"1\",y=\"2\"} @",
            "b{y=\"2\",x=\"1\"} @",
            "b {x=\"}\"}@",
            "  b{x=\"a b\"}\t@",
            "b{x=\"\\\"}\"} @",
            "b{x=\"ö\\\\\"} @",
            "b{x=\"a\\nb\"} @",
            "b1 @",
            "b{x=\"1\",x=\"2\"} @",
            "{\"ü b\",x=\"1\"} @",
            "{\"ü b\"} @",
            "c_total{x=\"1\"} @",
            "c_total @",
            "bb{x=\"1\"} @",
            "b{x=\"" + "y".repeat(41) + "\"} @");

    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "17.25",
            "NaN",
            "+Inf",
            "-Inf",
            "-0",
            "1e5",
            "1E-5",
            "12345678901234567890123",
            "0x1p3",
            "1_0",
            "1.7976931348623157e308",
            "4.9e-324",
            "9007199254740993",
            "0.1234567890123456789",
            "1e",
            ".",
            "",
            "1 1700000000000",
            "2 -5",
            "3 1700000000000 4",
            "4 1.5",
            "5\t6 ",
            "inf",
            "nan",
            "+nan",
            "1e400",
            "7}");

    private final AtomicInteger again = new AtomicInteger();

    @Test
    void aTextMeansTheSameWhetherItsLinesAreRememberedOrNot() {
        var random = new Random(7);
        int accepted = 0;
        for (int source = 0; source < 400; source++) {
            try (var memory = new TextMemory<ParsedSample>(new Room(source % 5 == 0 ? 1_000 : 1 << 20))) {
                List<String> lines = lines(random);
                for (int scrape = 0; scrape < 8; scrape++) {
                    byte[] text = bytes(lines, random);
                    Object known = read(text, memory);
                    assertThat(known).as(new String(text, UTF_8)).isEqualTo(plain(text));
                    accepted += known instanceof List ? 1 : 0;
                    change(lines, random);
                }
            }
        }
        assertThat(accepted).as("texts that were accepted").isGreaterThan(300);
        assertThat(again.get()).as("lines that were known again").isGreaterThan(1_000);
    }

    @Test
    void aLineThatIsCutOrChangedInOneByteIsNotTakenForTheOneThatIsKnown() {
        String text = """
                # HELP wait_seconds How long.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{path="/ä}",le="1"} 1 1700000000000
                wait_seconds_bucket{path="/ä}",le="+Inf"} 2
                wait_seconds_sum{path="/ä}"} 2.5
                wait_seconds_count{path="/ä}"} 2
                up 1
                """;
        byte[] whole = text.getBytes(UTF_8);
        var random = new Random(1);
        for (int at = 0; at < whole.length; at++) {
            for (int kind = 0; kind < 4; kind++) {
                byte[] changed = whole.clone();
                switch (kind) {
                    case 0 -> changed[at] = (byte) random.nextInt(256);
                    case 1 -> changed = Arrays.copyOf(whole, at);
                    case 2 -> changed[at] = (byte) " {}\"\n#=,0".charAt(random.nextInt(9));
                    default -> {
                        changed = Arrays.copyOf(whole, whole.length + 1);
                        System.arraycopy(whole, at, changed, at + 1, whole.length - at);
                        changed[at] = (byte) " {}\"\n#=,0".charAt(random.nextInt(9));
                    }
                }
                try (var memory = new TextMemory<ParsedSample>(new Room(1 << 20))) {
                    assertThat(read(whole, memory)).isEqualTo(plain(whole));
                    assertThat(read(changed, memory))
                            .as(new String(changed, ISO_8859_1))
                            .isEqualTo(plain(changed));
                }
            }
        }
    }

    @Test
    void linesAreKnownAgainInAnyOrder() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 50; i++) {
            lines.add("b{x=\"" + i + "\"} @");
        }
        var random = new Random(3);
        try (var memory = new TextMemory<ParsedSample>(new Room(1 << 20))) {
            read(bytes(lines, "1"), memory);
            again.set(0);
            for (int scrape = 0; scrape < 3; scrape++) {
                Collections.shuffle(lines, random);
                assertThat(read(bytes(lines, "2"), memory)).isEqualTo(plain(bytes(lines, "2")));
            }
        }
        assertThat(again.get()).isEqualTo(150);
    }

    @Test
    void aNameThatBeginsLikeOneThatIsKnownIsAnother() {
        try (var memory = new TextMemory<ParsedSample>(new Room(1 << 20))) {
            byte[] known = "b 1\n".getBytes(UTF_8);
            assertThat(read(known, memory)).isEqualTo(plain(known));
            byte[] other = "b1 2\n".getBytes(UTF_8);
            assertThat(read(other, memory)).isEqualTo(plain(other));
        }
    }

    @Test
    void knownSamplesCountForTheLimitAsWell() {
        try (var memory = new TextMemory<ParsedSample>(new Room(1 << 20))) {
            byte[] most = "b 1\n".repeat(60).getBytes(UTF_8);
            byte[] tooMany = "b 1\n".repeat(61).getBytes(UTF_8);
            assertThat(read(most, memory)).isEqualTo(plain(most));
            assertThat(read(tooMany, memory))
                    .isEqualTo(plain(tooMany))
                    .asString()
                    .contains("more than 60 samples");
        }
    }

    @Test
    void aTypeOrHelpThatChangesIsTheFamilysFromThenOn() {
        try (var memory = new TextMemory<ParsedSample>(new Room(1 << 20))) {
            for (String head :
                    List.of("# TYPE a counter\n", "", "# TYPE a gauge\n", "# TYPE a gauge\n# HELP a New.\n")) {
                byte[] text = (head + "a 1\n").getBytes(UTF_8);
                assertThat(read(text, memory)).isEqualTo(plain(text));
                assertThat(read(text, memory)).isEqualTo(plain(text));
            }
            for (String head : List.of("# TYPE h histogram\n", "# TYPE h gaugehistogram\n", "# TYPE h gauge\n")) {
                byte[] text = (head + "h_count 1\n").getBytes(UTF_8);
                assertThat(read(text, memory)).isEqualTo(plain(text));
            }
        }
    }

    @Test
    void onlyTheLastAcceptedTextIsRememberedAndItsRoomIsGivenBack() {
        var room = new Room(1 << 20);
        var memory = new TextMemory<ParsedSample>(room);
        for (int scrape = 0; scrape < 20; scrape++) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < 40; i++) {
                lines.add("# HELP name" + scrape + "_" + i + " Something.");
                lines.add("name" + scrape + "_" + i + "{x=\"" + i + "\"} @");
            }
            read(bytes(lines, "1"), memory);
            assertThat(memory.size()).isEqualTo(80);
            assertThat(memory.names()).isEqualTo(40);
        }
        assertThat(room.left).isLessThan(room.all);

        read("a 1\nb{ 2\n".getBytes(UTF_8), memory);
        assertThat(memory.size()).as("after a text that is refused").isZero();
        assertThat(room.left).isEqualTo(room.all);

        read("a 1\n".getBytes(UTF_8), memory);
        memory.close();
        assertThat(room.left).isEqualTo(room.all);
    }

    @Test
    void aLineThatATextHasTwiceIsRememberedOnce() {
        var room = new Room(1 << 20);
        try (var memory = new TextMemory<ParsedSample>(room)) {
            byte[] once = "a 1\nb 1\n".getBytes(UTF_8);
            byte[] twice = "a 1\na 2\nb 1\na 3\n".getBytes(UTF_8);
            for (byte[] text : List.of(twice, once, twice)) {
                assertThat(read(text, memory)).isEqualTo(plain(text));
                assertThat(memory.size()).isEqualTo(2);
            }
            int left = room.left;
            assertThat(read(once, memory)).isEqualTo(plain(once));
            assertThat(room.left).isEqualTo(left);
        }
        assertThat(room.left).isEqualTo(room.all);
        try (var memory = new TextMemory<ParsedSample>(room)) {
            read("a 1\na 2\nb 1\n".getBytes(UTF_8), memory);
            read("a 1\na 2\n".getBytes(UTF_8), memory);
            assertThat(memory.size())
                    .as("without the line that did not come again")
                    .isEqualTo(1);
        }
        assertThat(room.left).isEqualTo(room.all);
    }

    @Test
    void whereThereIsNoRoomNothingIsRememberedAndAllIsRead() {
        try (var memory = new TextMemory<ParsedSample>(new Room(500))) {
            byte[] text = "a{x=\"1\"} 1\nb 2\nc 3\nd 4\ne 5\n".getBytes(UTF_8);
            for (int i = 0; i < 3; i++) {
                assertThat(read(text, memory)).isEqualTo(plain(text));
            }
            assertThat(memory.size()).isBetween(1, 4);
            assertThat(memory.names()).isEqualTo(memory.size());
        }
    }

    @Test
    void linesChosenToShareAPlaceAreNotAllRemembered() {
        var crc = new CRC32C();
        var lines = new ArrayList<String>();
        for (int i = 0; lines.size() < 40; i++) {
            String series = "a{x=\"" + i + "\"}";
            crc.reset();
            crc.update(series.getBytes(UTF_8));
            if ((crc.getValue() & 0xfff) == 0) {
                lines.add(series + " @");
            }
        }
        try (var memory = new TextMemory<ParsedSample>(new Room(1 << 20))) {
            assertThat(read(bytes(lines, "1"), memory)).isEqualTo(plain(bytes(lines, "1")));
            assertThat(memory.size()).isEqualTo(8);
            assertThat(read(bytes(lines, "2"), memory)).isEqualTo(plain(bytes(lines, "2")));
        }
    }

    private static final class Room implements ByteRoom {
        private final int all;
        private int left;

        Room(int bytes) {
            all = bytes;
            left = bytes;
        }

        @Override
        public boolean take(int bytes) {
            if (bytes > left) {
                return false;
            }
            left -= bytes;
            return true;
        }

        @Override
        public void give(int bytes) {
            left += bytes;
        }
    }

    private static List<String> lines(Random random) {
        var lines = new ArrayList<String>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            lines.add(LINES.get(random.nextInt(LINES.size())));
        }
        return lines;
    }

    private static void change(List<String> lines, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> lines.add(random.nextInt(lines.size() + 1), LINES.get(random.nextInt(LINES.size())));
            case 1 -> {
                if (lines.size() > 1) {
                    lines.remove(random.nextInt(lines.size()));
                }
            }
            case 2 -> Collections.shuffle(lines, random);
            default -> {
                // the same lines with other values
            }
        }
    }

    private static byte[] bytes(List<String> lines, Random random) {
        var text = new StringBuilder();
        for (String line : lines) {
            // Most are plain, or no text would be accepted.
            String value = VALUES.get(random.nextInt(random.nextInt(4) == 0 ? VALUES.size() : 8));
            text.append(line.replace("@", value)).append('\n');
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        if (random.nextInt(6) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(12) == 0 ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    private static byte[] bytes(List<String> lines, String value) {
        return (String.join("\n", lines) + "\n").replace("@", value).getBytes(UTF_8);
    }

    /** The samples without their lines, or the refusal. A blank before a line means nothing, and has it taken apart. */
    private static Object plain(byte[] text) {
        String latin = new String(text, ISO_8859_1);
        byte[] blanks = latin.isEmpty() ? text : (" " + latin.replaceAll("\n(?!\\z)", "\n ")).getBytes(ISO_8859_1);
        try {
            return TextFormat.parse(blanks, LIMITS).stream()
                    .map(one -> sample(one, one.value(), one.timestampMillis()))
                    .toList();
        } catch (TextFormatException e) {
            return e.getMessage() + e.isLimit();
        }
    }

    private Object read(byte[] text, TextMemory<ParsedSample> memory) {
        var samples = new ArrayList<ParsedSample>();
        var intake = new SampleIntake<ParsedSample>() {
            @Override
            public Optional<ParsedSample> sample(ParsedSample sample) {
                samples.add(KnownTextTest.sample(sample, sample.value(), sample.timestampMillis()));
                return Optional.of(sample);
            }

            @Override
            public void again(ParsedSample series, double value, long timestampMillis) {
                again.incrementAndGet();
                samples.add(KnownTextTest.sample(
                        series,
                        value,
                        timestampMillis == NO_TIME ? OptionalLong.empty() : OptionalLong.of(timestampMillis)));
            }
        };
        try {
            MetricsText.PROMETHEUS.parse(new ByteArrayInputStream(text), LIMITS, memory, intake);
            memory.accepted();
            return samples;
        } catch (TextFormatException e) {
            memory.refused();
            return e.getMessage() + e.isLimit();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ParsedSample sample(ParsedSample series, double value, OptionalLong time) {
        return new ParsedSample(0, series.family(), series.labels(), value, time, false);
    }
}
