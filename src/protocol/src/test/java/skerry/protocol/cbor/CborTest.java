package skerry.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.protocol.ProtocolException;

class CborTest {
    @Test
    void writesTheExamplesOfTheStandardAsItDoes() {
        // RFC 8949, appendix A
        assertThat(hex(new CborWriter().integer(23))).isEqualTo("17");
        assertThat(hex(new CborWriter().integer(24))).isEqualTo("1818");
        assertThat(hex(new CborWriter().integer(1_000_000_000_000L))).isEqualTo("1b000000e8d4a51000");
        assertThat(hex(new CborWriter().unsigned(-1))).isEqualTo("1bffffffffffffffff");
        assertThat(hex(new CborWriter().integer(-1000))).isEqualTo("3903e7");
        assertThat(hex(new CborWriter().real(1.5))).isEqualTo("f93e00");
        assertThat(hex(new CborWriter().real(100_000.0))).isEqualTo("fa47c35000");
        assertThat(hex(new CborWriter().real(1.1))).isEqualTo("fb3ff199999999999a");
        assertThat(hex(new CborWriter().real(-0.0))).isEqualTo("f98000");
        assertThat(hex(new CborWriter().real(5.960464477539063e-8))).isEqualTo("f90001");
        assertThat(hex(new CborWriter().real(Double.NEGATIVE_INFINITY))).isEqualTo("f9fc00");
        assertThat(hex(new CborWriter().real(Double.NaN))).isEqualTo("f97e00");
        assertThat(hex(new CborWriter().text("\u00fc"))).isEqualTo("62c3bc");
        assertThat(hex(new CborWriter().bytes(new byte[] {1, 2, 3, 4}))).isEqualTo("4401020304");
        assertThat(hex(new CborWriter().array(3).integer(1).integer(2).integer(3)))
                .isEqualTo("83010203");
        assertThat(hex(new CborWriter().bool(true))).isEqualTo("f5");
    }

    @Test
    void anotherReaderFindsWhatWasWritten() throws Exception {
        var random = new Random(11);
        for (int round = 0; round < 300; round++) {
            long number = random.nextLong() >> random.nextInt(64);
            double real = Double.longBitsToDouble(random.nextLong());
            String text = Long.toString(random.nextLong(), 36).repeat(random.nextInt(40)) + "é€\uD83D\uDE00";
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            var out = new CborWriter(1).array(4);
            out.integer(number).real(real).text(text).bytes(bytes);

            try (var witness = new CBORFactory().createParser(out.toByteArray())) {
                assertThat(witness.nextToken()).isEqualTo(JsonToken.START_ARRAY);
                assertThat(witness.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
                assertThat(witness.getLongValue()).isEqualTo(number);
                assertThat(witness.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_FLOAT);
                assertThat(witness.getDoubleValue()).isEqualTo(Double.valueOf(real));
                assertThat(witness.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
                assertThat(witness.getText()).isEqualTo(text);
                assertThat(witness.nextToken()).isEqualTo(JsonToken.VALUE_EMBEDDED_OBJECT);
                assertThat(witness.getBinaryValue()).isEqualTo(bytes);
                assertThat(witness.nextToken()).isEqualTo(JsonToken.END_ARRAY);
                assertThat(witness.nextToken()).isNull();
            }
            var in = reader(out.toByteArray());
            assertThat(in.array(4)).isEqualTo(4);
            assertThat(in.integer()).isEqualTo(number);
            assertThat(in.real()).isEqualTo(Double.valueOf(real));
            assertThat(in.text(1_000)).isEqualTo(text);
            assertThat(in.bytes(1_000)).isEqualTo(bytes);
            in.end();
        }
    }

    @Test
    void whatCouldHaveBeenWrittenShorterIsRefused() {
        for (String hex : List.of("1817", "1900ff", "1a0000ffff", "1b00000000ffffffff")) {
            assertThatThrownBy(() -> reader(hex).unsigned())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("In the test there is a number that is not in its shortest form.");
        }
    }

    @Test
    void lengthsBeyondTheEndAreRefusedBeforeAnythingIsMade() {
        // a byte string, a text, an array and a map that claim 2^62 and 2^31 - 1 items
        for (String hex : List.of("5b4000000000000000", "7a7fffffff61", "9a7fffffff01", "ba7fffffff0101")) {
            assertThatThrownBy(() -> reader(hex).skip())
                    .isInstanceOfSatisfying(
                            ProtocolException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(ProtocolException.Reason.SIZE));
        }
        assertThatThrownBy(() -> reader("5b4000000000000000").bytes(Integer.MAX_VALUE))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> reader("9a7fffffff01").array(Integer.MAX_VALUE))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void indefiniteLengthsCutTextsAndDeepNestsAreRefused() {
        for (String hex : List.of("5f4101ff", "9f01ff", "bf0101ff", "1c", "ff", "6261", "62c328", "")) {
            assertThatThrownBy(() -> {
                        var in = reader(hex);
                        if (hex.startsWith("6")) {
                            in.text(10);
                        } else {
                            in.skip();
                        }
                    })
                    .as(hex)
                    .isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> reader("81".repeat(40) + "01").skip()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void fieldsThatAreNotKnownArePassedOverWhateverTheyHold() throws Exception {
        var out = new CborWriter().map(4);
        out.key(1).integer(7);
        out.key(2).array(2).text("new").map(1).key(1).bytes(new byte[3]);
        out.key(3).real(2.5);
        out.key(9).integer(8);
        var in = reader(out.toByteArray());
        long sum = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1, 9 -> sum += in.integer();
                default -> in.skip();
            }
        }
        assertThat(sum).isEqualTo(15);
        in.end();
    }

    @Test
    void fieldsThatComeTwiceOrInAnotherOrderAreRefused() throws Exception {
        for (int second : new int[] {1, 0}) {
            var out = new CborWriter().map(2);
            out.key(1).integer(1).key(second).integer(2);
            var in = reader(out.toByteArray());
            var fields = in.fields();
            assertThat(fields.next()).isTrue();
            in.skip();
            assertThatThrownBy(fields::next).isInstanceOf(ProtocolException.class);
        }
    }

    private static CborReader reader(String hex) {
        return reader(HexFormat.of().parseHex(hex));
    }

    private static CborReader reader(byte[] bytes) {
        return new CborReader("the test", bytes);
    }

    private static String hex(CborWriter out) {
        return HexFormat.of().formatHex(out.toByteArray());
    }
}
