package skerry.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skerry.agent.http.HttpFailure.Kind;
import skerry.platform.net.HostPort;

class HttpExchangeTest {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @SuppressWarnings("NullAway.Init")
    private ServerSocket server;

    private final AtomicLong mono = new AtomicLong(1_000);

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    @Test
    void aBodyIsReadByChunksByItsLengthOrToItsEnd() throws IOException {
        String chunked = OK
                + "Transfer-Encoding: Chunked\r\nX-A:  b \r\n\r\n3;x=y\r\nabc\r\nA\r\ndefghijklm\r\n0\r\nT: u\r\n\r\n";
        assertThat(body(chunked)).isEqualTo("abcdefghijklm");
        assertThat(body(OK + "Content-Length: 3\r\n\r\nabcdef")).isEqualTo("abc");
        assertThat(body("HTTP/1.0 200 OK\n\nabc")).isEqualTo("abc");
        assertThat(body("HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 0\r\n\r\n"))
                .isEmpty();
    }

    @Test
    void whatIsNoHttpIsASentenceAboutWhomWasAsked() {
        assertThat(broken("SSH-2.0-x\r\n\r\n")).isEqualTo("the pump does not speak HTTP/1.1");
        assertThat(broken(OK + "no colon\r\n\r\n")).isEqualTo("the pump sends a header without a colon");
        assertThat(broken(OK + "Transfer-Encoding: gzip\r\n\r\n"))
                .isEqualTo("the pump sends in a transfer encoding that is not known");
        assertThat(broken(OK + "Content-Length: -1\r\n\r\n"))
                .isEqualTo("the pump sends a length or status that is no number");
        assertThat(broken(OK + "Content-Length: +1\r\n\r\na")).contains("no number");
        assertThat(broken(OK + "Content-Length: 9\r\n\r\nabc")).isEqualTo("the pump ends its answer too early");
        assertThat(broken(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n"))
                .isEqualTo("the pump sends a chunk that is longer than it says");
        assertThat(broken(OK + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"))
                .contains("no number");
        assertThat(broken(OK + "X: " + "y".repeat(40_000) + "\r\n\r\n"))
                .isEqualTo("the pump sends headers longer than 32768 bytes");
        assertThat(broken("")).isEqualTo("the pump ends its answer too early");
    }

    @Test
    void noMoreIsReadThanIsAllowedUntilMoreIs() throws IOException {
        answers(OK + "Content-Length: 6\r\n\r\nabcdef");
        try (var exchange = exchange()) {
            HttpAnswer answer = exchange.ask(where(), Optional.empty(), REQUEST);
            answer.allow(3);
            assertThat(new String(answer.readNBytes(3), StandardCharsets.US_ASCII))
                    .isEqualTo("abc");
            assertThat(catchThrowableOfType(HttpFailure.class, answer::read))
                    .hasMessage("the pump sends more at once than the agent has memory for");
            answer.allow(3);
            assertThat(answer.readAllBytes()).hasSize(3);
        }
    }

    @Test
    void oneThatFallsSilentIsLateOnceItsTimeIsOver() throws IOException {
        var held = new CompletableFuture<Socket>();
        serve(OK + "Content-Length: 6\r\n\r\nabc", false, held);
        try (var exchange = exchange()) {
            HttpAnswer answer = exchange.ask(where(), Optional.empty(), REQUEST);
            assertThat(answer.readNBytes(3)).hasSize(3);
            mono.set(61_000);

            var late = catchThrowableOfType(HttpFailure.class, answer::read);

            assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(late).hasMessage("the pump does not answer in time");
        }
        held.join().close();
    }

    @Test
    void oneThatSendsOnAndOnIsLateAsWell() throws IOException {
        answers(OK + "Content-Length: 100000\r\n\r\n" + "a".repeat(100_000));
        try (var exchange = exchange()) {
            HttpAnswer answer = exchange.ask(where(), Optional.empty(), REQUEST);
            assertThat(answer.readNBytes(3)).hasSize(3);
            mono.set(61_000);

            assertThat(catchThrowableOfType(HttpFailure.class, answer::readAllBytes)
                            .kind())
                    .isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void itIsEndedFromAnotherThreadWhileItWaits() throws Exception {
        var held = new CompletableFuture<Socket>();
        serve(OK, false, held);
        var exchange = exchange();
        var failed = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(HttpFailure.class, () -> exchange.ask(where(), Optional.empty(), REQUEST)));
        held.join();

        exchange.close();

        assertThat(failed.get().kind()).isEqualTo(Kind.TIMEOUT);
        held.join().close();
        assertThat(catchThrowableOfType(HttpFailure.class, () -> exchange.ask(where(), Optional.empty(), REQUEST))
                        .kind())
                .as("it asks nobody any more")
                .isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void whereNobodyListensThatIsSaid() throws IOException {
        HostPort gone = where();
        server.close();
        try (var exchange = exchange()) {
            var failure = catchThrowableOfType(HttpFailure.class, () -> exchange.ask(gone, Optional.empty(), REQUEST));
            assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
            assertThat(failure).hasMessage("the pump cannot be reached: nobody listens there");
        }
    }

    private String broken(String text) {
        HttpFailure failure = catchThrowableOfType(HttpFailure.class, () -> body(text));
        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        return String.valueOf(failure.getMessage());
    }

    private String body(String text) throws IOException {
        answers(text);
        try (var exchange = exchange()) {
            return new String(
                    exchange.ask(where(), Optional.empty(), REQUEST).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private void answers(String text) {
        serve(text, true, new CompletableFuture<>());
    }

    /** @param done gets the connection once the text is written */
    private void serve(String text, boolean hangUp, CompletableFuture<Socket> done) {
        Thread.ofVirtual().start(() -> {
            try {
                Socket socket = server.accept();
                socket.getInputStream().readNBytes(REQUEST.length);
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                if (hangUp) {
                    socket.shutdownOutput();
                }
                done.complete(socket);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
    }

    private HostPort where() {
        return new HostPort("127.0.0.1", server.getLocalPort());
    }

    private HttpExchange exchange() {
        return new HttpExchange("the pump", mono::get, 61_000, Duration.ofSeconds(10));
    }
}
