package skerry.agent.collect.logs.pods;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.file.FileGate;
import skerry.agent.collect.logs.file.SourceNaming;
import skerry.platform.time.MonotonicClock;

/**
 * Lets no log of a pod be read before it is known what its annotations say, but does not wait for ever: the API server or the
 * kubelet may be what is broken, and its log what tells why. Owned by the log thread.
 */
public final class PodGate implements FileGate {
    /** A list of 3,000 pods takes some seconds. */
    public static final Duration USUAL = Duration.ofSeconds(60);

    private static final System.Logger LOG = System.getLogger(PodGate.class.getName());
    private static final int MOST_ASKED = 1_024;

    private final PodNotes notes;
    private final PodLook look;
    private final long patienceMillis;
    private final MonotonicClock mono;
    private final long since;
    private final Map<String, Asked> asked = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > MOST_ASKED;
        }
    };

    private boolean said;

    private record Asked(long ticket, long at) {}

    /**
     * @param look who is asked for pods that are new
     * @param patience how long to wait at most, from now on and for each pod
     */
    public PodGate(PodNotes notes, PodLook look, Duration patience, MonotonicClock mono) {
        this.notes = notes;
        this.look = look;
        this.patienceMillis = patience.toMillis();
        this.mono = mono;
        this.since = mono.millis();
    }

    @Override
    public boolean isOpen(Path path, LogSource source) {
        String pod = source.labels().get("pod");
        if (pod.isEmpty()) {
            return true;
        }
        if (!notes.isListed()) {
            return isTimeOver(since);
        }
        String uid = SourceNaming.podUid(path);
        if (!uid.isEmpty() && look.knows(uid)) {
            return true;
        }
        Asked one = asked.computeIfAbsent(
                source.labels().get("namespace") + "/" + pod + "/" + uid, _ -> new Asked(look.ask(), mono.millis()));
        return look.isAnswered(one.ticket) || isTimeOver(one.at);
    }

    private boolean isTimeOver(long from) {
        boolean over = mono.millis() - from >= patienceMillis;
        if (over && !said) {
            said = true;
            LOG.log(
                    Level.WARNING,
                    "pods are not known, and their logs wait no longer: what annotations say of logs counts from when they"
                            + " are known");
        }
        return over;
    }
}
