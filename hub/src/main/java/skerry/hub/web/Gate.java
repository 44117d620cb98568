package skerry.hub.web;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.hub.access.Access;
import skerry.hub.access.Principal;
import skerry.hub.access.Role;
import skerry.hub.store.StoreException;
import skerry.protocol.Limits;

/**
 * What every request passes: the Host must be ours (else a foreign page could reach us by a name of its own), a change
 * needs an administrator, and from a browser also our own Origin and the session's word. Sets the headers that keep pages
 * from loading or being loaded by anything else, and turns failures into one sentence. Thread-safe.
 */
final class Gate implements Filter {
    static final String COOKIE = "skerry_session";
    static final HeaderName CSRF = HeaderNames.create("X-CSRF-Token");

    private static final Logger LOG = System.getLogger(Gate.class.getName());
    private static final Status INSUFFICIENT_STORAGE = Status.create(507, "Insufficient Storage");
    private static final Set<String> OPEN_TO_ALL =
            Set.of("/healthz", "/readyz", "/api/v1/session", "/api/v1/setup", "/api/v1/login");
    /** For agents, whose requests prove themselves; no browser has any business there. */
    private static final Set<String> FOR_AGENTS = Set.of("/api/v1/enrol", "/api/v1/renew");

    /** What a body may have; files of sticks and releases have a limit of their own. */
    private static final long MAX_BODY = 1 << 20;

    static final long MAX_FILE = Limits.MAX_STICK_FILE_BYTES + MAX_BODY;
    private static final Set<String> READING = Set.of("GET", "HEAD");
    /** Styles set by script (uPlot, lit-html) go through the object model, which the policy does not touch. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src"
            + " 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors"
            + " 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

    private static final Map<HeaderName, String> HEADERS = Map.of(
            HeaderNames.create("Content-Security-Policy"), POLICY,
            HeaderNames.create("X-Content-Type-Options"), "nosniff",
            HeaderNames.create("Referrer-Policy"), "no-referrer",
            HeaderNames.create("Cross-Origin-Opener-Policy"), "same-origin",
            HeaderNames.create("Cross-Origin-Resource-Policy"), "same-origin",
            HeaderNames.create("X-Frame-Options"), "DENY");

    private final Access access;
    private final Set<String> hosts;
    private final boolean tls;

    /** @param hosts names and addresses, without port, under which this hub may be asked for */
    Gate(Access access, Set<String> hosts, boolean tls) {
        this.access = access;
        this.hosts = Set.copyOf(hosts);
        this.tls = tls;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        HEADERS.forEach(response::header);
        if (tls) {
            response.header(HeaderNames.STRICT_TRANSPORT_SECURITY, "max-age=31536000");
        }
        admit(request, response);
        chain.proceed();
    }

    /** Turns what handlers and the gate itself throw into a status and one sentence. */
    static void errors(HttpRouting.Builder routing) {
        routing.error(
                ApiException.class, (_, response, e) -> answer(response, e.status(), String.valueOf(e.getMessage())));
        // What the server itself refuses: no such endpoint, a body too large.
        routing.error(
                HttpException.class,
                (request, response, e) -> answer(
                        response,
                        e.status(),
                        request.prologue().method() + " " + request.path().path() + ": "
                                + e.status().reasonPhrase().toLowerCase(Locale.ROOT)));
        routing.error(StoreException.class, (request, response, e) -> {
            if (e.kind() == StoreException.Kind.FULL) {
                answer(response, INSUFFICIENT_STORAGE, String.valueOf(e.getMessage()));
            } else {
                failed(request, response, e);
            }
        });
        routing.error(RuntimeException.class, Gate::failed);
    }

    private static void failed(ServerRequest request, ServerResponse response, RuntimeException e) {
        LOG.log(
                Level.ERROR,
                "answering " + request.prologue().method() + " "
                        + request.path().path() + " failed",
                e);
        answer(response, Status.INTERNAL_SERVER_ERROR_500, "the hub failed to answer; its log says why");
    }

    /** Who asks; only for handlers behind the gate. */
    static Principal principal(ServerRequest request) {
        return request.context()
                .get(Principal.class)
                .orElseThrow(() -> new ApiException(Status.UNAUTHORIZED_401, "log in first"));
    }

