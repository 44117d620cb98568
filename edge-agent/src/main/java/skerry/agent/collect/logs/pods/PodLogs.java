package skerry.agent.collect.logs.pods;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.series.Labels;

/**
 * Does with the records of pods what their notes say: leaves them aside, counted, or joins the pod's labels to them. The places
 * in the logs go on in any case, so that what was left aside does not come later. Owned by the log thread.
 */
public final class PodLogs implements LogIntake {
    private static final int MOST_KNOWN = 4_096;

    private final PodNotes notes;
    private final UnknownPods unknown;
    private final LogCounters counters;
    private final LogIntake next;
    private final Map<LogSource, Joined> joined = new HashMap<>();

    private record Joined(Labels labels, LogSource source) {}

    /** @param unknown what is done with the records of a pod that is not known */
    public PodLogs(PodNotes notes, UnknownPods unknown, LogCounters counters, LogIntake next) {
        this.notes = notes;
        this.unknown = unknown;
        this.counters = counters;
        this.next = next;
    }

    @Override
    public void record(LogRecord record) throws InterruptedException {
        Optional<PodNote> said = notes.note(record.source());
        PodNote note = said.orElse(PodNote.NONE);
        if (said.isEmpty() && unknown == UnknownPods.LEAVE && isOfPod(record.source())) {
            counters.add(LogCount.UNKNOWN_PODS, 1);
        } else if (note.isOff(record.source().labels().get("container"))) {
            counters.add(LogCount.OPTED_OUT, 1);
        } else if (note.labels().size() == 0) {
            next.record(record);
        } else {
            next.record(record.withSource(joined(record.source(), note.labels())));
        }
    }

    private static boolean isOfPod(LogSource source) {
        return !source.labels().get("pod").isEmpty();
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) throws InterruptedException {
        next.checkpoint(checkpoint);
    }

    @Override
    public void lost(LogSource source, long records, String cause) {
        next.lost(source, records, cause);
    }

    private LogSource joined(LogSource source, Labels labels) {
        Joined known = joined.get(source);
        if (known == null || !known.labels.equals(labels)) {
            Labels all = source.labels();
            for (int i = 0; i < labels.size(); i++) {
                all = all.with(labels.name(i), labels.value(i));
            }
            known = new Joined(labels, new LogSource(source.key(), all));
            if (joined.size() >= MOST_KNOWN) {
                joined.clear();
            }
            joined.put(source, known);
        }
        return known.source;
    }
}
