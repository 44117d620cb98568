package skerry.hub.ingest;

import static java.lang.System.Logger.Level.WARNING;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import skerry.protocol.Uid;

/**
 * Notices that agents heard of commits that this store does not have: it was restored from a backup. Remembered as long as
 * the process lives. Thread-safe.
 */
public final class Rollback {
    private static final System.Logger LOG = System.getLogger(Rollback.class.getName());

    private final Set<Uid> agents = new HashSet<>();
    private Optional<Noticed> noticed = Optional.empty();
    private Consumer<Noticed> alarm = _ -> {};

    /**
     * What is known of it.
     *
     * @param at when the first agent told, UTC epoch milliseconds
     * @param heard the highest commit that an agent heard of
     * @param had the store's last commit when the first agent told
     * @param agents that heard of commits that are gone
     */
    public record Noticed(long at, long heard, long had, int agents) {}

    /** Has someone told of the first time, also if that was before. */
    public void tell(Consumer<Noticed> listener) {
        Optional<Noticed> before;
        synchronized (this) {
            alarm = listener;
            before = noticed;
        }
        before.ifPresent(listener);
    }

    /** Compares what an agent last heard of with what the store has. */
    public void compare(Uid agent, long heard, long has, long now) {
        if (heard > has) {
            Optional<Noticed> first = note(agent, heard, has, now);
            first.ifPresent(Rollback::log);
            first.ifPresent(alarm());
        }
    }

    private synchronized Optional<Noticed> note(Uid agent, long heard, long has, long now) {
        boolean isFirst = noticed.isEmpty();
        agents.add(agent);
        var known = noticed.orElse(new Noticed(now, heard, has, 0));
        noticed = Optional.of(new Noticed(known.at(), Math.max(known.heard(), heard), known.had(), agents.size()));
        return isFirst ? noticed : Optional.empty();
    }

    private static void log(Noticed now) {
        LOG.log(
                WARNING,
                "agents heard of commit {0} and this store had {1}: it was restored from a backup, and agents send again"
                        + " what their rings hold",
                now.heard(),
                now.had());
    }

    private synchronized Consumer<Noticed> alarm() {
        return alarm;
    }

    public synchronized Optional<Noticed> noticed() {
        return noticed;
    }
}
