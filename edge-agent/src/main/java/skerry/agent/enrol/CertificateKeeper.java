package skerry.agent.enrol;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import skerry.platform.Attempts;
import skerry.platform.Repeating;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.KnownTime;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.JoinCode;

/**
 * Sees to it that this agent is enrolled and its certificate never ends: joins by the configured code, takes up what the
 * command {@code enrol} left, renews at half life. Retries for ever, and stops nothing else.
 */
public final class CertificateKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CertificateKeeper.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration SUSPICION = Duration.ofMinutes(3);
    /** A certificate just granted is not why there is no contact. */
    private static final Duration ENOUGH = Duration.ofHours(12);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Path file;
    private final Path openRequest;
    private final Enroller enroller;
    private final Optional<JoinCode> code;
    private final String node;
    private final String role;
    private final Supplier<Optional<KnownTime>> clock;
    private final MonotonicClock mono;
    private final BooleanSupplier linkable;
    private final BooleanSupplier linked;
    private final Consumer<HubCard> hubKnown;
    private final Consumer<Enrolment> joined;
    private final Attempts attempts;
    private final Repeating looks;
    private volatile @Nullable Enrolment present;

    /** When this agent was last in contact, or could not be expected to be; monotonic. */
    private long linkSeen;

    private boolean hubTold;

    /**
     * @param file where the enrolment is kept
     * @param openRequest where a request is kept that travels by stick
     * @param code by which to join while there is no enrolment
     * @param role what this agent does at its site
     * @param clock the date if it can be trusted
     * @param linkable whether the link may be used now; a node that was told to join does that at once all the same
     * @param linked whether this agent is in contact with the hub over its certificate
     * @param hubKnown hears of the hub once, though it has not answered yet, on the same thread as {@code joined}
     * @param joined hears of the enrolment once, on this keeper's thread or within {@link #start}
     */
    public CertificateKeeper(
            Path file,
            Path openRequest,
            Enroller enroller,
            Optional<JoinCode> code,
            String node,
            String role,
            Supplier<Optional<KnownTime>> clock,
            MonotonicClock mono,
            BooleanSupplier linkable,
            BooleanSupplier linked,
            Consumer<HubCard> hubKnown,
            Consumer<Enrolment> joined) {
        this.file = file;
        this.openRequest = openRequest;
        this.enroller = enroller;
        this.code = code;
        this.node = node;
        this.role = role;
        this.clock = clock;
        this.mono = mono;
        this.linkable = linkable;
        this.linked = linked;
        this.hubKnown = hubKnown;
        this.joined = joined;
        this.linkSeen = mono.millis();
        this.attempts = new Attempts(LOG, mono, FIRST_PAUSE, LONGEST_PAUSE);
        this.present = kept().orElse(null);
        this.looks = new Repeating("certificates", () -> {
            look();
            return LOOK;
        });
    }

    public void start() {
        Enrolment known = present;
        if (known != null) {
            tellHub(known.hub());
            joined.accept(known);
        }
        looks.start();
    }

    /** What the hub granted last. Any thread. */
    public Optional<Enrolment> present() {
        return Optional.ofNullable(present);
    }

    /** What keeps this agent from joining or renewing, as one sentence. Any thread. */
    public Optional<String> trouble() {
        return attempts.trouble();
    }

    /** When the hub's certificate is to be judged: at the clock's date, or no earlier than the last grant. Any thread. */
    public KnownTime time() {
        Enrolment known = present;
        return clock.get().orElseGet(() -> KnownTime.after(known == null ? Instant.EPOCH : known.grantedAt()));
    }

    /** Takes up at once what a stick brought to an agent that has joined. Any thread. */
    public void brought() {
        present().ifPresent(this::takeNewer);
    }

    @Override
    public void close() {
        looks.close();
    }

    void look() {
        Enrolment known = present;
        try {
            if (known == null) {
                Optional<Enrolment> left = kept();
                if (left.isPresent()) {
                    take(left.get());
                    return;
                }
                StickDoor.askedHub(openRequest).ifPresent(this::tellHub);
                if (code.isPresent() && attempts.isDue()) {
                    keep(enroller.join(code.get(), node, role));
                }
            } else if ((isHalfOver(known) || isCutOff())
                    && !takeNewer(known)
                    && attempts.isDue()
                    && linkable.getAsBoolean()) {
                keep(enroller.renew(known, time()));
                LOG.log(
                        INFO,
                        "the certificate was renewed and counts until {0}",
                        present().map(Enrolment::end).get());
            }
        } catch (IOException e) {
            attempts.failed(e);
        }
    }

    /** Takes up the certificate that a stick brought; false if there is none. */
    private boolean takeNewer(Enrolment known) {
        Optional<Enrolment> newer = kept().filter(left -> left.end().isAfter(known.end()));
        newer.ifPresent(left -> present = left);
        return newer.isPresent();
    }

    /** What the file holds; a damaged one is told of, and as good as none: an agent never stops for its certificate. */
    private Optional<Enrolment> kept() {
        try {
            return Enrolment.load(file);
        } catch (IOException e) {
            attempts.tell(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * Whether the certificate may be why there is no contact: this machine may not know the date, and a broker need not say that
     * a certificate has ended.
     */
    private boolean isCutOff() {
        if (linked.getAsBoolean() || !linkable.getAsBoolean()) {
            linkSeen = mono.millis();
        }
        return mono.millis() - linkSeen > SUSPICION.toMillis();
    }

    /** By a clock that can be trusted. */
    private boolean isHalfOver(Enrolment known) {
        return clock.get().map(now -> now.at().isAfter(known.renewAt())).orElse(false);
    }

    private void keep(Enrolment granted) throws IOException {
        granted.save(file);
        attempts.worked();
        attempts.rest(ENOUGH);
        if (present == null) {
            take(granted);
        } else {
            present = granted;
        }
    }

    private void take(Enrolment granted) {
        present = granted;
        attempts.worked();
        LOG.log(INFO, "enrolled as {0}", granted);
        tellHub(granted.hub());
        joined.accept(granted);
    }

    private void tellHub(HubCard hub) {
        if (!hubTold) {
            hubTold = true;
            hubKnown.accept(hub);
        }
    }
}
