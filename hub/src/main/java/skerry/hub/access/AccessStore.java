package skerry.hub.access;

import java.util.List;
import java.util.Optional;

/** Where users, sessions, tokens and the audit trail are kept, durably. Thread-safe. Times are UTC epoch milliseconds. */
public interface AccessStore extends AutoCloseable {
    record User(String name, Role role, String passwordHash) {}

    /**
     * @param idHash SHA-256 of the session's secret, as hex
     * @param seenAt last use
     */
    record Session(String idHash, String user, long createdAt, long seenAt) {}

    /**
     * @param hash SHA-256 of the token, as hex
     * @param expiresAt 0 for never
     * @param lastUsedAt 0 for never
     */
    record Token(String id, String name, Role role, String hash, long createdAt, long expiresAt, long lastUsedAt) {}

    /** @param from the address it came from; {@code local} for the command line */
    record AuditEntry(long at, String actor, String action, String target, String result, String from) {}

    boolean hasUsers();

    /** Adds the first user; false if there is one already, however many ask at once. */
    boolean addFirstUser(User user);

    Optional<User> user(String name);

    void addSession(Session session);

    Optional<Session> session(String idHash);

    void touchSession(String idHash, long seenAt);

    void removeSession(String idHash);

    /** Forgets sessions not used since {@code seenBefore} or made before {@code createdBefore}. */
    void expireSessions(long seenBefore, long createdBefore);

    void addToken(Token token);

    Optional<Token> tokenByHash(String hash);

    void touchToken(String id, long usedAt);

    List<Token> tokens();

    /** False if there is none of that id. */
    boolean removeToken(String id);

    void audit(AuditEntry entry);

    /** The newest first. */
    List<AuditEntry> audit(int limit);

    @Override
    void close();
}
