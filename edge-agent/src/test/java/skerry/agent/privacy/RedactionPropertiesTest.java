package skerry.agent.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any text. */
class RedactionPropertiesTest {
    private static final Policy POLICY = Policy.standard();
    private static final PolicyRedactor REDACTOR = new PolicyRedactor(POLICY, Optional.empty());
    private static final int LINES = 5_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void redactingTwiceIsRedactingOnce(long seed) {
        var fuzz = new Fuzz(seed);
        for (int i = 0; i < LINES; i++) {
            String line = fuzz.line();
            String once = REDACTOR.redact(line);
            assertThat(REDACTOR.redact(once)).as("seed %d, line %s", seed, line).isEqualTo(once);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void findingsAreInOrderAndTellTheWholeDifference(long seed) {
        var fuzz = new Fuzz(seed);
        for (int i = 0; i < LINES; i++) {
            String line = fuzz.line();
            Redaction redaction = REDACTOR.inspect(line);
            var rebuilt = new StringBuilder();
            int at = 0;
            for (Redaction.Finding finding : redaction.findings()) {
                assertThat(finding.start()).as(line).isGreaterThanOrEqualTo(at);
                assertThat(finding.end()).as(line).isGreaterThan(finding.start());
                rebuilt.append(line, at, finding.start()).append("<" + finding.kind() + ">");
                at = finding.end();
            }
            rebuilt.append(line, at, line.length());
            assertThat(redaction.text()).isEqualTo(rebuilt.toString()).isEqualTo(REDACTOR.redact(line));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void noPlantedSecretComesThrough(long seed) {
        var fuzz = new Fuzz(seed);
        for (int i = 0; i < LINES; i++) {
            String secret = fuzz.secret();
            String line = fuzz.between(secret);
            assertThat(REDACTOR.redact(line)).as("seed %d, line %s", seed, line).doesNotContain(secret);
        }
    }

    /** For every trigger, repeated with something between, or followed by something endless. */
    @Test
    void readingGrowsNoFasterThanTheText() {
        for (Detector detector : POLICY.detectors()) {
            for (String trigger : detector.triggers()) {
                String plain = trigger.replace("%d", "1").replace("%x", "a");
                boolean first = detector.triggers().indexOf(trigger) < 3;
                for (String glue : !first
                        ? List.of("", " ", "=1")
                        : List.of(
                                "", "x", " ", "=", ":", ".", "\"", "('", ": \"", "=a ", "-1", "\\", "@x.", ")", "}]")) {
                    String unit = plain + glue;
                    isLinear("", unit);
                    isLinear(plain + "=", glue);
                    isLinear(plain + " \"", glue + ")");
                }
            }
        }
    }

    private static void isLinear(String head, String unit) {
        if (unit.isEmpty()) {
            return;
        }
        long once = reads(head + unit.repeat(1_500 / unit.length()));
        long twice = reads(head + unit.repeat(3_000 / unit.length()));
        assertThat(twice)
                .as("'%s' and then '%s' again and again: %d reads, then %d", head, unit, once, twice)
                .isLessThan(2 * once + once / 5 + 1_500);
    }

    @Test
    void anOrdinaryLineIsReadOnce() {
        String line = "level=info caller=sync.go:17 msg=\"batch confirmed\" seq=1234 bytes=2310 took=12.5ms".repeat(10);

        assertThat(reads(line)).isLessThan(line.length() * 2L);
    }

    private static long reads(String text) {
        var counting = new CountingText(text);
        REDACTOR.read(counting);
        return counting.reads;
    }

    private static final class CountingText extends Text {
        private long reads;

        CountingText(String chars) {
            super(chars);
        }

        @Override
        char at(int index) {
            reads++;
            return super.at(index);
        }

        @Override
        char here(int index) {
            reads++;
            return super.here(index);
        }
    }

    /** Lines made of pieces that detectors care about, glued in ways that they may not expect. */
    private static final class Fuzz {
        private static final String[] GLUE = {
            "", "", " ", " ", ":", "=", "\"", "'", "@", ".", "-", "_", "/", "\\", "//", "://", "<", ">", "%", ",", "\n",
            "ü", "😀", "\uD800", "\0", "(", ")", "[", "]", "::", "...", "\\\"", "\t"
        };
        private static final String[] WORDS = {
            "error",
            "user",
            "password",
            "token",
            "secret",
            "bearer ",
            "Basic ",
            "Authorization: ",
            "for user ",
            "curl ",
            " -u ",
            "-H ",
            "/home/",
            "C:\\Users\\",
            "eyJ",
            "-----BEGIN ",
            "PRIVATE KEY-----",
            "-----END ",
            "version",
            "ab",
            "1",
            "12",
            "255",
            "1.2.3",
            "fe80",
            "::1",
            "b8:27:eb",
            "4242",
            "<email>",
            "<ipv4>",
            "<password>",
            "<x>",
            "}",
            "{",
            "api_key",
            "com",
            "example",
            "root",
            "AKIA",
            "ghp_",
            "xoxb-",
            "%40",
            "sha256:",
            "0x1f"
        };

        private final Random random;

        Fuzz(long seed) {
            random = new Random(seed);
        }

        String line() {
            var line = new StringBuilder();
            for (int i = random.nextInt(14); i >= 0; i--) {
                switch (random.nextInt(4)) {
                    case 0 -> line.append(secret());
                    case 1 -> line.append(pick(WORDS)).append(pick(WORDS));
                    default -> line.append(pick(WORDS));
                }
                line.append(pick(GLUE));
            }
            return line.toString();
        }

        /** The secret where a log line would have it. */
        String between(String secret) {
            String[] before = {"at ", "value=\"", "[", "from ", "{\"k\":\"", "x, ", "(", "", "msg='"};
            String[] after = {" done", "\"", "]", "", "\",\"n\":1}", ", y", ")", "\nnext", "'"};
            int form = random.nextInt(before.length);
            return before[form] + secret + after[form];
        }

        String secret() {
            return switch (random.nextInt(12)) {
                case 0 -> letters(3) + "." + letters(4) + "@" + letters(5) + ".example";
                case 1 -> (random.nextInt(223) + 1) + "." + octet() + "." + octet() + "." + octet();
                case 2 -> "2001:db8:" + hex(4) + ":" + hex(3) + "::" + hex(4);
                case 3 -> "b8:27:eb:" + hex(2) + ":" + hex(2) + ":1" + hex(1);
                case 4 -> "eyJ" + token(20) + ".eyJ" + token(16) + "." + token(20);
                case 5 ->
                    "AKIA"
                            + token(16)
                                    .toUpperCase(Locale.ROOT)
                                    .replace('-', 'A')
                                    .replace('_', 'B');
                case 6 -> "ghp_" + letters(30) + octet() + letters(6);
                case 7 -> card();
                case 8 -> "Basic " + Base64.getEncoder().encodeToString((letters(4) + ":" + token(9)).getBytes(UTF_8));
                case 9 -> "password=" + letters(5) + octet();
                case 10 -> "-----BEGIN PRIVATE KEY-----\n" + token(40) + "\n-----END PRIVATE KEY-----";
                default -> "xoxb-" + octet() + octet() + "-" + letters(18) + "1";
            };
        }

        private String card() {
            var digits = new StringBuilder("4");
            for (int i = 0; i < 14; i++) {
                digits.append(random.nextInt(10));
            }
            int sum = 0;
            for (int i = 0; i < 15; i++) {
                int d = digits.charAt(i) - '0';
                sum += i % 2 == 0 ? (d > 4 ? 2 * d - 9 : 2 * d) : d;
            }
            return digits.append((10 - sum % 10) % 10).toString();
        }

        private String octet() {
            return Integer.toString(random.nextInt(256));
        }

        private String hex(int length) {
            return characters("0123456789abcdef", length);
        }

        private String letters(int length) {
            return characters("abcdefghijklmnopqrstuvwxyz", length);
        }

        private String token(int length) {
            return characters("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", length);
        }

        private String characters(String from, int length) {
            var text = new ArrayList<Character>();
            for (int i = 0; i < length; i++) {
                text.add(from.charAt(random.nextInt(from.length())));
            }
            var built = new StringBuilder();
            text.forEach(built::append);
            return built.toString();
        }

        private String pick(String[] from) {
            return from[random.nextInt(from.length)];
        }
    }
}
