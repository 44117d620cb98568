package skerry.hub.broker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import skerry.platform.time.MonotonicClock;

/** A listening socket: takes connections up to a limit, ends TLS, guards the frames and hands over to Artemis. */
final class Door implements AutoCloseable {
    /** Set on connections that came in by the hub's own door. */
    static final AttributeKey<Boolean> FOR_HUB = AttributeKey.valueOf(Door.class, "forHub");

    private final Channel listening;
    private final AtomicInteger open;

    private Door(Channel listening, AtomicInteger open) {
        this.listening = listening;
        this.open = open;
    }

    /** Opens the door for agents. */
    static Door forAgents(
            BrokerSettings settings,
            EventLoopGroup loops,
            NettyAcceptor artemis,
            MonotonicClock clock,
            BrokerCounts counts)
            throws IOException {
        var open = new AtomicInteger();
        var initializer = new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                if (open.incrementAndGet() > settings.maxConnections()) {
                    open.decrementAndGet();
                    counts.count(BrokerCounts.Cause.TOO_MANY);
                    var _ = channel.close();
                    return;
                }
                channel.closeFuture().addListener(_ -> open.decrementAndGet());
                settings.tls()
                        .ifPresent(tls ->
                                channel.pipeline().addLast(ClientCertificate.HANDLER, new SslHandler(server(tls))));
                channel.pipeline().addLast(new FrameGuard(settings.maxPacketBytes(), clock, counts));
                artemis.transfer(channel);
            }
        };
        return listen(settings.host(), settings.port(), settings.tls(), loops, initializer, open);
    }

    /** Opens the door for the hub's own ingest: loopback, any port, no limits; only the hub's user may log in there. */
    static Door forHub(EventLoopGroup loops, NettyAcceptor artemis) throws IOException {
        var open = new AtomicInteger();
        var initializer = new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.attr(FOR_HUB).set(true);
                artemis.transfer(channel);
            }
        };
        return listen("127.0.0.1", 0, Optional.empty(), loops, initializer, open);
    }

    private static Door listen(
            String host,
            int port,
            Optional<SSLContext> tls,
            EventLoopGroup loops,
            ChannelInitializer<Channel> initializer,
            AtomicInteger open)
            throws IOException {
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(initializer)
                .bind(new InetSocketAddress(host, port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "the broker cannot listen on " + host + " port " + port + (tls.isPresent() ? " (TLS)" : "") + ": "
                            + bound.cause().getMessage() + "; choose another port or stop what uses it",
                    bound.cause());
        }
        return new Door(bound.channel(), open);
    }

    private static SSLEngine server(SSLContext tls) {
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return engine;
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Connections that came in by this door and are still open. */
    int connections() {
        return open.get();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
    }
}
