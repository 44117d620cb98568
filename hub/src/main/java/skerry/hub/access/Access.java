package skerry.hub.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Setup, login, tokens: every way to become a {@link Principal}, each success and refusal in the audit trail. Thread-safe.
 */
public final class Access {
    static final Duration IDLE_LIMIT = Duration.ofHours(12);
    static final Duration AGE_LIMIT = Duration.ofDays(7);
    static final int MIN_PASSWORD = 12;
    static final int MAX_PASSWORD = 256;
    private static final int MAX_TOKENS = 1000;
    private static final int MAX_TOKEN_DAYS = 3650;
    private static final long TOUCH_MILLIS = 60_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final String TOKEN_PREFIX = "skt_";

    /** Whoever may read the data folder. */
    private static final Principal OPERATOR = new Principal("operator", Role.ADMIN, "");

    private final AccessStore store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Passwords passwords;
    private final GuessLimit guesses;
    private final Optional<String> setupCode;
    private final String operatorToken;
    /** Compared against when the user does not exist, so that both take the same time. */
    private final String nobodysHash;

    public Access(AccessStore store, InstantSource clock, SecureRandom random, GuessLimit guesses) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.guesses = guesses;
        this.passwords = new Passwords(random);
        this.nobodysHash = passwords.nobodys();
        this.operatorToken = TOKEN_PREFIX + Secrets.word(random);
        this.setupCode = store.hasUsers() ? Optional.empty() : Optional.of(Secrets.code(random));
    }

    /** What came of an attempt to get in. */
    public sealed interface Entry {
        /** @param secret for the cookie; the hub keeps only its hash */
        record Granted(String secret) implements Entry {}

        /** @param reason one sentence for the person */
        record Refused(String reason) implements Entry {}

        record TooMany(Duration retryAfter) implements Entry {}
    }

    /** The one-time code to print at first start; empty once there is an administrator. */
    public Optional<String> setupCode() {
        return setupCode.filter(_ -> !store.hasUsers());
    }

    /** The token of whoever owns the data folder, for commands on this machine; it ends with this process. */
    public String operatorToken() {
        return operatorToken;
    }

    /** Whether this is whoever owns the data folder. */
    @SuppressWarnings("ReferenceEquality") // anyone may be called so
    public boolean isOperator(Principal who) {
        return who == OPERATOR;
    }

    /** Makes the first administrator, once. */
    public Entry setUp(String code, String name, String password, String from) {
        Wait wait = waiting(from);
        if (!wait.length().isZero()) {
            return refusedTooMany("setup", name, from, wait);
        }
        if (setupCode().isEmpty()) {
            return refused("setup", name, from, "an administrator exists already; log in");
        }
        if (!Secrets.same(setupCode.orElseThrow(), code.strip().toLowerCase(Locale.ROOT))) {
            guesses.failed(from, now());
            return refused("setup", name, from, "the setup code is wrong; the hub prints it when it starts");
        }
        if (!NAME.matcher(name).matches()) {
            return refused(
                    "setup",
                    "",
                    from,
                    "the name needs 1 to 64 letters, digits and . _ @ -, beginning with a letter or digit");
        }
        if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD) {
            return refused(
                    "setup", name, from, "the password needs " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters");
        }
        if (!store.addFirstUser(new AccessStore.User(name, Role.ADMIN, passwords.hash(password)))) {
            return refused("setup", name, from, "an administrator exists already; log in");
        }
        audit(name, "setup", name, "ok", from);
        return granted(name);
    }

    public Entry logIn(String name, String password, String from) {
        // Both limits: many names from one address, one name from many addresses.
        String bySource = "from " + from;
        String byName = "name " + name.toLowerCase(Locale.ROOT);
        Wait wait = longer(waiting(bySource), waiting(byName));
        if (!wait.length().isZero()) {
            return refusedTooMany("login", name, from, wait);
        }
        Optional<AccessStore.User> user =
                NAME.matcher(name).matches() && password.length() <= MAX_PASSWORD ? store.user(name) : Optional.empty();
        String shortened = password.substring(0, Math.min(password.length(), MAX_PASSWORD));
        boolean matches = passwords.matches(
                shortened, user.map(AccessStore.User::passwordHash).orElse(nobodysHash));
        if (user.isEmpty() || !matches) {
            guesses.failed(bySource, now());
            guesses.failed(byName, now());
            return refused("login", NAME.matcher(name).matches() ? name : "", from, "name or password is wrong");
        }
        guesses.succeeded(bySource);
        guesses.succeeded(byName);
        audit(name, "login", name, "ok", from);
        return granted(name);
    }

    public void logOut(String secret, Principal who, String from) {
        store.removeSession(Secrets.hash(secret));
        audit(who.name(), "logout", who.name(), "ok", from);
    }

    /** The user behind a session cookie, while the session lives. */
    public Optional<Principal> bySession(String secret) {
        long now = now();
        String hash = Secrets.hash(secret);
        return store.session(hash)
                .filter(session -> now - session.seenAt() < IDLE_LIMIT.toMillis()
                        && now - session.createdAt() < AGE_LIMIT.toMillis())
                .flatMap(session -> {
                    if (now - session.seenAt() > TOUCH_MILLIS) {
                        store.touchSession(hash, now);
                    }
                    return store.user(session.user());
                })
                .map(user -> new Principal(user.name(), user.role(), Secrets.hash("csrf " + secret)));
    }

    /** The principal behind an API token. */
    public Optional<Principal> byToken(String token) {
        if (!token.startsWith(TOKEN_PREFIX)) {
            return Optional.empty();
        }
        if (Secrets.same(operatorToken, token)) {
            return Optional.of(OPERATOR);
        }
        long now = now();
        return store.tokenByHash(Secrets.hash(token))
                .filter(found -> found.expiresAt() == 0 || now < found.expiresAt())
                .map(found -> {
                    if (now - found.lastUsedAt() > TOUCH_MILLIS) {
                        store.touchToken(found.id(), now);
                    }
                    return new Principal("token:" + found.name(), found.role(), "");
                });
    }

    /** Whether a page repeats the word of its session, so that no other site's page can act for it. */
    public boolean csrfMatches(Principal who, String word) {
        return !who.csrf().isEmpty() && Secrets.same(who.csrf(), word);
    }

    /**
     * Makes an API token, to be shown once.
     *
     * @param days until it ends, 1 to 3650
     * @throws IllegalArgumentException with one sentence if something is wrong
     */
    public String addToken(String name, Role role, int days, Principal by, String from) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a token's name needs 1 to 64 letters, digits and . _ @ -");
        }
        if (days < 1 || days > MAX_TOKEN_DAYS) {
            throw new IllegalArgumentException("a token lives 1 to " + MAX_TOKEN_DAYS + " days");
        }
        if (store.tokens().size() >= MAX_TOKENS) {
            throw new IllegalArgumentException("there are " + MAX_TOKENS + " tokens already; remove one first");
        }
        String token = TOKEN_PREFIX + Secrets.word(random);
        String id = Secrets.hash(token).substring(0, 12);
        long now = now();
        store.addToken(new AccessStore.Token(
                id,
                name,
                role,
                Secrets.hash(token),
                now,
                now + Duration.ofDays(days).toMillis(),
                0));
        audit(by.name(), "token.add", name + " (" + role.word() + ")", "ok", from);
        return token;
    }

    public boolean removeToken(String id, Principal by, String from) {
        boolean removed = store.removeToken(id);
        audit(by.name(), "token.remove", id, removed ? "ok" : "no such token", from);
        return removed;
    }

    public List<AccessStore.Token> tokens() {
        return store.tokens();
    }

    /** The audit trail, the newest first. */
    public List<AccessStore.AuditEntry> auditTrail(int limit) {
        return store.audit(limit);
    }

    /** Notes who changed what; to be called by whatever changes something. */
    public void audit(String actor, String action, String target, String result, String from) {
        store.audit(new AccessStore.AuditEntry(now(), actor, action, target, result, from));
    }

    /** Forgets sessions that have ended. */
    public void expire() {
        store.expireSessions(now() - IDLE_LIMIT.toMillis(), now() - AGE_LIMIT.toMillis());
    }

    private Entry granted(String user) {
        String secret = Secrets.word(random);
        store.addSession(new AccessStore.Session(Secrets.hash(secret), user, now(), now()));
        return new Entry.Granted(secret);
    }

    private Entry refused(String action, String name, String from, String reason) {
        audit(name, action, name, "refused: " + reason, from);
        return new Entry.Refused(reason);
    }

    /** One line for each wait: whoever keeps guessing must not fill the disk with audit lines. */
    private Entry refusedTooMany(String action, String name, String from, Wait wait) {
        if (guesses.isFirstAsk(wait.source(), now())) {
            String target = NAME.matcher(name).matches() ? name : "";
            audit(target, action, target, "refused: too many guesses", from);
        }
        return new Entry.TooMany(wait.length());
    }

    /** Which source must wait, and how long. */
    private record Wait(String source, Duration length) {}

    private Wait waiting(String source) {
        return new Wait(source, guesses.wait(source, now()));
    }

    private static Wait longer(Wait a, Wait b) {
        return a.length().compareTo(b.length()) > 0 ? a : b;
    }

    private long now() {
        return clock.millis();
    }
}
