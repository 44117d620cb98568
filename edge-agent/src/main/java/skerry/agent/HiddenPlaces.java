package skerry.agent;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.Checkpoints;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.privacy.SealedNames;

/** Lets the places in logs be stored without what is personal in the names of the logs. Owned by the log thread. */
final class HiddenPlaces implements LogIntake, Checkpoints {
    private static final System.Logger LOG = System.getLogger(HiddenPlaces.class.getName());

    private final SealedNames names;
    private final LogIntake next;
    private final Checkpoints stored;
    /** Rows to be replaced, since this release would not store them so. */
    private final List<Checkpoint> due = new ArrayList<>();

    /**
     * @param next takes all records, and places under hidden names
     * @param stored places under hidden names
     */
    HiddenPlaces(SealedNames names, LogIntake next, Checkpoints stored) {
        this.names = names;
        this.next = next;
        this.stored = stored;
    }

    @Override
    public void record(LogRecord record) throws InterruptedException {
        next.record(record);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) throws InterruptedException {
        for (Checkpoint replaced : due) {
            next.checkpoint(replaced);
        }
        due.clear();
        next.checkpoint(new Checkpoint(names.seal(checkpoint.sourceKey()), checkpoint.state()));
    }

    @Override
    public void lost(LogSource source, long records, String cause) {
        next.lost(source, records, cause);
    }

    /**
     * The stored places by name. Those that a release before this one, or another policy, left readable are hidden with the next
     * place that is stored.
     */
    @Override
    public List<Checkpoint> load() {
        var places = new ArrayList<Checkpoint>();
        int unreadable = 0;
        for (Checkpoint hidden : stored.load()) {
            Optional<String> name = names.open(hidden.sourceKey());
            if (name.isEmpty()) {
                unreadable++;
                due.add(new Checkpoint(hidden.sourceKey(), ""));
                continue;
            }
            places.add(new Checkpoint(name.get(), hidden.state()));
            String form = names.seal(name.get());
            if (!form.equals(hidden.sourceKey())) {
                due.add(new Checkpoint(hidden.sourceKey(), ""));
                due.add(new Checkpoint(form, hidden.state()));
            }
        }
        if (unreadable > 0) {
            LOG.log(
                    Level.WARNING,
                    "the places in {0} logs were hidden by another node''s key: these logs are read again from their beginning",
                    unreadable);
        }
        return places;
    }
}
