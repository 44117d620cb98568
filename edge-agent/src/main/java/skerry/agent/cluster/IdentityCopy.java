package skerry.agent.cluster;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import skerry.agent.cluster.api.ApiException;
import skerry.agent.cluster.api.ApiSecret;
import skerry.platform.Attempts;
import skerry.platform.Repeating;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;

/**
 * Sees to it that the Secret of a {@link MovableIdentity} has what the data folder got since: the enrolment after joining and after
 * each renewal, by whatever road, and the count of starts. Retries for ever, and stops nothing else.
 */
public final class IdentityCopy implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IdentityCopy.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final ApiSecret secret;
    private final MovableIdentity movable;
    private final Path identity;
    private final Path enrolment;
    private final long startsBefore;
    private final Attempts attempts;
    private final Repeating looks;
    private LongSupplier starts = () -> 0;
    private Optional<ApiSecret.Content> stored;

    private IdentityCopy(
            ApiSecret secret,
            MovableIdentity movable,
            MovableIdentity.Fetched fetched,
            Path identity,
            Path enrolment,
            MonotonicClock mono) {
        this.secret = secret;
        this.movable = movable;
        this.stored = fetched.content();
        this.startsBefore = fetched.startsBefore();
        this.identity = identity;
        this.enrolment = enrolment;
        this.attempts = new Attempts(LOG, mono, FIRST_PAUSE, LONGEST_PAUSE);
        this.looks = new Repeating("identity-copy", () -> {
            look();
            return LOOK;
        });
    }

    /**
     * Brings identity and enrolment from the Secret into the data folder, which this process has locked.
     *
     * @param identity file of the data folder
     * @param enrolment file of the data folder
     * @throws IOException one sentence: why this agent cannot know who it is, or that another is
     */
    public static IdentityCopy fetch(
            ApiSecret secret, Path identity, Path enrolment, SecureRandom random, MonotonicClock mono)
            throws IOException {
        var movable = new MovableIdentity(secret, identity, enrolment, random);
        return new IdentityCopy(secret, movable, movable.fetch(), identity, enrolment, mono);
    }

    /** How many starts of this agent were counted before this one, on whatever machine. */
    public long startsBefore() {
        return startsBefore;
    }

    /** @param counted how many starts the ring knows of, asked every few seconds */
    public void start(LongSupplier counted) {
        starts = counted;
        looks.start();
    }

    /** What keeps the Secret from having all, as one sentence. Any thread. */
    public Optional<String> trouble() {
        return attempts.trouble();
    }

    /** Stores once more what is not stored, and ends. */
    @Override
    public void close() {
        looks.close();
        if (attempts.trouble().isEmpty()) {
            look();
        }
    }

    void look() {
        try {
            if (stored.isPresent() && wanted(stored.get()).isEmpty()) {
                attempts.worked();
            } else if (attempts.isDue()) {
                store();
                attempts.worked();
            }
        } catch (IOException e) {
            attempts.failed(e);
        }
    }

    private void store() throws IOException {
        ApiSecret.Content known = stored.isPresent() ? stored.get() : read();
        Map<String, Bytes> values = wanted(known);
        if (values.isEmpty()) {
            stored = Optional.of(known);
            return;
        }
        try {
            stored = Optional.of(secret.write(known.version(), values));
        } catch (ApiException e) {
            if (e.isConflict()) {
                // What it holds now is read before the next try.
                stored = Optional.empty();
            }
            throw e;
        }
        if (values.containsKey(MovableIdentity.ENROLMENT)) {
            LOG.log(INFO, "{0} keeps the enrolment of this agent", secret);
        }
    }

    /** What the Secret holds now; what it has that counts longer comes into the folder. */
    private ApiSecret.Content read() throws IOException {
        ApiSecret.Content now = secret.read();
        Optional<Bytes> kept = now.value(MovableIdentity.IDENTITY);
        if (kept.isPresent() && !kept.equals(file(identity))) {
            throw movable.otherAgent();
        }
        movable.takeEnrolment(now.value(MovableIdentity.ENROLMENT));
        return now;
    }

    /** What is to be changed in it. */
    private Map<String, Bytes> wanted(ApiSecret.Content known) throws IOException {
        var values = new HashMap<String, Bytes>();
        file(enrolment)
                .filter(own -> !known.value(MovableIdentity.ENROLMENT).equals(Optional.of(own)))
                .ifPresent(own -> values.put(MovableIdentity.ENROLMENT, own));
        if (known.value(MovableIdentity.IDENTITY).isEmpty()) {
            file(identity).ifPresent(own -> values.put(MovableIdentity.IDENTITY, own));
        }
        long counted = starts.getAsLong();
        if (counted > MovableIdentity.starts(known)) {
            values.put(MovableIdentity.STARTS, Bytes.of(Long.toString(counted).getBytes(StandardCharsets.US_ASCII)));
        }
        return values;
    }

    private static Optional<Bytes> file(Path file) throws IOException {
        try {
            return Optional.of(Bytes.of(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
