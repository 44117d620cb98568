package skerry.hub.web;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.access.Access;
import skerry.hub.access.AccessStore;
import skerry.hub.access.Role;

/** API tokens and the audit trail, for administrators. */
final class TokensResource implements HttpService {
    private static final int DEFAULT_AUDIT = 100;
    private static final int MAX_AUDIT = 1000;

    private final Access access;

    TokensResource(Access access) {
        this.access = access;
    }

    record TokenBody(
            String id, String name, String role, long createdAt, Optional<Long> lastUsedAt, Optional<Long> expiresAt) {}

    record NewToken(String name, String role, int days) {}

    record AuditBody(List<AccessStore.AuditEntry> entries) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/tokens", this::list)
                .post("/tokens", this::add)
                .delete("/tokens/{id}", this::remove)
                .get("/audit", this::audit);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Gate.requireAdmin(request);
        Json.send(
                response,
                Map.of(
                        "tokens",
                        access.tokens().stream()
                                .map(token -> new TokenBody(
                                        token.id(),
                                        token.name(),
                                        token.role().word(),
                                        token.createdAt(),
                                        Optional.of(token.lastUsedAt()).filter(at -> at > 0),
                                        Optional.of(token.expiresAt()).filter(at -> at > 0)))
                                .toList()));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var body = Json.read(request, NewToken.class);
        Role role = Role.of(String.valueOf(body.role()))
                .orElseThrow(() -> ApiException.badRequest("'role' must be viewer or admin"));
        try {
            String token = access.addToken(
                    String.valueOf(body.name()), role, body.days(), Gate.principal(request), Gate.from(request));
            response.status(Status.CREATED_201);
            Json.send(response, Map.of("token", token));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private void remove(ServerRequest request, ServerResponse response) {
        String id = request.path().pathParameters().get("id");
        if (!access.removeToken(id, Gate.principal(request), Gate.from(request))) {
            throw ApiException.notFound("there is no token " + id);
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private void audit(ServerRequest request, ServerResponse response) {
        Gate.requireAdmin(request);
        int limit = Parameters.number(request, "limit", DEFAULT_AUDIT, 1, MAX_AUDIT);
        Json.send(response, new AuditBody(access.auditTrail(limit)));
    }
}
