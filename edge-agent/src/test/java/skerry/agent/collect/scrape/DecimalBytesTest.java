package skerry.agent.collect.scrape;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalBytesTest {
    private final DecimalBytes number = new DecimalBytes();

    @Test
    void everyNumberIsTheDoubleThatTheJdkMakesOfIt() {
        var random = new Random(11);
        int read = 0;
        for (int i = 0; i < 300_000; i++) {
            String word = word(random);
            if (reads(word)) {
                read++;
                assertThat(Double.doubleToRawLongBits(number.value()))
                        .as(word)
                        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(word)));
            }
        }
        assertThat(read).isEqualTo(300_000);
    }

    @Test
    void numbersHalfWayBetweenTwoDoublesAreRoundedToTheEvenOne() {
        for (long odd = (1L << 53) + 1; odd < (1L << 53) + 4_000; odd += 2) {
            for (String word :
                    new String[] {Long.toString(odd), odd + "e0", odd + "00e-2", odd + ".0", odd - 1 + ".5"}) {
                assertThat(reads(word)).isTrue();
                assertThat(number.value()).as(word).isEqualTo(Double.parseDouble(word));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "18446744073709551616",
                "184467440737095516160",
                "1844674407370955161600",
                "9223372036854775808",
                "9999999999999999999",
                "00000000000000000000000000000001.5",
                "0.00000000000000000000000000000001",
                "1e22",
                "1e23",
                "8.5e-23",
                "123456789012345678e-40",
                "1.7976931348623157e308",
                "4.9e-324",
                "2e-324",
                "1e-64",
                "1e64",
                "1e65",
                "1.",
                ".5",
                "+7",
                "-0",
                "-0.0e7",
                "1e+5",
                "1E-05",
                "9007199254740993e0",
                "0e999"
            })
    void edgesAreReadAsTheJdkReadsThem(String word) {
        assertThat(reads(word)).isTrue();
        assertThat(Double.doubleToRawLongBits(number.value()))
                .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(word)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "e5",
                "1e",
                "1e+",
                "1_0",
                "0x1p3",
                "1f",
                "1d",
                "Na",
                "NaNs",
                "Infinit",
                "--1",
                "1.2.3",
                "1.7976931348623159e308",
                "-1e400",
                "+nan"
            })
    void whatIsNoNumberIsNotRead(String word) {
        assertThat(reads(word)).isFalse();
    }

    @Test
    void wordsAndBlanksEndWhereTheyEnd() {
        assertThat(reads("NaN 1")).isTrue();
        assertThat(number.value()).isNaN();
        assertThat(number.end()).isEqualTo(3);
        assertThat(reads("-Inf")).isTrue();
        assertThat(number.value()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(reads("+Inf\t")).isTrue();
        assertThat(number.value()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(number.readWhole(bytes("-1700000000000 "), 0, 15)).isTrue();
        assertThat(number.whole()).isEqualTo(-1_700_000_000_000L);
        assertThat(number.readWhole(bytes("1234567890123456789"), 0, 19))
                .as("may not fit")
                .isFalse();
        assertThat(number.readWhole(bytes("1.5"), 0, 3)).isFalse();
    }

    private boolean reads(String word) {
        return number.readNumber(bytes(word), 0, word.length());
    }

    private static byte[] bytes(String word) {
        return word.getBytes(ISO_8859_1);
    }

    private static String word(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.toString(random.nextDouble());
            case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0x7fefffffffffffffL));
            case 2 -> Long.toString(random.nextLong());
            case 3 -> random.nextLong(1L << 62) + "e" + (random.nextInt(140) - 70);
            case 4 -> random.nextInt(1 << 30) + "." + random.nextLong(1L << 40) + "e" + (random.nextInt(60) - 30);
            // Neighbours of what lies half way between two doubles, which are the hardest.
            default ->
                new BigDecimal(Math.scalb(1 + random.nextInt(1 << 20) / 1048576.0, random.nextInt(120) - 60))
                        .add(new BigDecimal(Math.ulp(Math.scalb(1.0, random.nextInt(120) - 60)) / 2))
                        .round(new MathContext(17 + random.nextInt(3)))
                        .toString();
        };
    }
}
