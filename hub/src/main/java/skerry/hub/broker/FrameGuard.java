package skerry.hub.broker;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import skerry.hub.broker.BrokerCounts.Cause;
import skerry.platform.time.MonotonicClock;

/**
 * Watches the MQTT frames of one connection as their bytes pass, and ends it when they break a limit: the first must be a
 * CONNECT of ordinary length within ten seconds, no later one may be longer than agreed. It stops reading while too many
 * publications wait for their PUBACK, or packets without one come too fast, so that a client can fill neither the
 * broker's queues nor its own. Used by one event loop.
 */
final class FrameGuard extends ChannelDuplexHandler {
    static final int MAX_CONNECT_BYTES = 4_096;
    static final int MAX_UNACKED = 32;
    static final int BURST = 256;
    static final int REFILL_PER_SECOND = 64;
    private static final long CONNECT_SECONDS = 10;
    private static final long PAUSE_MILLIS = 250;
    private static final System.Logger LOG = System.getLogger(FrameGuard.class.getName());

    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int QOS_BITS = 0x06;

    private final int maxPacketBytes;
    private final MonotonicClock clock;
    private final BrokerCounts counts;

    private boolean connected;
    private boolean oversize;
    private @Nullable Future<?> connectLimit;
    /** Bytes of the present frame's body still to come. */
    private int bodyLeft;
    /** First byte of a frame whose length is still being read, or -1. */
    private int type = -1;

    private int length;
    private int lengthShift;
    private int unacked;
    private int tokens = BURST;
    private long refilledAt;
    private boolean waiting;

    FrameGuard(int maxPacketBytes, MonotonicClock clock, BrokerCounts counts) {
        this.maxPacketBytes = maxPacketBytes;
        this.clock = clock;
        this.counts = counts;
        this.refilledAt = clock.millis();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connectLimit = ctx.executor()
                .schedule(
                        () -> end(ctx, Cause.NOT_MQTT, "no login in " + CONNECT_SECONDS + " s"),
                        CONNECT_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (connectLimit != null) {
            connectLimit.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        String broken = msg instanceof ByteBuf bytes ? scan(bytes) : "not bytes";
        if (broken != null) {
            ReferenceCountUtil.release(msg);
            end(ctx, oversize ? Cause.OVERSIZE : Cause.NOT_MQTT, broken);
            return;
        }
        ctx.fireChannelRead(msg);
        balance(ctx);
    }

    /** Walks over the frames without taking their bytes; the limit that is broken, or null. */
    private @Nullable String scan(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (bodyLeft > 0) {
                int step = Math.min(bodyLeft, end - at);
                bodyLeft -= step;
                at += step;
                continue;
            }
            int next = bytes.getUnsignedByte(at++);
            if (type < 0) {
                type = next;
                length = 0;
                lengthShift = 0;
                continue;
            }
            length |= (next & 0x7f) << lengthShift;
            lengthShift += 7;
            if ((next & 0x80) != 0) {
                if (lengthShift >= 28) {
                    return "a length of more than four bytes";
                }
                continue;
            }
            String broken = frame(type, length);
            if (broken != null) {
                return broken;
            }
            bodyLeft = length;
            type = -1;
        }
        return null;
    }

    private @Nullable String frame(int first, int bodyBytes) {
        int kind = first >> 4;
        if (!connected) {
            if (kind != CONNECT || bodyBytes > MAX_CONNECT_BYTES) {
                return "the first packet is no CONNECT of ordinary length";
            }
            connected = true;
            if (connectLimit != null) {
                connectLimit.cancel(false);
            }
            return null;
        }
        if (kind == CONNECT) {
            return "a second CONNECT";
        }
        if (bodyBytes + 5 > maxPacketBytes) {
            oversize = true;
            return "a packet of " + bodyBytes + " bytes";
        }
        if (kind == PUBLISH && (first & QOS_BITS) != 0) {
            unacked++;
        } else {
            tokens--;
        }
        return null;
    }

    /** Reads on, or stops reading until PUBACKs have gone out or packets may come again. */
    private void balance(ChannelHandlerContext ctx) {
        long now = clock.millis();
        long gained = (now - refilledAt) * REFILL_PER_SECOND / 1_000;
        if (gained > 0) {
            tokens = (int) Math.min(BURST, tokens + gained);
            refilledAt = now;
        }
        boolean reading = ctx.channel().config().isAutoRead();
        boolean tooMany = unacked > (reading ? MAX_UNACKED : MAX_UNACKED / 2);
        boolean tooFast = tokens < 0;
        if (tooFast && !waiting) {
            waiting = true;
            var _ = ctx.executor()
                    .schedule(
                            () -> {
                                waiting = false;
                                balance(ctx);
                            },
                            PAUSE_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
        ctx.channel().config().setAutoRead(!tooMany && !tooFast);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (unacked > 0 && msg instanceof ByteBuf bytes && isPuback(bytes)) {
            unacked--;
            balance(ctx);
        }
        var _ = ctx.write(msg, promise);
    }

    private static boolean isPuback(ByteBuf bytes) {
        return bytes.isReadable() && bytes.getUnsignedByte(bytes.readerIndex()) >> 4 == PUBACK;
    }

    /** A peer that breaks off, or speaks no TLS at a port that does, is an everyday thing; its bytes may hold secrets. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx, Cause.BROKEN, cause.getClass().getSimpleName());
    }

    private void end(ChannelHandlerContext ctx, Cause cause, String reason) {
        counts.count(cause);
        LOG.log(DEBUG, "closing {0}: {1}", ctx.channel().remoteAddress(), reason);
        var _ = ctx.close();
    }
}
