package skerry.platform.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Against the C library of this machine. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
class CLibraryTest {
    private final CLibrary library = CLibrary.load().orElseThrow();

    @Test
    void functionsOfFewWordsAndOfSixAreCalledAlike(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("grüße"));
        var path = CLibrary.text(file.toString());
        var text = CLibrary.memory(3).put(0, "abc".getBytes(StandardCharsets.US_ASCII));

        int opened = library.function("open").callInt(CLibrary.address(path), 2, 0, 0);
        long written = library.function("write").call(opened, CLibrary.address(text), 3, 0, 0, 0);
        long mapped = library.function("mmap").call(0, 3, 1, 2, opened, 0);
        long length = library.function("strlen").call(mapped, 0, 0, 0, 0, 0);
        int closed = library.function("close").callInt(opened, 0, 0, 0);

        assertThat(opened).isPositive();
        assertThat(written).isEqualTo(3);
        assertThat(length).isEqualTo(3);
        assertThat(closed).isZero();
        assertThat(file).hasContent("abc");
    }

    @Test
    void anIntThatIsNegativeIsToldAsSuch() {
        var path = CLibrary.text("/does/not/exist");

        assertThat(library.function("open").callInt(CLibrary.address(path), 0, 0, 0))
                .isEqualTo(-1);
    }

    @Test
    void aFunctionThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> library.function("skerry_is_not_in_libc")).isInstanceOf(NoSuchElementException.class);
    }
}
