package skerry.agent.collect.logs.pods;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import skerry.agent.collect.logs.LogTail;
import skerry.platform.time.MonotonicClock;

/**
 * Reads no log before it is known which pods want theirs left aside, but does not wait for ever: the API server may be what is
 * broken, and its log what tells why.
 */
public final class PatientTail implements LogTail {
    /** A list of 3,000 pods takes some seconds. */
    public static final Duration USUAL = Duration.ofSeconds(60);

    private static final System.Logger LOG = System.getLogger(PatientTail.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final LogTail tail;
    private final BooleanSupplier known;
    private final long patienceMillis;
    private final MonotonicClock mono;
    private final long since;
    private boolean begun;

    /**
     * @param known whether all pods are known
     * @param patience how long to wait at most, from now on
     */
    public PatientTail(LogTail tail, BooleanSupplier known, Duration patience, MonotonicClock mono) {
        this.tail = tail;
        this.known = known;
        this.patienceMillis = patience.toMillis();
        this.mono = mono;
        this.since = mono.millis();
    }

    @Override
    public boolean poll() throws InterruptedException {
        if (!begun && known.getAsBoolean()) {
            begun = true;
        } else if (!begun && mono.millis() - since >= patienceMillis) {
            begun = true;
            LOG.log(
                    Level.WARNING,
                    "the logs of pods are read although the cluster''s pods are not known yet: what annotations say of logs"
                            + " counts from when they are");
        }
        return begun && tail.poll();
    }

    @Override
    public Duration untilDue() {
        return begun ? tail.untilDue() : LOOK_EVERY;
    }

    @Override
    public void close() {
        tail.close();
    }
}
