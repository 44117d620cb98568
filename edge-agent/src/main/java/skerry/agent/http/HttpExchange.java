package skerry.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import skerry.agent.http.HttpFailure.Kind;
import skerry.platform.net.HostPort;
import skerry.platform.time.MonotonicClock;

/**
 * Asks over a connection of its own. All of it, from the name server to the last byte, ends at one deadline, so that a server that
 * vanished without a word, or sends a byte now and then, is noticed. Used by one thread; {@link #close} comes from any.
 */
public final class HttpExchange implements AutoCloseable {
    private final String subject;
    private final MonotonicClock mono;
    private final long deadline;
    private final long longestConnectMillis;
    private Optional<Socket> open = Optional.empty();
    private boolean closed;

    /**
     * @param subject whom is asked, as the subject of a sentence: {@code the API server at https://10.0.0.1:6443}, or {@code it}
     * @param deadline when all must be over, by {@code mono}, milliseconds
     * @param connect how long connecting may take, within the deadline
     */
    public HttpExchange(String subject, MonotonicClock mono, long deadline, Duration connect) {
        this.subject = subject;
        this.mono = mono;
        this.deadline = deadline;
        this.longestConnectMillis = connect.toMillis();
    }

    /**
     * Asks, and hands over the answer as it comes. Where it is called again, the connection before is closed.
     *
     * @param tls empty for plain HTTP
     * @param request head and body as they go over the wire; it asks for the connection to be closed
     */
    public HttpAnswer ask(HostPort where, Optional<HttpTls> tls, byte[] request) throws HttpFailure {
        try {
            Socket plain = connect(where);
            Socket socket = tls.isPresent() ? tls.get().over(plain, where.port()) : plain;
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            return new HttpAnswer(subject, new Bounded(socket));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Socket connect(HostPort where) throws IOException {
        var socket = new Socket();
        synchronized (this) {
            closeOpen();
            if (closed) {
                throw new SocketTimeoutException();
            }
            open = Optional.of(socket);
        }
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.connect(where.resolved(), (int) Math.min(left(), longestConnectMillis));
        socket.setSoTimeout(left());
        return socket;
    }

    /** No read waits longer than what is left of the whole exchange. */
    final class Bounded extends InputStream {
        private final Socket socket;
        private final InputStream in;

        Bounded(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        @Override
        public int read() throws HttpFailure {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws HttpFailure {
            try {
                socket.setSoTimeout(left());
                return in.read(into, from, length);
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    private int left() throws SocketTimeoutException {
        long left = deadline - mono.millis();
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    private HttpFailure failure(IOException e) {
        if (e instanceof HttpFailure known) {
            return known;
        }
        if (e instanceof SocketTimeoutException || isOver()) {
            return new HttpFailure(Kind.TIMEOUT, subject + " does not answer in time", e);
        }
        return switch (e) {
            case UnknownHostException _ -> new HttpFailure(Kind.CONNECT, subject + " has a name that is not known", e);
            case ConnectException _ ->
                new HttpFailure(Kind.CONNECT, subject + " cannot be reached: nobody listens there", e);
            case NoRouteToHostException _ ->
                new HttpFailure(Kind.CONNECT, subject + " cannot be reached: there is no way to it", e);
            case SSLException _ ->
                new HttpFailure(Kind.TLS, "TLS with " + subject + " fails (" + e.getMessage() + ")", e);
            default -> new HttpFailure(Kind.BROKEN, subject + " breaks the connection (" + e.getMessage() + ")", e);
        };
    }

    private synchronized boolean isOver() {
        return closed || deadline <= mono.millis();
    }

    private void closeOpen() {
        if (open.isPresent()) {
            try {
                // Not the TLS over it: that would wait for whoever reads from it.
                open.get().close();
            } catch (IOException e) {
                // it is closed for us either way
            }
        }
    }

    /** Ends the exchange, whatever it waits for. */
    @Override
    public synchronized void close() {
        closed = true;
        closeOpen();
    }
}
