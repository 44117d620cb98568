package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FilePagesTest {
    @Test
    void onlyCodeAndWhatWasThereFromTheStartAndWasNeverChangedIsGivenBack() {
        var regions = FilePages.unchanged("""
                800001000-800d8a000 rw-p 00001000 fe:00 27 /opt/skerry agent.jsa
                Rss:                  40 kB
                Anonymous:             0 kB
                VmFlags: rd wr mr mw me ac sd
                800d8a000-8025f2000 r--p 00d8a000 fe:00 27 /opt/skerry agent.jsa
                Rss:                  40 kB
                Anonymous:             0 kB
                KSM:                   0 kB
                7f43376e3000-7f433876f000 r-xp 002e3000 fe:00 32 /usr/lib/libjvm.so
                Anonymous:             0 kB
                7f4338a80000-7f4338b6b000 r--p 01680000 fe:00 32 /usr/lib/libjvm.so
                Anonymous:             4 kB
                7f4438a80000-7f4438b6b000 r-xp 01680000 fe:00 33 /usr/lib/libsqlitejdbc.so
                Anonymous:             0 kB
                7f4438b6b000-7f4438c6b000 r--p 01680000 fe:00 33 /usr/lib/libsqlitejdbc.so
                Anonymous:             0 kB
                7f4338b96000-7f4338b97000 r--p 00000000 00:00 0\s
                Anonymous:             0 kB
                7ffc1a5f2000-7ffc1a5f4000 r-xp 00000000 00:00 0                          [vdso]
                Anonymous:             0 kB
                ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
                Anonymous:             0 kB
                """.lines().toList());

        assertThat(regions)
                .containsExactly(
                        new FilePages.Region(0x800d8a000L, 0x8025f2000L, "/opt/skerry agent.jsa"),
                        new FilePages.Region(0x7f43376e3000L, 0x7f433876f000L, "/usr/lib/libjvm.so"),
                        new FilePages.Region(0x7f4438a80000L, 0x7f4438b6b000L, "/usr/lib/libsqlitejdbc.so"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessWhoseHeapWasCollectedGoesOnWithFewerPagesOfItsFiles() throws IOException {
        long[] now = {Long.MAX_VALUE};
        var trim = HeapTrim.ofThisProcess(() -> now[0]);
        long all = touchLibrary();
        assertThat(residentOfFiles()).isGreaterThan(all);

        now[0] += HeapTrim.EVERY_NANOS;
        trim.look();

        assertThat(residentOfFiles()).isLessThan(all);
        assertThat(List.of("b", "a").stream().sorted().toList()).containsExactly("a", "b");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsInUseIsNotReadAgainAndAgain() {
        long[] now = {Long.MAX_VALUE};
        var pages = FilePages.load(() -> now[0]).orElseThrow();

        assertThat(pages.giveBack()).isTrue();
        now[0] += FilePages.EVERY_NANOS - 1;
        assertThat(pages.giveBack()).isFalse();
        now[0]++;
        assertThat(pages.giveBack()).isTrue();
    }

    /** Has each page of Java's library read; bytes. */
    private static long touchLibrary() throws IOException {
        long bytes = 0;
        try (var memory = new RandomAccessFile("/proc/self/mem", "r")) {
            for (var region : FilePages.unchanged(Files.readAllLines(Path.of("/proc/self/smaps")))) {
                if (region.file().endsWith("/libjvm.so")) {
                    byte[] page = new byte[4096];
                    for (long at = region.from(); at < region.to(); at += page.length) {
                        memory.seek(at);
                        memory.readFully(page);
                    }
                    bytes += region.to() - region.from();
                }
            }
        }
        return bytes;
    }

    private static long residentOfFiles() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssFile:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .sum();
    }
}
