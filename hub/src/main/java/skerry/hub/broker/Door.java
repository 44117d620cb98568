package skerry.hub.broker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import skerry.platform.time.MonotonicClock;

/** A listening socket: takes connections up to a limit, ends TLS, guards the frames and hands over to Artemis. */
final class Door implements AutoCloseable {
    /** Set on connections that came in by the hub's own door. */
    static final AttributeKey<Boolean> FOR_HUB = AttributeKey.valueOf(Door.class, "forHub");

    private final Channel listening;

    private Door(Channel listening) {
        this.listening = listening;
    }

    /**
     * Opens a door for agents.
     *
     * @param before handlers that make a stream of MQTT bytes of what comes, put in front of all but TLS
     * @param open connections over all doors for agents
     */
    static Door forAgents(
            BrokerSettings.Listen listen,
            Consumer<ChannelPipeline> before,
            BrokerSettings settings,
            EventLoopGroup loops,
            NettyAcceptor artemis,
            MonotonicClock clock,
            BrokerCounts counts,
            AtomicInteger open)
            throws IOException {
        var full = new FullNotice(clock);
        var initializer = new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                if (open.incrementAndGet() > settings.maxConnections()) {
                    open.decrementAndGet();
                    counts.count(BrokerCounts.Cause.TOO_MANY);
                    full.tell(settings.maxConnections());
                    var _ = channel.close();
                    return;
                }
                channel.closeFuture().addListener(_ -> open.decrementAndGet());
                listen.tls()
                        .ifPresent(tls ->
                                channel.pipeline().addLast(ClientCertificate.HANDLER, new SslHandler(server(tls))));
                before.accept(channel.pipeline());
                channel.pipeline().addLast(new FrameGuard(settings.maxPacketBytes(), clock, counts));
                artemis.transfer(channel);
            }
        };
        return listen(listen, loops, initializer);
    }

    /** Opens the door for the hub's own ingest: loopback, any port, no limits; only the hub's user may log in there. */
    static Door forHub(EventLoopGroup loops, NettyAcceptor artemis) throws IOException {
        var initializer = new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.attr(FOR_HUB).set(true);
                artemis.transfer(channel);
            }
        };
        return listen(BrokerSettings.Listen.loopback(0), loops, initializer);
    }

    private static Door listen(
            BrokerSettings.Listen listen, EventLoopGroup loops, ChannelInitializer<Channel> initializer)
            throws IOException {
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(initializer)
                .bind(new InetSocketAddress(listen.host(), listen.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "the broker cannot listen on " + listen.host() + " port " + listen.port()
                            + (listen.tls().isPresent() ? " (TLS)" : "") + ": "
                            + bound.cause().getMessage() + "; choose another port or stop what uses it",
                    bound.cause());
        }
        return new Door(bound.channel());
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

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
    }
}
