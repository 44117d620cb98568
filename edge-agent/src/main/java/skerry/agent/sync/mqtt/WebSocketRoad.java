package skerry.agent.sync.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import skerry.agent.budget.WireMeter;

/**
 * The bytes of MQTT in the binary messages of a WebSocket, by the JDK's own client: for sites where only the ports of web
 * servers are open. Where a message begins or ends means nothing; one piece at most waits to be read. Source: MQTT 5,
 * section 6.
 */
final class WebSocketRoad implements ByteRoad {
    private static final byte[] END = new byte[0];

    private final BrokerLink link;
    private final WebSocketCount count;
    private final HttpClient client;
    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Incoming incoming = new Incoming();
    private final Outgoing outgoing = new Outgoing();
    private volatile @Nullable WebSocket socket;

    WebSocketRoad(BrokerLink link, WireMeter meter) {
        this.link = link;
        this.count = new WebSocketCount(meter, link.tls().isPresent());
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofMillis(CONNECT_MILLIS))
                .proxy(
                        link.proxy().address() instanceof InetSocketAddress proxy
                                ? ProxySelector.of(proxy)
                                : HttpClient.Builder.NO_PROXY);
        link.tls().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    @Override
    public void open() throws IOException {
        String host = link.host().indexOf(':') >= 0 ? "[" + link.host() + "]" : link.host();
        var address = URI.create((link.tls().isPresent() ? "wss://" : "ws://") + host + ":" + link.port()
                + link.webSocketPath().orElseThrow());
        var opening = client.newWebSocketBuilder()
                .subprotocols("mqtt")
                .connectTimeout(Duration.ofMillis(CONNECT_MILLIS))
                .buildAsync(address, new Ears());
        try {
            CompletableFuture.anyOf(opening, ended).get();
            count.opened();
            socket = opening.getNow(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("given up");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException || e.getCause() instanceof SSLException) {
                count.opened();
            }
            throw reason(e.getCause());
        }
        if (ended.isDone()) {
            cut();
            throw new IOException("given up");
        }
    }

    /** In the classes that other ways to a broker use. */
    private IOException reason(@Nullable Throwable failure) {
        return switch (failure) {
            case HttpTimeoutException timeout -> withCause(new SocketTimeoutException(timeout.getMessage()), timeout);
            case WebSocketHandshakeException refused ->
                new IOException("status " + refused.getResponse().statusCode(), refused);
            case IOException io
            when io.getCause() instanceof UnresolvedAddressException ->
                withCause(new UnknownHostException(link.host()), io);
            case IOException io -> io;
            case null, default -> new IOException("given up", failure);
        };
    }

    private static <T extends Throwable> T withCause(T made, Throwable cause) {
        made.initCause(cause);
        return made;
    }

    @Override
    public InputStream in() {
        return incoming;
    }

    @Override
    public OutputStream out() {
        return outgoing;
    }

    @Override
    public void cut() {
        end(new IOException("given up"));
        client.shutdownNow();
    }

    private void end(@Nullable Throwable failure) {
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
        arrived.add(END);
        var open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private WebSocket connected() throws IOException {
        var open = socket;
        if (open == null) {
            throw new IOException("not connected");
        }
        return open;
    }

    /** What the JDK calls; one call at a time. */
    private final class Ears implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            count.received(bytes.length);
            if (bytes.length == 0) {
                from.request(1);
            } else {
                arrived.add(bytes);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            end(new IOException("text where MQTT was to come"));
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
            count.received(data.remaining());
            count.sent(data.remaining());
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String why) {
            end(null);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            end(failure);
        }
    }

    private final class Incoming extends InputStream {
        private byte[] piece = END;
        private int at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (at == piece.length && !next()) {
                return -1;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, bytes, from, count);
            at += count;
            return count;
        }

        private boolean next() throws IOException {
            try {
                byte[] taken = arrived.take();
                if (taken.length == 0) {
                    arrived.add(END);
                    return false;
                }
                piece = taken;
                at = 0;
                connected().request(1);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("given up");
            }
        }
    }

    /** Gathers a packet of MQTT until it is flushed. */
    private final class Outgoing extends OutputStream {
        private final ByteArrayOutputStream packet = new ByteArrayOutputStream();

        @Override
        public void write(int one) {
            packet.write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            packet.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            if (packet.size() == 0) {
                return;
            }
            count.sent(packet.size());
            var sending = connected().sendBinary(ByteBuffer.wrap(packet.toByteArray()), true);
            packet.reset();
            try {
                CompletableFuture.anyOf(sending, ended).get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("given up");
            } catch (ExecutionException e) {
                throw reason(e.getCause());
            }
            if (ended.isDone()) {
                throw new IOException("the WebSocket is closed");
            }
        }
    }
}
