package skerry.hub.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import skerry.hub.broker.BrokerCounts.Cause;

/**
 * Makes the binary messages of a WebSocket a stream of MQTT bytes, and back; whatever else comes is answered or refused
 * at once. Where a message begins or ends means nothing. Used by one event loop. Source: MQTT 5, section 6; RFC 6455.
 */
final class WebSocketRoad extends ChannelDuplexHandler {
    /** Where agents ask, as brokers commonly have it. */
    static final String PATH = "/mqtt";

    private static final int MAX_LINE = 1_024;
    private static final int MAX_HEADERS = 4_096;
    private static final int MAX_BODY = 1_024;
    private static final long HANDSHAKE_MILLIS = 10_000;

    private final BrokerCounts counts;

    private WebSocketRoad(BrokerCounts counts) {
        this.counts = counts;
    }

    /** @param maxFrameBytes a longer frame ends the connection before it is taken into memory */
    static void open(ChannelPipeline pipeline, int maxFrameBytes, BrokerCounts counts) {
        pipeline.addLast(new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_BODY));
        pipeline.addLast(new HttpObjectAggregator(MAX_BODY, true));
        pipeline.addLast(new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                .websocketPath(PATH)
                .subprotocols("mqtt")
                .checkStartsWith(false)
                .handshakeTimeoutMillis(HANDSHAKE_MILLIS)
                .maxFramePayloadLength(maxFrameBytes)
                .allowExtensions(false)
                .dropPongFrames(true)
                .build()));
        pipeline.addLast(new WebSocketRoad(counts));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        switch (msg) {
            case BinaryWebSocketFrame frame -> ctx.fireChannelRead(frame.content());
            case ContinuationWebSocketFrame frame -> ctx.fireChannelRead(frame.content());
            case FullHttpRequest request -> {
                request.release();
                notHere(ctx);
            }
            default -> {
                ReferenceCountUtil.release(msg);
                counts.count(Cause.NOT_MQTT);
                var _ = ctx.close();
            }
        }
    }

    private void notHere(ChannelHandlerContext ctx) {
        counts.count(Cause.NOT_MQTT);
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND);
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, "close");
        ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        var _ = ctx.write(msg instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : msg, promise);
    }

    /** What a peer does wrong before and within frames, such as one that is too long. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        counts.count(Cause.NOT_MQTT);
        var _ = ctx.close();
    }
}
