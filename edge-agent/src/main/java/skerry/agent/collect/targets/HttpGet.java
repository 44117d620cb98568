package skerry.agent.collect.targets;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import skerry.agent.collect.targets.ScrapeFailure.Reason;
import skerry.agent.http.HttpAnswer;
import skerry.agent.http.HttpExchange;
import skerry.agent.http.HttpFailure;
import skerry.agent.http.HttpTls;
import skerry.platform.time.MonotonicClock;

/**
 * Fetches the text of one target over HTTP/1.1: logged in, redirected within its host, and bounded together with other targets.
 * {@link #close} ends it from another thread at any moment.
 */
final class HttpGet implements AutoCloseable {
    /** As Prometheus prefers them: OpenMetrics, then text 0.0.4, then what there is. */
    static final String ACCEPT =
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private static final int MOST_REDIRECTS = 3;

    private final Target target;
    private final TlsContexts tls;
    private final String userAgent;
    private final SharedRoom room;
    private final HttpExchange exchange;

    /**
     * @param userAgent what the agent calls itself
     * @param deadline when the answer must be there, by {@code mono}
     */
    HttpGet(Target target, TlsContexts tls, String userAgent, SharedRoom room, MonotonicClock mono, long deadline) {
        this.target = target;
        this.tls = tls;
        this.userAgent = userAgent;
        this.room = room;
        this.exchange = new HttpExchange("it", mono, deadline, target.job().timeout());
    }

    /**
     * Asks and reads the answer; to be called once.
     *
     * @throws ScrapeFailure why there is no text
     */
    HttpReply fetch() throws ScrapeFailure {
        String path = target.pathAndQuery();
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            switch (ask(path)) {
                case Asked.Text(HttpReply reply) -> {
                    return reply;
                }
                case Asked.Elsewhere(String location) -> path = sameHost(location);
            }
        }
        throw new ScrapeFailure(Reason.REDIRECT, "it redirects more than " + MOST_REDIRECTS + " times");
    }

    private sealed interface Asked {
        record Text(HttpReply reply) implements Asked {}

        record Elsewhere(String location) implements Asked {}
    }

    private Asked ask(String path) throws ScrapeFailure {
        String authorization = authorization();
        var body = new ReceivedBody(room, target.job().bounds().maxBytes());
        boolean kept = false;
        try {
            HttpAnswer answer = exchange.ask(
                    target.host(), tls(), request(path, authorization).getBytes(StandardCharsets.ISO_8859_1));
            Optional<String> location = answer.header("location");
            if (answer.status() >= 300 && answer.status() < 400 && location.isPresent()) {
                return new Asked.Elsewhere(location.get());
            }
            if (answer.status() != 200) {
                throw refused(answer.status());
            }
            boolean gzip = gzip(answer.header("content-encoding").orElse("identity"));
            body.add(answer);
            kept = true;
            return new Asked.Text(new HttpReply(answer.header("content-type").orElse(""), gzip, body));
        } catch (HttpFailure e) {
            throw failure(e);
        } finally {
            if (!kept) {
                body.close();
            }
        }
    }

    private String authorization() throws ScrapeFailure {
        try {
            return target.job()
                    .login()
                    .header()
                    .map(value -> "Authorization: " + value + "\r\n")
                    .orElse("");
        } catch (IOException e) {
            throw new ScrapeFailure(Reason.LOGIN, String.valueOf(e.getMessage()), e);
        }
    }

    private String request(String path, String authorization) {
        double seconds = target.job().timeout().toMillis() / 1000.0;
        String limit = seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
        return "GET " + path + " HTTP/1.1\r\nHost: " + target.url().getRawAuthority() + "\r\nUser-Agent: " + userAgent
                + "\r\nAccept: " + ACCEPT + "\r\nAccept-Encoding: gzip\r\nX-Prometheus-Scrape-Timeout-Seconds: " + limit
                + "\r\n" + authorization + "Connection: close\r\n\r\n";
    }

    private static boolean gzip(String encoding) throws ScrapeFailure {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "identity", "" -> false;
            case "gzip", "x-gzip" -> true;
            default -> throw new ScrapeFailure(Reason.HTTP, "it sends another encoding than the gzip it was asked for");
        };
    }

    /** Credentials and data of one host are never shown to another. */
    private String sameHost(String location) throws ScrapeFailure {
        try {
            URI to = target.url().resolve(location);
            boolean same = target.url().getScheme().equals(to.getScheme())
                    && String.valueOf(target.url().getRawAuthority()).equalsIgnoreCase(to.getRawAuthority());
            if (same && to.getRawPath() != null && to.getRawPath().startsWith("/")) {
                return to.getRawQuery() == null ? to.getRawPath() : to.getRawPath() + "?" + to.getRawQuery();
            }
        } catch (IllegalArgumentException e) {
            throw new ScrapeFailure(Reason.REDIRECT, "it redirects to what is no address", e);
        }
        throw new ScrapeFailure(Reason.REDIRECT, "it redirects to another host or scheme, which is not followed");
    }

    private Optional<HttpTls> tls() throws ScrapeFailure {
        if (!target.isSecure()) {
            return Optional.empty();
        }
        TlsFiles files = target.job().tls();
        try {
            String name = files.serverName().orElse(target.host().host());
            return Optional.of(new HttpTls(tls.of(files), name, !files.unchecked()));
        } catch (IOException e) {
            throw new ScrapeFailure(Reason.TLS, String.valueOf(e.getMessage()), e);
        }
    }

    private ScrapeFailure refused(int status) {
        String what = "it answers with status " + status;
        KnownEndpoint.Refusal known = target.job().endpoint().refusals().get(status);
        return known == null
                ? new ScrapeFailure(Reason.STATUS, what)
                : new ScrapeFailure(Reason.STATUS, what + ": " + known.meaning(), known.advice());
    }

    private ScrapeFailure failure(HttpFailure e) {
        String what = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case CONNECT -> new ScrapeFailure(Reason.CONNECT, what, e);
            case TIMEOUT -> late(target);
            case TLS -> {
                Optional<String> advice = target.job().endpoint().tlsAdvice();
                yield advice.isEmpty()
                        ? new ScrapeFailure(Reason.TLS, what, e)
                        : new ScrapeFailure(Reason.TLS, what, advice.get());
            }
            case BROKEN -> new ScrapeFailure(Reason.HTTP, what, e);
        };
    }

    static ScrapeFailure late(Target target) {
        return new ScrapeFailure(
                Reason.TIMEOUT,
                "it does not answer within " + target.job().timeout().toMillis() + " ms");
    }

    /** Ends the exchange, whatever it waits for. */
    @Override
    public void close() {
        exchange.close();
    }
}
