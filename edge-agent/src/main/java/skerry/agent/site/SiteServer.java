package skerry.agent.site;

import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import skerry.agent.alert.Acknowledgement;
import skerry.agent.contact.ContactStanding;
import skerry.platform.net.Listening;

/**
 * The agent's HTTP server: the technician's page, {@code /healthz}, {@code /readyz} and {@code /metrics}. Reading needs
 * nothing; the one button needs the site PIN and our own Origin, and leaves an audit event.
 */
public final class SiteServer implements AutoCloseable {
    private static final int MAX_FORM = 4 * 1024;
    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(TechnicianPage.STYLE)
            + "'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final WebServer server;

    private SiteServer(WebServer server) {
        this.server = server;
    }

    /**
     * @param pin offers the button where it is there
     * @param tls must be there beyond loopback if a PIN is
     * @throws IllegalStateException if the port is in use; names it
     */
    public static SiteServer start(InetSocketAddress address, SiteView view, Optional<SitePin> pin, Optional<Tls> tls) {
        if (pin.isPresent() && tls.isEmpty() && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("a site PIN must not cross the network in the clear: " + address);
        }
        // Helidon logs a stack trace when it cannot bind and goes on: ask first.
        Listening.requireFree(address, "page.listen");
        var handlers = new Handlers(view, pin, tls.isPresent());
        var builder = WebServer.builder()
                .address(address.getAddress())
                .port(address.getPort())
                .shutdownHook(false)
                // Else an answer's body waits for the other side's delayed acknowledgement of its head, 40 ms.
                .connectionOptions(options -> options.tcpNoDelay(true))
                .maxPayloadSize(MAX_FORM)
                .routing(routing -> routing.get("/", handlers::page)
                        .get("/healthz", handlers::health)
                        .get("/readyz", handlers::ready)
                        .get("/metrics", handlers::metrics)
                        .get("/status", handlers::status)
                        .post("/try-link", handlers::tryLink)
                        .post("/acknowledge", handlers::acknowledge));
        tls.ifPresent(builder::tls);
        return new SiteServer(builder.build().start());
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private record Handlers(SiteView view, Optional<SitePin> pin, boolean tls) {
        void page(ServerRequest request, ServerResponse response) {
            send(response, Optional.empty());
        }

        void health(ServerRequest request, ServerResponse response) {
            plain(response, Status.OK_200, "ok\n");
        }

        void ready(ServerRequest request, ServerResponse response) {
            view.notReady()
                    .ifPresentOrElse(
                            reason -> plain(response, Status.SERVICE_UNAVAILABLE_503, reason + "\n"),
                            () -> plain(response, Status.OK_200, "ready\n"));
        }

        void status(ServerRequest request, ServerResponse response) {
            NodeFacts facts = view.facts();
            plain(response, Status.OK_200, StatusText.of(facts, view.alerts(), Checkup.of(facts, view.samples())));
        }

        void metrics(ServerRequest request, ServerResponse response) {
            var text = new StringBuilder(64 * 1024);
            try {
                view.exposition(text);
            } catch (IOException e) {
                throw new UncheckedIOException("writing the exposition", e);
            }
            response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
            response.send(text.toString().getBytes(StandardCharsets.UTF_8));
        }

        void tryLink(ServerRequest request, ServerResponse response) {
            press("try-link", request, response, _ -> {
                view.tryLink();
                ContactStanding contact = view.facts().contact();
                return contact.isResting()
                        ? "The link is not used now: " + contact.sentence() + "."
                        : "Trying the link now. Load this page again in half a minute.";
            });
        }

        void acknowledge(ServerRequest request, ServerResponse response) {
            press("acknowledge", request, response, form -> {
                String by = form.getOrDefault("by", "");
                if (by.isEmpty() || by.length() > Acknowledgement.MOST_BY) {
                    return "Say who you are, in at most " + Acknowledgement.MOST_BY + " characters.";
                }
                return view.acknowledge(form.getOrDefault("key", ""), by)
                        ? "The alert is acknowledged."
                        : "That alert does not fire any more.";
            });
        }

        /** What a button does, for who knows the site PIN and comes from our own page. */
        private void press(
                String action,
                ServerRequest request,
                ServerResponse response,
                Function<Map<String, String>, String> done) {
            String from = request.remotePeer().host();
            String origin =
                    request.headers().first(HeaderNames.ORIGIN).orElse("").toLowerCase(Locale.ROOT);
            if (!origin.equals(
                    (tls ? "https://" : "http://") + request.authority().toLowerCase(Locale.ROOT))) {
                view.audit(action, "refused: foreign origin", from);
                plain(response, Status.FORBIDDEN_403, "this did not come from the page of this node\n");
                return;
            }
            Map<String, String> form = form(request);
            SitePin.Answer answer = pin.map(sitePin -> sitePin.check(form.getOrDefault("pin", "")))
                    .orElse(SitePin.Answer.WRONG);
            switch (answer) {
                case RIGHT -> {
                    view.audit(action, "ok", from);
                    send(response, Optional.of(done.apply(form)));
                }
                case WRONG -> {
                    view.audit(action, "refused: wrong PIN", from);
                    response.status(Status.FORBIDDEN_403);
                    send(response, Optional.of("That is not the site PIN."));
                }
                case WAIT -> {
                    view.audit(action, "refused: too many tries", from);
                    response.status(Status.TOO_MANY_REQUESTS_429);
                    send(response, Optional.of("Too many wrong tries. Wait a minute and try again."));
                }
            }
        }

        private void send(ServerResponse response, Optional<String> notice) {
            NodeFacts facts = view.facts();
            String html = TechnicianPage.render(
                    facts, view.alerts(), view.budget(), Checkup.of(facts, view.samples()), notice, pin.isPresent());
            response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
            response.header(HeaderNames.create("Content-Security-Policy"), POLICY);
            response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
            response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.send(html.getBytes(StandardCharsets.UTF_8));
        }

        private static void plain(ServerResponse response, Status status, String text) {
            response.status(status);
            response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.send(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The fields of a form body, {@code pin=…&by=…}; nothing of one that is badly encoded. */
        private static Map<String, String> form(ServerRequest request) {
            try (InputStream in = request.content().inputStream()) {
                String body = new String(in.readNBytes(MAX_FORM), StandardCharsets.UTF_8);
                Map<String, String> fields = new HashMap<>();
                for (String field : body.split("&", -1)) {
                    int equals = field.indexOf('=');
                    if (equals > 0) {
                        String value = URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8);
                        fields.putIfAbsent(field.substring(0, equals), value.strip());
                    }
                }
                return fields;
            } catch (IOException e) {
                throw new UncheckedIOException("reading a form", e);
            } catch (IllegalArgumentException _) {
                return Map.of(); // no page of ours sends that
            }
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
