package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel of a Raspberry Pi 5 has pages of 16 KiB: files that are mapped must be made for them. */
class LargePagesTest {
    private static final int LARGE_PAGE = 16_384;

    /** A program header of this type is mapped into memory. */
    private static final int PT_LOAD = 1;

    private static final int SIXTY_FOUR_BITS = 2;

    /** The kernel cannot map a segment whose place in the file and in memory differ by less than a page. */
    @ParameterizedTest
    @ValueSource(strings = {"aarch64", "armv7"})
    void theNativeLibraryCanBeMappedByPagesOfThisSize(String architecture) throws IOException {
        String name = "/org/sqlite/native/Linux/" + architecture + "/libsqlitejdbc.so";
        try (var in = Objects.requireNonNull(getClass().getResourceAsStream(name), name)) {
            assertThat(alignments(in.readAllBytes()))
                    .isNotEmpty()
                    .allSatisfy(alignment -> assertThat(alignment % LARGE_PAGE).isZero());
        }
    }

    /** Of the segments that are mapped. Source: elf(5). */
    private static List<Long> alignments(byte[] library) {
        var elf = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
        boolean wide = library[4] == SIXTY_FOUR_BITS;
        long at = wide ? elf.getLong(32) : elf.getInt(28);
        int size = elf.getShort(wide ? 54 : 42);
        int count = elf.getShort(wide ? 56 : 44);
        var found = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            int header = (int) at + i * size;
            if (elf.getInt(header) == PT_LOAD) {
                found.add(wide ? elf.getLong(header + 48) : elf.getInt(header + 28));
            }
        }
        return found;
    }
}
