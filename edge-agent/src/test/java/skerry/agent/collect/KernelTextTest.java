package skerry.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTextTest {
    @TempDir
    private Path directory;

    private final KernelText text = new KernelText();

    @Test
    void walksLinesAndWords() throws Exception {
        text.read(file("cpu0  1 22\t333\n\nintr 7"));

        assertThat(text.nextLine()).isTrue();
        assertThat(text.nextWord()).isTrue();
        assertThat(text.startsWith("cpu")).isTrue();
        assertThat(text.is("cpu")).isFalse();
        text.dropFirst(3);
        assertThat(text.number()).isZero();
        assertThat(text.nextNumber()).isEqualTo(1);
        assertThat(text.rest()).isEqualTo("22\t333");
        assertThat(text.skipWords(2)).isTrue();
        assertThat(text.nextWord()).isFalse();

        assertThat(text.nextLine()).isTrue();
        assertThat(text.nextWord()).isFalse();

        assertThat(text.nextLine()).isTrue();
        assertThat(text.nextWord()).isTrue();
        assertThat(text.nextNumber()).isEqualTo(7);
        assertThat(text.nextLine()).isFalse();
    }

    @Test
    void aWordMayEndAtTheFirstOrTheLastSeparator() throws Exception {
        text.read(file("  eth0:1: 42\n a = b = c\n"));

        text.nextLine();
        assertThat(text.nextUntilLast(':')).isTrue();
        assertThat(text.word()).isEqualTo("eth0:1");
        assertThat(text.nextNumber()).isEqualTo(42);

        text.nextLine();
        assertThat(text.nextUntil('=')).isTrue();
        assertThat(text.word()).isEqualTo("a");
        assertThat(text.rest()).isEqualTo("b = c");
        assertThat(text.nextUntil(':')).isFalse();
    }

    @Test
    void numbersKeepTheirSizeSignAndFraction() throws Exception {
        text.read(file(
                "18446744073709551615 -1 999999999999999999 0.25 1e3 007 340282366920938463463374607431768211456"));
        text.nextLine();

        assertThat(text.nextNumber()).isEqualTo(0x1p64);
        assertThat(text.nextNumber()).isEqualTo(-1);
        assertThat(text.nextNumber()).isEqualTo(1e18);
        assertThat(text.nextNumber()).isEqualTo(0.25);
        assertThat(text.nextNumber()).isEqualTo(1000);
        assertThat(text.nextNumber()).isEqualTo(7);
        assertThat(text.nextNumber()).isEqualTo(0x1p128);
    }

    @Test
    void whatIsNoNumberIsAnErrorThatNamesFileAndLine() throws Exception {
        var file = file("a 1\nb one\n");
        text.read(file);
        text.nextLine();
        text.nextLine();
        text.nextWord();

        assertThatThrownBy(text::nextNumber)
                .isInstanceOf(IOException.class)
                .hasMessage("cannot understand " + file + " line 2: 'one' is not a number");
        assertThatThrownBy(text::nextNumber).hasMessageContaining(file + " line 2: the line is too short");
    }

    @Test
    void aMissingFileIsNoErrorUnlessEveryLinuxHasIt() throws Exception {
        var missing = directory.resolve("missing").toFile();

        assertThat(text.read(missing)).isFalse();
        assertThat(text.nextLine()).isFalse();
        assertThatThrownBy(() -> text.readRequired(missing)).hasMessageContaining(missing.getPath());
    }

    @Test
    void aFileThatCannotBeReadIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> text.read(directory.toFile())).hasMessageContaining(directory.toString());
    }

    @Test
    void aFileLargerThanAnyOfTheKernelIsRefused() throws Exception {
        var large = directory.resolve("large").toFile();
        try (var sparse = new RandomAccessFile(large, "rw")) {
            sparse.setLength(KernelText.MAX_BYTES + 1L);
        }

        assertThatThrownBy(() -> text.read(large)).hasMessageContaining(large.getPath());
    }

    @Test
    void theBufferGrowsWithTheFileAndForgetsTheOneBefore() throws Exception {
        text.read(file("word ".repeat(5000)));
        text.nextLine();
        assertThat(text.skipWords(5000)).isTrue();

        text.read(file("short"));
        text.nextLine();
        text.nextWord();
        assertThat(text.word()).isEqualTo("short");
        assertThat(text.nextWord()).isFalse();
    }

    @Test
    void valuesOfAttributesAreWithoutWhiteSpaceAndMissingOnesAreNothing() throws Exception {
        assertThat(text.value(file(" powersave \n"))).hasValue("powersave");
        assertThat(text.value(directory.toFile())).isEmpty();
        assertThat(text.number(file("0x1003\n"))).hasValue(0x1003);
        assertThat(text.number(file("-5\n"))).hasValue(-5);
        assertThat(text.number(file("<unsupported>\n"))).isEmpty();
        assertThat(text.number(file(""))).isEmpty();
    }

    private File file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "text", ""), content)
                .toFile();
    }
}