    /** For what only administrators may see. */
    static void requireAdmin(ServerRequest request) {
        if (principal(request).role() != Role.ADMIN) {
            throw new ApiException(Status.FORBIDDEN_403, "only an administrator may see this");
        }
    }

    static String from(ServerRequest request) {
        return request.remotePeer().host();
    }

    private void admit(RoutingRequest request, RoutingResponse response) {
        String host = host(request.authority());
        if (!hosts.contains(host)) {
            throw new ApiException(
                    Status.MISDIRECTED_REQUEST_421,
                    "this hub is not called by that name; add it to web.names in the hub's configuration");
        }
        String path = request.path().path();
        if (!path.startsWith("/api/v1/imports") && !path.startsWith("/api/v1/releases/")) {
            requireSmall(request);
        }
        boolean changes = !READING.contains(request.prologue().method().text());
        if (FOR_AGENTS.contains(path)) {
            requireNoBrowser(request);
            return;
        }
        boolean byBrowser = !request.headers().contains(HeaderNames.AUTHORIZATION);
        if (changes && byBrowser) {
            requireOwnOrigin(request);
        }
        Optional<Principal> who = identify(request);
        who.ifPresent(principal -> request.context().register(principal));
        if (path.startsWith("/api/")) {
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
        }
        boolean page = !path.startsWith("/api/") && !path.equals("/metrics");
        if (OPEN_TO_ALL.contains(path) || (page && !changes)) {
            return;
        }
        Principal principal =
                who.orElseThrow(() -> new ApiException(Status.UNAUTHORIZED_401, "log in, or send an API token"));
        if (changes && !path.equals("/api/v1/logout") && principal.role() != Role.ADMIN) {
            throw new ApiException(Status.FORBIDDEN_403, "only an administrator may change this");
        }
        if (changes
                && !principal.isToken()
                && !access.csrfMatches(principal, request.headers().first(CSRF).orElse(""))) {
            throw new ApiException(Status.FORBIDDEN_403, "the page is too old to change anything; reload it");
        }
    }

    private static void requireSmall(RoutingRequest request) {
        ServerRequestHeaders headers = request.headers();
        boolean endless = headers.contains(HeaderNames.TRANSFER_ENCODING);
        if (endless || headers.contentLength().orElse(0) > MAX_BODY) {
            throw new ApiException(
                    Status.REQUEST_ENTITY_TOO_LARGE_413,
                    "send a body of at most " + MAX_BODY + " bytes with its length");
        }
    }

    private Optional<Principal> identify(RoutingRequest request) {
        Optional<String> authorization = request.headers().first(HeaderNames.AUTHORIZATION);
        if (authorization.isPresent()) {
            String header = authorization.get();
            return header.regionMatches(true, 0, "Bearer ", 0, 7)
                    ? access.byToken(header.substring(7).strip())
                    : Optional.empty();
        }
        return cookie(request).flatMap(access::bySession);
    }

    static Optional<String> cookie(ServerRequest request) {
        return request.headers().cookies().first(COOKIE).asOptional();
    }

    private static void requireNoBrowser(RoutingRequest request) {
        if (request.headers().contains(HeaderNames.ORIGIN) || request.headers().contains(HeaderNames.COOKIE)) {
            throw new ApiException(Status.FORBIDDEN_403, "this is for agents, not for pages");
        }
    }

    private void requireOwnOrigin(RoutingRequest request) {
        String expected = (tls ? "https://" : "http://") + request.authority().toLowerCase(Locale.ROOT);
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("").toLowerCase(Locale.ROOT);
        if (!origin.equals(expected)) {
            throw new ApiException(Status.FORBIDDEN_403, "this change did not come from a page of this hub");
        }
    }

    /** The host without its port, in lower case. */
    private static String host(String header) {
        String host = header.toLowerCase(Locale.ROOT);
        int port = host.lastIndexOf(':');
        return port > host.lastIndexOf(']') ? host.substring(0, port) : host;
    }

    private static void answer(ServerResponse response, Status status, String sentence) {
        response.status(status);
        Json.send(response, new ErrorBody(new ErrorBody.Refusal(status.code(), sentence)));
    }

    record ErrorBody(Refusal error) {
        record Refusal(int status, String message) {}
    }
}
