package skerry.hub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameGuardTest {
    private static final int MAX_PACKET = 8_192;
    private static final byte[] CONNECT = frame(0x10, 40);
    private static final byte[] PUBACK = {0x40, 2, 0, 1};
    private static final byte[] PING = {(byte) 0xc0, 0};

    private final AtomicLong clock = new AtomicLong();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new FrameGuard(MAX_PACKET, clock::get, new BrokerCounts()));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void framesPassUnchangedHoweverTheirBytesAreCut() {
        ByteBuf all = Unpooled.buffer();
        all.writeBytes(CONNECT);
        for (int body : new int[] {0, 1, 127, 128, 5_000, 8_187}) {
            all.writeBytes(frame(0x30, body));
        }
        byte[] sent = bytes(all.duplicate());
        var random = new Random(5);

        while (all.isReadable()) {
            channel.writeInbound(all.readRetainedSlice(Math.min(1 + random.nextInt(300), all.readableBytes())));
        }

        ByteBuf passed = Unpooled.buffer();
        for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
            passed.writeBytes(part);
            part.release();
        }
        assertThat(bytes(passed)).isEqualTo(sent);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void theFirstPacketMustBeAConnectOfOrdinaryLength() {
        assertThat(endsAfter(frame(0x30, 10))).isTrue();
        assertThat(endsAfter(frame(0x10, FrameGuard.MAX_CONNECT_BYTES + 1))).isTrue();
        assertThat(endsAfter(frame(0x10, FrameGuard.MAX_CONNECT_BYTES))).isFalse();
        assertThat(endsAfter(new byte[] {0x10, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1}))
                .isTrue();
    }

    @Test
    void aPacketLongerThanAgreedOrASecondConnectEndsTheConnection() {
        assertThat(endsAfter(CONNECT, frame(0x30, MAX_PACKET - 5))).isFalse();
        assertThat(endsAfter(CONNECT, new byte[] {0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}))
                .isTrue();
        assertThat(endsAfter(CONNECT, CONNECT)).isTrue();
    }

    @Test
    void aClientThatSaysNothingIsCutOffAfterTenSeconds() {
        channel.advanceTimeBy(9, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();

        channel.advanceTimeBy(2, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void readingStopsWhilePublicationsWaitForTheirPubackAndGoesOnAfterwards() {
        pass(CONNECT);
        for (int i = 0; i <= FrameGuard.MAX_UNACKED; i++) {
            pass(frame(0x32, 20));
        }
        assertThat(channel.config().isAutoRead()).isFalse();

        for (int i = 0; i <= FrameGuard.MAX_UNACKED / 2; i++) {
            channel.writeOutbound(Unpooled.wrappedBuffer(PUBACK));
        }

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void readingStopsWhilePacketsWithoutPubackComeTooFast() {
        pass(CONNECT);
        for (int i = 0; i <= FrameGuard.BURST; i++) {
            pass(PING);
        }
        assertThat(channel.config().isAutoRead()).isFalse();

        clock.addAndGet(1_000);
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    private void pass(byte[] frame) {
        channel.writeInbound(Unpooled.wrappedBuffer(frame));
    }

    private boolean endsAfter(byte[]... frames) {
        var other = new EmbeddedChannel(new FrameGuard(MAX_PACKET, clock::get, new BrokerCounts()));
        for (byte[] frame : frames) {
            if (other.isOpen()) {
                other.writeInbound(Unpooled.wrappedBuffer(frame));
            }
        }
        boolean ended = !other.isOpen();
        other.finishAndReleaseAll();
        return ended;
    }

    private static byte[] frame(int first, int bodyBytes) {
        ByteBuf frame = Unpooled.buffer();
        frame.writeByte(first);
        int left = bodyBytes;
        do {
            int digit = left & 0x7f;
            left >>= 7;
            frame.writeByte(left > 0 ? digit | 0x80 : digit);
        } while (left > 0);
        frame.writeZero(bodyBytes);
        return bytes(frame);
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
