package skerry.protocol.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.protocol.ProtocolException;
import skerry.protocol.stick.StickEnrol;

/** Messages between nodes that say they are longer than their kind may be, which is refused before anything is read of them. */
class HostileLengthsTest {
    @ParameterizedTest
    @ValueSource(chars = {'B', 'K', 'N', 'F', 'L', 'R', 'G', 'b', 'm', 'c', 's', 'v', 'e', 'f', 'l', 'r', 'g', 'x'})
    void noKindMayBeAsLongAsItSays(char kind) throws Exception {
        for (int length : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, PeerMessage.maxBody() + 1}) {
            var in = new ByteArrayInputStream(message(kind, length, new byte[64]));

            assertThatThrownBy(() -> PeerCodec.read(in))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith("There is a message between nodes of ");
            assertThat(in.available()).as("nothing of the body was read").isEqualTo(64);
        }
    }

    @Test
    void aGrantIsAsLongAsAFileOfAStickAtMost() throws Exception {
        assertThat(grant(StickEnrol.MAX_BYTES)).isInstanceOf(PeerMessage.Grant.class);
        assertThatThrownBy(() -> grant(StickEnrol.MAX_BYTES + 1)).isInstanceOf(ProtocolException.class);
    }

    private static PeerMessage grant(int length) throws Exception {
        return PeerCodec.read(new ByteArrayInputStream(message('G', length, new byte[length])));
    }

    @Test
    void aRequestIsAsLongAsAFileOfAStickAtMost() throws Exception {
        assertThat(asking(StickEnrol.MAX_BYTES)).isInstanceOf(PeerMessage.Asking.class);
        assertThatThrownBy(() -> asking(StickEnrol.MAX_BYTES + 1)).isInstanceOf(ProtocolException.class);
    }

    /** A map of one entry: key 1, and bytes whose length stands in two. */
    private static PeerMessage asking(int length) throws Exception {
        byte[] body = ByteBuffer.allocate(5 + length)
                .put((byte) 0xa1)
                .put((byte) 1)
                .put((byte) 0x59)
                .putShort((short) length)
                .array();
        return PeerCodec.read(new ByteArrayInputStream(message('r', body.length, body)));
    }

    @ParameterizedTest
    @ValueSource(chars = {'R', 'r', 'G', 'g'})
    void aMessageThatEndsWithinIsNone(char kind) {
        var in = new ByteArrayInputStream(message(kind, 9, new byte[3]));

        assertThatThrownBy(() -> PeerCodec.read(in)).isInstanceOf(EOFException.class);
    }

    private static byte[] message(char kind, int length, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) kind)
                .putInt(length)
                .put(body)
                .array();
    }
}
