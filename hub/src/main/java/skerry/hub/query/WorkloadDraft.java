package skerry.hub.query;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import skerry.hub.query.WorkloadFacts.State;

/** What is gathered of one workload until all of its series were seen. Not thread-safe. */
final class WorkloadDraft {
    /** Kubernetes itself gives a rollout this long to get on. */
    private static final long PROGRESS_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final long STALE_MILLIS = 3 * 60_000;

    /** What a series of it says. */
    enum Says {
        WANTED,
        READY,
        UPDATED,
        PAUSED,
        NO_PROGRESS,
        FAILED,
        ACTIVE,
        /** Applied, installed, or at its version everywhere. */
        DONE
    }

    private final String kind;
    private final String namespace;
    private final String name;
    private final Map<Says, Trail> said = new EnumMap<>(Says.class);

    WorkloadDraft(String kind, String namespace, String name) {
        this.kind = kind;
        this.namespace = namespace;
        this.name = name;
    }

    void add(Says what, Trail trail) {
        said.merge(what, trail, (known, other) -> other.lastAt() > known.lastAt() ? other : known);
    }

    /** @param newest end of the newest window in which any workload was told of */
    WorkloadFacts finish(long newest) {
        long toldTo = said.values().stream().mapToLong(Trail::lastAt).max().orElse(0);
        Optional<Long> wanted = number(Says.WANTED);
        Optional<Long> ready = number(Says.READY);
        Optional<Long> updated = number(Says.UPDATED);
        Optional<Long> unmoved = said.entrySet().stream()
                .filter(one ->
                        one.getKey() == Says.WANTED || one.getKey() == Says.READY || one.getKey() == Says.UPDATED)
                .map(one -> one.getValue().changedAt())
                .max(Long::compare);
        State state = newest - toldTo > STALE_MILLIS
                ? State.GONE
                : isApplied()
                        ? appliedState()
                        : kind.equals("Job") ? jobState() : state(wanted, ready, updated, toldTo, unmoved);
        return new WorkloadFacts(
                kind, namespace, name, wanted, ready, updated, state, reason(state, wanted, ready, updated), unmoved);
    }

    /** Whether it is no set of pods, but something that is applied to the cluster. */
    private boolean isApplied() {
        return AppliedWords.KINDS.contains(kind);
    }

    private State appliedState() {
        if (isSaid(Says.FAILED)) {
            return State.FAILED;
        }
        Optional<Long> done = number(Says.DONE);
        if (isSaid(Says.ACTIVE) || done.filter(number -> number == 0).isPresent()) {
            return State.ROLLING_OUT;
        }
        return done.isPresent() ? State.AS_WANTED : State.UNKNOWN;
    }

    private State jobState() {
        return isSaid(Says.FAILED) ? State.FAILED : isSaid(Says.ACTIVE) ? State.ROLLING_OUT : State.AS_WANTED;
    }

    private State state(
            Optional<Long> wanted, Optional<Long> ready, Optional<Long> updated, long toldTo, Optional<Long> unmoved) {
        if (wanted.isEmpty() || ready.isEmpty()) {
            return State.UNKNOWN;
        }
        boolean isShort = ready.get() < wanted.get()
                || updated.filter(number -> number < wanted.get()).isPresent();
        if (!isShort) {
            return State.AS_WANTED;
        }
        if (isSaid(Says.PAUSED)) {
            return State.PAUSED;
        }
        boolean stuck = isSaid(Says.NO_PROGRESS) || toldTo - unmoved.orElse(toldTo) >= PROGRESS_MILLIS;
        return stuck ? State.STUCK : State.ROLLING_OUT;
    }

    private String reason(State state, Optional<Long> wanted, Optional<Long> ready, Optional<Long> updated) {
        if (isApplied()) {
            return AppliedWords.reason(kind, state, number(Says.ACTIVE).orElse(0L));
        }
        return switch (state) {
            case GONE -> "it was deleted in this range";
            case FAILED -> "the job has failed";
            case UNKNOWN -> "the site does not tell how many pods it should have and has";
            case AS_WANTED -> wanted.filter(number -> number == 0).isPresent() ? "no pod is wanted" : "";
            case PAUSED -> "its rollout is paused";
            case STUCK, ROLLING_OUT -> kind.equals("Job") ? "it runs" : missing(wanted, ready, updated);
        };
    }

    private static String missing(Optional<Long> wanted, Optional<Long> ready, Optional<Long> updated) {
        long all = wanted.orElse(0L);
        long serving = ready.orElse(0L);
        return serving < all
                ? serving + " of " + all + " pods are ready"
                : updated.orElse(0L) + " of " + all + " pods are of the newest version";
    }

    private Optional<Long> number(Says what) {
        return Optional.ofNullable(said.get(what)).map(trail -> Math.round(trail.last()));
    }

    private boolean isSaid(Says what) {
        return number(what).filter(number -> number > 0).isPresent();
    }
}
