package skerry.hub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.store.sqlite.SqliteAccessStore;

class AccessTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final InstantSource clock = () -> now;
    private AccessStore store;
    private Access access;

    @BeforeEach
    void open() throws SQLException {
        store = SqliteAccessStore.open(folder.resolve("access.db"));
        access = new Access(store, clock, new SecureRandom(), new GuessLimit());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theSetupCodeMakesOneAdministratorAndThenIsGone() throws SQLException {
        String code = access.setupCode().orElseThrow();

        assertThat(access.setUp(code, "ada", PASSWORD, "127.0.0.1")).isInstanceOf(Access.Entry.Granted.class);
        assertThat(access.setupCode()).isEmpty();
        assertThat(access.setUp(code, "eve", PASSWORD, "127.0.0.1"))
                .isEqualTo(new Access.Entry.Refused("an administrator exists already; log in"));
        store.close();
        store = SqliteAccessStore.open(folder.resolve("access.db"));
        var restarted = new Access(store, clock, new SecureRandom(), new GuessLimit());
        assertThat(restarted.setupCode()).isEmpty();
        assertThat(restarted.logIn("ada", PASSWORD, "127.0.0.1")).isInstanceOf(Access.Entry.Granted.class);
    }

    @Test
    void aWrongCodeAndAWeakPasswordAreRefusedWithTheReason() {
        assertThat(access.setUp("aaaa-bbbb-cccc", "ada", PASSWORD, "127.0.0.1"))
                .isEqualTo(new Access.Entry.Refused("the setup code is wrong; the hub prints it when it starts"));
        assertThat(access.setUp(access.setupCode().orElseThrow(), "ada", "short", "127.0.0.1"))
                .isEqualTo(new Access.Entry.Refused("the password needs 12 to 256 characters"));
    }

    @Test
    void aSessionOpensUntilItIsIdleOrOldOrLoggedOut() {
        String secret = setUp();
        Principal ada = access.bySession(secret).orElseThrow();
        assertThat(ada.role()).isEqualTo(Role.ADMIN);
        assertThat(access.csrfMatches(ada, ada.csrf())).isTrue();
        assertThat(access.csrfMatches(ada, "")).isFalse();
        assertThat(access.bySession(secret + "x")).isEmpty();

        for (int hours = 0; hours < 24 * 7 - 12; hours += 11) {
            now = now.plus(Duration.ofHours(11));
            assertThat(access.bySession(secret))
                    .as("used within the idle limit")
                    .isPresent();
        }
        now = now.plus(Duration.ofHours(12));
        assertThat(access.bySession(secret)).isEmpty();

        String second = ((Access.Entry.Granted) access.logIn("ada", PASSWORD, "127.0.0.1")).secret();
        access.logOut(second, ada, "127.0.0.1");
        assertThat(access.bySession(second)).isEmpty();
    }

    @Test
    void guessingIsSlowedDownPerAddressAndPerNameAndSaysHowLong() {
        setUp();
        for (int i = 0; i < 5; i++) {
            assertThat(access.logIn("ada", "wrong password " + i, "10.0.0." + i))
                    .isEqualTo(new Access.Entry.Refused("name or password is wrong"));
        }

        assertThat(access.logIn("ada", PASSWORD, "10.9.9.9"))
                .isEqualTo(new Access.Entry.TooMany(Duration.ofMinutes(1)));
        now = now.plus(Duration.ofMinutes(1));
        assertThat(access.logIn("ada", PASSWORD, "10.9.9.9")).isInstanceOf(Access.Entry.Granted.class);

        for (int i = 0; i < 5; i++) {
            access.logIn("nobody" + i, "wrong", "10.0.0.77");
        }
        assertThat(access.logIn("ada", PASSWORD, "10.0.0.77")).isInstanceOf(Access.Entry.TooMany.class);
    }

    @Test
    void whoeverKeepsOnGuessingLeavesOneLineInTheTrailForEachWait() {
        setUp();
        for (int i = 0; i < 5; i++) {
            access.logIn("ada", "wrong", "10.0.0.1");
        }
        int before = access.auditTrail(1_000).size();

        for (int i = 0; i < 100; i++) {
            assertThat(access.logIn("ada", "wrong", "10.0.0.1")).isInstanceOf(Access.Entry.TooMany.class);
        }

        assertThat(access.auditTrail(1_000)).hasSize(before + 1);
    }

    @Test
    void theWaitDoublesUpToAnHour() {
        var limit = new GuessLimit();
        for (int i = 0; i < 30; i++) {
            limit.failed("x", 0);
        }
        assertThat(limit.wait("x", 0)).isEqualTo(Duration.ofHours(1));
        limit.succeeded("x");
        assertThat(limit.wait("x", 0)).isZero();
    }

    @Test
    void aTokenWorksUntilItEndsOrIsRemovedAndCannotActForABrowser() {
        Principal ada = access.bySession(setUp()).orElseThrow();
        String token = access.addToken("grafana", Role.VIEWER, 30, ada, "127.0.0.1");

        Principal reader = access.byToken(token).orElseThrow();
        assertThat(reader).isEqualTo(new Principal("token:grafana", Role.VIEWER, ""));
        assertThat(access.csrfMatches(reader, "")).isFalse();
        now = now.plus(Duration.ofDays(30));
        assertThat(access.byToken(token)).isEmpty();

        String other = access.addToken("ci", Role.ADMIN, 30, ada, "127.0.0.1");
        String id = access.tokens().getLast().id();
        assertThat(access.removeToken(id, ada, "127.0.0.1")).isTrue();
        assertThat(access.byToken(other)).isEmpty();
        assertThatThrownBy(() -> access.addToken("x", Role.VIEWER, 0, ada, "127.0.0.1"))
                .hasMessage("a token lives 1 to 3650 days");
    }

    @Test
    void everythingThatChangesOrIsRefusedIsInTheAuditTrailAndNoSecretIs() throws Exception {
        Principal ada = access.bySession(setUp()).orElseThrow();
        access.logIn("ada", "my wrong secret", "10.0.0.1");
        String token = access.addToken("grafana", Role.VIEWER, 30, ada, "127.0.0.1");

        var trail = access.auditTrail(10);

        assertThat(trail)
                .extracting(AccessStore.AuditEntry::action, AccessStore.AuditEntry::actor)
                .containsExactly(tuple("token.add", "ada"), tuple("login", "ada"), tuple("setup", "ada"));
        assertThat(trail.toString()).doesNotContain("wrong secret", token, PASSWORD);
        store.close();
        assertThat(Files.readString(folder.resolve("access.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain(token, PASSWORD);
        store = SqliteAccessStore.open(folder.resolve("access.db"));
    }

    private String setUp() {
        return ((Access.Entry.Granted) access.setUp(access.setupCode().orElseThrow(), "ada", PASSWORD, "127.0.0.1"))
                .secret();
    }
}
