package skerry.hub.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import skerry.hub.access.Access;
import skerry.hub.access.GuessLimit;
import skerry.hub.fleet.Enrolment;
import skerry.hub.store.JoinGrant;
import skerry.hub.store.StoreException;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.enrol.EnrolCodec;

/**
 * Join codes for administrators; joining and renewing for agents, whose requests prove themselves and who have no session.
 * Every grant and refusal leaves an audit line, but one only for whoever keeps being refused.
 */
final class EnrolResource implements HttpService {
    static final String MEDIA_TYPE = "application/vnd.skerry.enrol+cbor";
    private static final int MAX_HOURS = 366 * 24;

    private final Enrolment enrolment;
    private final Access access;
    private final GuessLimit guesses;
    private final InstantSource clock;

    EnrolResource(Enrolment enrolment, Access access, InstantSource clock) {
        this.enrolment = enrolment;
        this.access = access;
        this.guesses = new GuessLimit();
        this.clock = clock;
    }

    /**
     * @param uses how many agents may join; 1 if left out
     * @param hours how long it counts; 24 if left out
     * @param replaces uid of the agent whose node the new machine continues
     */
    record NewCode(
            String site,
            @Nullable Integer uses,
            @Nullable Integer hours,
            @Nullable String replaces,
            @Nullable Boolean simulated) {}

    record CodeBody(
            String id,
            String site,
            int uses,
            int used,
            long madeAt,
            long endsAt,
            String madeBy,
            boolean open,
            Optional<String> replaces) {}

    @FunctionalInterface
    private interface Granting {
        Enrolment.Granted grant(byte[] request) throws Enrolment.Refused;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/join-codes", this::codes)
                .post("/join-codes", this::newCode)
                .delete("/join-codes/{id}", this::endCode)
                .post("/enrol", (request, response) -> grant(request, response, "agent.enrol", enrolment::join))
                .post("/renew", (request, response) -> grant(request, response, "agent.renew", enrolment::renew));
    }

    private void codes(ServerRequest request, ServerResponse response) {
        Gate.requireAdmin(request);
        long now = clock.millis();
        Json.send(
                response,
                Map.of(
                        "codes",
                        enrolment.codes().stream().map(code -> body(code, now)).toList()));
    }

    private static CodeBody body(JoinGrant code, long now) {
        return new CodeBody(
                code.id().hex(),
                code.site(),
                code.uses(),
                code.used(),
                code.madeAt(),
                code.endsAt(),
                code.madeBy(),
                code.isOpen(now),
                code.replaces().map(Uid::value));
    }

    private void newCode(ServerRequest request, ServerResponse response) {
        var body = Json.read(request, NewCode.class);
        int hours = body.hours() == null ? (int) Enrolment.CODE_LIFE.toHours() : body.hours();
        if (hours < 1 || hours > MAX_HOURS) {
            throw ApiException.badRequest("'hours' must lie between 1 and " + MAX_HOURS);
        }
        String site = String.valueOf(body.site());
        String actor = Gate.principal(request).name();
        try {
            var code = enrolment.newCode(
                    site,
                    Optional.ofNullable(body.replaces()).map(Uid::new),
                    Boolean.TRUE.equals(body.simulated()),
                    body.uses() == null ? 1 : body.uses(),
                    Duration.ofHours(hours),
                    actor);
            access.audit(actor, "join-code.add", code.id().hex() + " for " + site, "ok", Gate.from(request));
            response.status(Status.CREATED_201);
            Json.send(
                    response,
                    Map.of(
                            "id",
                            code.id().hex(),
                            "code",
                            code.text(),
                            "hub",
                            enrolment.hub().text(),
                            "endsAt",
                            clock.millis() + Duration.ofHours(hours).toMillis()));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            throw ApiException.conflict(e);
        }
    }

    private void endCode(ServerRequest request, ServerResponse response) {
        String id = request.path().pathParameters().get("id");
        boolean ended;
        try {
            ended = enrolment.endCode(Bytes.ofHex(id));
        } catch (IllegalArgumentException e) {
            ended = false;
        }
        if (!ended) {
            throw ApiException.notFound("there is no join code " + id);
        }
        access.audit(Gate.principal(request).name(), "join-code.remove", id, "ok", Gate.from(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void grant(ServerRequest request, ServerResponse response, String action, Granting granting) {
        String from = Gate.from(request);
        Duration wait = guesses.wait(source(from, ""), clock.millis());
        if (!wait.isZero()) {
            throw new ApiException(
                    Status.TOO_MANY_REQUESTS_429,
                    "too many refused requests from this address: wait " + wait.toSeconds() + " s");
        }
        try {
            var granted = granting.grant(content(request));
            var agent = granted.agent();
            access.audit(agent.uid().value(), action, agent.site() + "/" + agent.node(), "ok", from);
            response.header(HeaderNames.CONTENT_TYPE, MEDIA_TYPE);
            response.send(granted.answer().toArray());
        } catch (Enrolment.Refused e) {
            refused(action, e, from);
            throw new ApiException(Status.FORBIDDEN_403, String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            throw ApiException.conflict(e);
        }
    }

    /** An agent that keeps asking must not fill the audit trail, nor lock out others behind the same address. */
    private void refused(String action, Enrolment.Refused refusal, String from) {
        String source = source(from, refusal.who());
        long now = clock.millis();
        if (guesses.wait(source, now).isZero()) {
            guesses.failed(source, now);
            access.audit(refusal.who(), action, refusal.who(), "refused: " + refusal.getMessage(), from);
        }
    }

    private static String source(String from, String who) {
        return who.isEmpty() ? "from " + from : "agent " + who;
    }

    private static byte[] content(ServerRequest request) {
        if (!request.headers().first(HeaderNames.CONTENT_TYPE).orElse("").equals(MEDIA_TYPE)) {
            throw new ApiException(Status.UNSUPPORTED_MEDIA_TYPE_415, "this is for agents: send " + MEDIA_TYPE);
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(EnrolCodec.MAX_BYTES + 1);
            if (bytes.length > EnrolCodec.MAX_BYTES) {
                throw new ApiException(
                        Status.REQUEST_ENTITY_TOO_LARGE_413,
                        "a request of an agent has at most " + EnrolCodec.MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
