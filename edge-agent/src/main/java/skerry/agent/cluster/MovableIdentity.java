package skerry.agent.cluster;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skerry.agent.cluster.api.ApiException;
import skerry.agent.cluster.api.ApiSecret;
import skerry.agent.enrol.Enrolment;
import skerry.platform.PrivateFile;
import skerry.protocol.Bytes;
import skerry.protocol.identity.AgentIdentity;

/**
 * The identity of an agent whose pod may move: a Secret keeps it, the enrolment, and how often the agent started. The data
 * folder holds copies of the first two, which the rest of the agent uses as ever.
 *
 * <p>An identity is in the Secret before it is used, and neither of two that differ is ever overwritten. The count of starts is
 * raised before the agent does anything: the hub orders an agent's epochs by it, and a ring that starts empty knows none. That
 * change also claims the Secret, so that of two agents that start at once one is refused.
 */
final class MovableIdentity {
    static final String IDENTITY = "identity";
    static final String ENROLMENT = "enrolment";
    static final String STARTS = "starts";

    private static final System.Logger LOG = System.getLogger(MovableIdentity.class.getName());
    private static final int MOST_DIGITS = 18;

    private final ApiSecret secret;
    private final Path identity;
    private final Path enrolment;
    private final SecureRandom random;

    /**
     * @param identity file of the data folder, which this process has locked
     * @param enrolment file of the data folder
     */
    MovableIdentity(ApiSecret secret, Path identity, Path enrolment, SecureRandom random) {
        this.secret = secret;
        this.identity = identity;
        this.enrolment = enrolment;
        this.random = random;
    }

    /**
     * What an agent starts from.
     *
     * @param content of the Secret, empty if that could not be asked
     * @param startsBefore how many starts are counted before this one
     */
    record Fetched(Optional<ApiSecret.Content> content, long startsBefore) {}

    /**
     * Brings identity and enrolment into the folder and counts this start.
     *
     * @throws IOException one sentence: why this agent cannot know who it is, or that another is
     */
    Fetched fetch() throws IOException {
        Files.deleteIfExists(draft(identity));
        Files.deleteIfExists(draft(enrolment));
        ApiSecret.Content found;
        try {
            found = secret.read();
        } catch (IOException e) {
            return without(e);
        }
        boolean known = found.value(IDENTITY).isPresent();
        if (known) {
            takeIdentity(found.value(IDENTITY).get());
        }
        Optional<Bytes> newer = takeEnrolment(found.value(ENROLMENT));
        long starts = starts(found);
        var values = new HashMap<String, Bytes>();
        values.put(STARTS, Bytes.of(Long.toString(starts + 1).getBytes(StandardCharsets.US_ASCII)));
        newer.ifPresent(own -> values.put(ENROLMENT, own));
        Path made = known ? identity : offered();
        if (!known) {
            values.put(IDENTITY, bytes(made));
        }
        return new Fetched(claimed(found, values, known, made), starts);
    }

    /** The identity that the folder has, or a new one beside it. */
    private Path offered() throws IOException {
        if (Files.exists(identity)) {
            return identity;
        }
        AgentIdentity.generate(random).create(draft(identity));
        return draft(identity);
    }

    private Optional<ApiSecret.Content> claimed(
            ApiSecret.Content found, Map<String, Bytes> values, boolean known, Path made) throws IOException {
        Optional<ApiSecret.Content> stored;
        try {
            stored = Optional.of(secret.write(found.version(), values));
        } catch (IOException e) {
            if (!known || (e instanceof ApiException refused && refused.isConflict())) {
                Files.deleteIfExists(draft(identity));
                throw e;
            }
            LOG.log(WARNING, "{0}; this agent starts all the same, and tries again", e.getMessage());
            return Optional.of(found);
        }
        if (!made.equals(identity)) {
            Files.move(made, identity, StandardCopyOption.ATOMIC_MOVE);
        }
        if (!known) {
            LOG.log(INFO, "{0} keeps the identity of this agent from now on", secret);
        }
        return stored;
    }

    /** A node that starts again before its API server does goes on with what is in the folder. */
    private Fetched without(IOException e) throws IOException {
        if (!Files.exists(identity)) {
            throw new IOException("this agent cannot know who it is: " + e.getMessage(), e);
        }
        LOG.log(WARNING, "{0}; this agent starts as the one whose identity is in {1}", e.getMessage(), identity);
        return new Fetched(Optional.empty(), 0);
    }

    private void takeIdentity(Bytes kept) throws IOException {
        if (Files.exists(identity)) {
            if (!kept.equals(bytes(identity))) {
                throw otherAgent();
            }
            return;
        }
        Path draft = draft(identity);
        PrivateFile.write(draft, kept.toArray());
        try {
            AgentIdentity.load(draft);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw new IOException(
                    secret + " holds no identity that can be used: restore it from a copy, or empty it to start as a"
                            + " new agent");
        }
        Files.move(draft, identity, StandardCopyOption.ATOMIC_MOVE);
        LOG.log(INFO, "this agent goes on as the one whose identity {0} keeps", secret);
    }

    IOException otherAgent() {
        return new IOException(secret + " keeps the identity of another agent than " + identity
                + ": remove the one that is wrong; neither is overwritten");
    }

    /**
     * Takes the kept enrolment where it counts longer than that of the folder.
     *
     * @return that of the folder, where it counts longer
     */
    Optional<Bytes> takeEnrolment(Optional<Bytes> kept) throws IOException {
        Optional<Instant> ours = end(enrolment);
        if (kept.isEmpty()) {
            return ours.isPresent() ? Optional.of(bytes(enrolment)) : Optional.empty();
        }
        Path draft = draft(enrolment);
        PrivateFile.write(draft, kept.get().toArray());
        Optional<Instant> theirs = end(draft);
        if (theirs.isPresent() && (ours.isEmpty() || theirs.get().isAfter(ours.get()))) {
            Files.move(draft, enrolment, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        }
        Files.delete(draft);
        boolean longer = ours.isPresent() && (theirs.isEmpty() || ours.get().isAfter(theirs.get()));
        return longer ? Optional.of(bytes(enrolment)) : Optional.empty();
    }

    /** When the certificate in a file ends; empty if there is none that can be used, which is as good as none. */
    private static Optional<Instant> end(Path file) {
        try {
            return Enrolment.load(file).map(Enrolment::end);
        } catch (IOException e) {
            LOG.log(WARNING, "an enrolment cannot be used and is left aside; this agent joins again where it can");
            return Optional.empty();
        }
    }

    /** How many starts are counted in the Secret. */
    static long starts(ApiSecret.Content content) {
        String text = content.value(STARTS)
                .map(bytes -> new String(bytes.toArray(), StandardCharsets.US_ASCII).strip())
                .orElse("");
        return text.length() <= MOST_DIGITS && text.matches("\\d+") ? Long.parseLong(text) : 0;
    }

    private static Bytes bytes(Path file) throws IOException {
        return Bytes.of(Files.readAllBytes(file));
    }

    private static Path draft(Path file) {
        return file.resolveSibling(file.getFileName() + ".fetched");
    }
}
