package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacketGuardTest {
    @Test
    void packetsUpToTheLimitPassHoweverTheirBytesArrive() {
        var stream = new ByteArrayOutputStream();
        for (int length : new int[] {0, 1, 2, 127, 128, 999, 1_000, 0, 5}) {
            packet(stream, length);
        }
        byte[] bytes = stream.toByteArray();
        var random = new SplittableRandom(4);
        var guard = new PacketGuard(1_000);

        assertThatCode(() -> {
                    for (int at = 0; at < bytes.length; ) {
                        int count = Math.min(bytes.length - at, 1 + random.nextInt(40));
                        guard.passing(bytes, at, count);
                        at += count;
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aLongerOneIsStoppedAtItsLength() throws IOException {
        var stream = new ByteArrayOutputStream();
        packet(stream, 10);
        packet(stream, 1_001);
        byte[] bytes = stream.toByteArray();
        var guard = new PacketGuard(1_000);

        guard.passing(bytes, 0, 13);

        assertThatThrownBy(() -> guard.passing(bytes, 13, 2)).isInstanceOf(IOException.class);
    }

    private static void packet(ByteArrayOutputStream out, int length) {
        out.write(0x30);
        int rest = length;
        do {
            out.write((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
            rest >>= 7;
        } while (rest > 0);
        out.writeBytes(new byte[length]);
    }
}
