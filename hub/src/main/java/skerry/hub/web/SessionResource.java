package skerry.hub.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Optional;
import skerry.hub.access.Access;
import skerry.hub.access.Principal;

/** Setup, login and logout of people. */
final class SessionResource implements HttpService {
    private final Access access;
    private final HubApi.About about;

    SessionResource(Access access, HubApi.About about) {
        this.access = access;
        this.about = about;
    }

    record UserBody(String name, String role) {}

    record SessionBody(
            boolean setupNeeded,
            Optional<UserBody> user,
            Optional<String> csrf,
            boolean demo,
            String version,
            String hubBoot) {}

    record SetupBody(String code, String name, String password) {}

    record LoginBody(String name, String password) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/session", this::session)
                .post("/setup", this::setUp)
                .post("/login", this::logIn)
                .post("/logout", this::logOut);
    }

    private void session(ServerRequest request, ServerResponse response) {
        Optional<Principal> who = request.context().get(Principal.class);
        Json.send(
                response,
                new SessionBody(
                        access.setupCode().isPresent(),
                        who.map(principal ->
                                new UserBody(principal.name(), principal.role().word())),
                        who.map(Principal::csrf).filter(word -> !word.isEmpty()),
                        about.demo(),
                        about.version(),
                        about.hubBoot()));
    }

    private void setUp(ServerRequest request, ServerResponse response) {
        var body = Json.read(request, SetupBody.class);
        enter(
                response,
                access.setUp(
                        given(body.code(), "code"),
                        given(body.name(), "name"),
                        given(body.password(), "password"),
                        Gate.from(request)),
                Status.FORBIDDEN_403);
    }

    private void logIn(ServerRequest request, ServerResponse response) {
        var body = Json.read(request, LoginBody.class);
        enter(
                response,
                access.logIn(given(body.name(), "name"), given(body.password(), "password"), Gate.from(request)),
                Status.UNAUTHORIZED_401);
    }

    private void logOut(ServerRequest request, ServerResponse response) {
        Gate.cookie(request).ifPresent(secret -> access.logOut(secret, Gate.principal(request), Gate.from(request)));
        response.headers().addCookie(cookie("").maxAge(Duration.ZERO).build());
        response.status(Status.NO_CONTENT_204).send();
    }

    private void enter(ServerResponse response, Access.Entry entry, Status refused) {
        switch (entry) {
            case Access.Entry.Granted(String secret) -> {
                response.headers().addCookie(cookie(secret).build());
                response.status(Status.NO_CONTENT_204).send();
            }
            case Access.Entry.Refused(String reason) -> throw new ApiException(refused, reason);
            case Access.Entry.TooMany(var wait) -> {
                response.header(HeaderNames.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
                throw new ApiException(
                        Status.TOO_MANY_REQUESTS_429,
                        "too many wrong guesses; try again in " + Math.max(1, wait.toSeconds()) + " seconds");
            }
        }
    }

    private SetCookie.Builder cookie(String secret) {
        return SetCookie.builder(Gate.COOKIE, secret)
                .path("/")
                .httpOnly(true)
                .secure(about.tls())
                .sameSite(SetCookie.SameSite.STRICT);
    }

    private static String given(String value, String name) {
        if (value == null || value.isBlank()) {
            throw ApiException.badRequest("'" + name + "' is missing");
        }
        return value;
    }
}
