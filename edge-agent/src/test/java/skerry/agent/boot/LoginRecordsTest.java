package skerry.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of utmp(5), in both of their sizes. */
class LoginRecordsTest {
    private static final int NARROW = 384;
    private static final int WIDE = 400;
    private static final long LAST = 1_795_862_490_000L;
    private static final long UP = 3_600_000;

    @TempDir
    private Path folder;

    private ByteBuffer records = ByteBuffer.allocate(0);

    @Test
    void aShutdownAfterTheLastRoundIsFoundInRecordsOfEitherSize() throws IOException {
        for (int bytes : new int[] {NARROW, WIDE}) {
            records = ByteBuffer.allocate(3 * bytes).order(ByteOrder.nativeOrder());
            add(bytes, 2, "reboot", LAST - UP);
            add(bytes, 7, "pi", LAST - 1_000_000);
            add(bytes, 1, "shutdown", LAST + 4_000);
            assertThat(read()).as("%d bytes", bytes).isEqualTo(LoginRecords.Found.SHUTDOWN);
        }
    }

    @Test
    void aShutdownOfAnEarlierBootIsNotTheEndOfThisOne() throws IOException {
        records = ByteBuffer.allocate(3 * NARROW).order(ByteOrder.nativeOrder());
        add(NARROW, 1, "shutdown", LAST - UP - 60_000);
        add(NARROW, 2, "reboot", LAST - UP);
        add(NARROW, 2, "reboot", LAST + 9_000);
        assertThat(read()).isEqualTo(LoginRecords.Found.NONE);
    }

    @Test
    void aPersonWhoIsCalledShutdownIsNone() throws IOException {
        records = ByteBuffer.allocate(2 * NARROW).order(ByteOrder.nativeOrder());
        add(NARROW, 2, "reboot", LAST - UP);
        add(NARROW, 7, "shutdown", LAST);
        assertThat(read()).isEqualTo(LoginRecords.Found.NONE);
    }

    @Test
    void aFileThatTheSystemKeepsNoMoreSaysNothing() throws IOException {
        records = ByteBuffer.allocate(2 * NARROW).order(ByteOrder.nativeOrder());
        add(NARROW, 1, "shutdown", LAST - 90L * 86_400_000);
        add(NARROW, 2, "reboot", LAST - 90L * 86_400_000);
        assertThat(read()).isEqualTo(LoginRecords.Found.NOT_KEPT);
        assertThat(LoginRecords.read(folder.resolve("none"), LAST, UP)).isEqualTo(LoginRecords.Found.NOT_KEPT);
    }

    @Test
    void whateverElseAFileHoldsItSaysNothingAndNoMoreThanItsEndIsRead() throws IOException {
        var random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] noise =
                    new byte[random.nextInt(6) * (i % 2 == 0 ? NARROW : WIDE) + (i % 5 == 0 ? random.nextInt(400) : 0)];
            random.nextBytes(noise);
            Files.write(folder.resolve("wtmp"), noise);
            assertThat(LoginRecords.read(folder.resolve("wtmp"), LAST, UP)).isEqualTo(LoginRecords.Found.NOT_KEPT);
        }
        records = ByteBuffer.allocate(2_000 * NARROW).order(ByteOrder.nativeOrder());
        add(NARROW, 1, "shutdown", LAST);
        while (records.hasRemaining()) {
            add(NARROW, 2, "reboot", LAST);
        }
        assertThat(read()).as("a shutdown far from the end").isEqualTo(LoginRecords.Found.NONE);
        Files.delete(folder.resolve("wtmp"));
        Files.createDirectory(folder.resolve("wtmp"));
        assertThat(LoginRecords.read(folder.resolve("wtmp"), LAST, UP)).isEqualTo(LoginRecords.Found.NOT_KEPT);
    }

    private LoginRecords.Found read() throws IOException {
        Files.write(folder.resolve("wtmp"), records.array());
        return LoginRecords.read(folder.resolve("wtmp"), LAST, UP);
    }

    private void add(int bytes, int type, String user, long millis) {
        int at = records.position();
        records.putShort(at, (short) type);
        records.put(at + 8, "~".getBytes(StandardCharsets.US_ASCII));
        records.put(at + 44, user.getBytes(StandardCharsets.US_ASCII));
        records.put(at + 76, "6.12.47+rpt-rpi-v8".getBytes(StandardCharsets.US_ASCII));
        if (bytes == WIDE) {
            records.putLong(at + 344, millis / 1000);
        } else {
            records.putInt(at + 340, (int) (millis / 1000));
        }
        records.position(at + bytes);
    }
}
