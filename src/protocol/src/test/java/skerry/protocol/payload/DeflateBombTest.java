package skerry.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborWriter;

class DeflateBombTest {
    private static final int BOMB_BYTES = 16 * 1024 * 1024;

    @Test
    void aBombThatTellsTheTruthIsRefusedBeforeItIsInflated() {
        assertThatThrownBy(() -> bomb(BOMB_BYTES, Limits.MAX_RAW_BYTES, false))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(ProtocolException.Reason.SIZE));
    }

    @Test
    void aBombThatLiesIsStoppedAtTheLengthItAnnounced() {
        assertThatThrownBy(() -> bomb(100_000, 100_000, false))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(ProtocolException.Reason.SIZE));
        assertThatThrownBy(() -> bomb(1_000_000, 1_000_000, false)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aHeaderThatDisagreesWithItsPayloadIsRefused() {
        assertThatThrownBy(() -> bomb(100_000, 99_999, false))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("do not have the lengths announced");
    }

    @Test
    void whatFollowsTheEndOfDeflatedDataIsRefused() {
        assertThatThrownBy(() -> bomb(100_000, 100_000, true)).isInstanceOf(ProtocolException.class);
    }

    private static void bomb(int announced, int rawLen, boolean appended) throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var deflater = new Deflater(9, true);
        var deflated = new ByteArrayOutputStream();
        byte[] zeros = new byte[64 * 1024];
        byte[] out = new byte[64 * 1024];
        int total = appended ? announced : BOMB_BYTES;
        for (int done = 0; done < total; done += zeros.length) {
            deflater.setInput(zeros, 0, Math.min(zeros.length, total - done));
            while (!deflater.needsInput()) {
                deflated.write(out, 0, deflater.deflate(out));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            deflated.write(out, 0, deflater.deflate(out));
        }
        deflater.end();
        if (appended) {
            deflated.write(0);
        }
        byte[] directory = new CborWriter()
                .array(3)
                .unsigned(SummaryCodec.WINDOW)
                .unsigned(announced)
                .unsigned(deflated.size())
                .toByteArray();
        var payload = new ByteArrayOutputStream();
        payload.writeBytes(directory);
        payload.writeBytes(deflated.toByteArray());
        Bytes bytes = Bytes.of(payload.toByteArray());
        var header = Payloads.header(Kind.MINUTE, 1, Encoding.DEFLATE, 0, rawLen);

        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            SummaryReader.open(header, bytes);
        } finally {
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(3L * 1024 * 1024);
        }
    }
}
