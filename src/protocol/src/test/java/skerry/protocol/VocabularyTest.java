package skerry.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void anAgentIdIsTheSameAsItsBits() {
        var random = new Random(5);
        for (int i = 0; i < 500; i++) {
            Uid uid = Uid.random(random);
            assertThat(Uid.of(uid.bits())).isEqualTo(uid);
        }
        assertThat(Uid.of(Bytes.of(new byte[16])).value()).isEqualTo("a".repeat(26));
        assertThat(Uid.of(Bytes.ofHex("ff".repeat(16))).value()).isEqualTo("7".repeat(25) + "4");
    }

    @Test
    void aTextIsCutAtACharacterAndSaysSo() {
        assertThat(Texts.cut("short", 5)).isEqualTo("short");
        assertThat(Texts.cut("longer", 5)).isEqualTo("lo…");
        assertThat(Texts.cut("\uD83D\uDE00\uD83D\uDE00", 8)).isEqualTo("\uD83D\uDE00\uD83D\uDE00");
        assertThat(Texts.cut("\uD83D\uDE00\uD83D\uDE00x", 8)).isEqualTo("\uD83D\uDE00…");
        var random = new Random(6);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(20, 1, 0xd800)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(Texts.utf8Length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
            assertThat(Texts.utf8Length(Texts.cut(text, 30))).isLessThanOrEqualTo(30);
        }
        assertThat(Texts.utf8Length("a\uD83Db")).isEqualTo("a\uD83Db".getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void textIsReadStrictlyAndTheReplacementCharacterItselfIsText() throws Exception {
        byte[] replacement = "a\uFFFDb".getBytes(StandardCharsets.UTF_8);
        assertThat(Texts.ofUtf8(replacement, 0, replacement.length)).isEqualTo("a\uFFFDb");
        assertThatThrownBy(() -> Texts.ofUtf8(new byte[] {'a', (byte) 0xff}, 0, 2))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void bytesAreEqualByContentAndCannotBeChangedFromOutside() {
        byte[] array = {1, 2, 3};
        Bytes bytes = Bytes.of(array);
        array[0] = 9;
        bytes.toArray()[1] = 9;

        assertThat(bytes).isEqualTo(Bytes.ofHex("010203")).hasSameHashCodeAs(Bytes.ofHex("010203"));
        assertThat(bytes.asBuffer().isReadOnly()).isTrue();
        assertThat(bytes.first(2)).isEqualTo(Bytes.ofHex("0102"));
        assertThatThrownBy(() -> bytes.first(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
