package skerry.agent.blackbox;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.file.SourceNaming;
import skerry.agent.collect.logs.pods.PodLook;

/**
 * Sees by the names of the logs that a container was started again: a line of a restart number that is higher than the one
 * before. What is the one before is known from earlier runs by the stored places. Hands all records on. Owned by the log thread.
 */
public final class CrashWatch implements LogIntake {
    private static final int MOST_CONTAINERS = 4_096;
    private static final int UNKNOWN = -1;

    private final BlackBox box;
    private final PodLook look;
    private final Supplier<List<Checkpoint>> stored;
    private final LogIntake next;
    private final Map<String, Integer> restarts = new HashMap<>();
    private final Set<String> keys = new HashSet<>();
    private @Nullable LogSource last;
    private boolean started;

    /**
     * @param look is asked how a container ended that was started again
     * @param stored the places in logs from earlier runs, asked for once
     */
    public CrashWatch(BlackBox box, PodLook look, Supplier<List<Checkpoint>> stored, LogIntake next) {
        this.box = box;
        this.look = look;
        this.stored = stored;
        this.next = next;
    }

    @Override
    public void record(LogRecord record) throws InterruptedException {
        if (!record.source().equals(last)) {
            last = record.source();
            look(record);
        }
        next.record(record);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) throws InterruptedException {
        next.checkpoint(checkpoint);
    }

    @Override
    public void lost(LogSource source, long records, String cause) {
        next.lost(source, records, cause);
    }

    private void look(LogRecord record) {
        if (!started) {
            started = true;
            stored.get().forEach(this::remember);
        }
        LogSource source = record.source();
        String pod = source.labels().get("pod");
        int restart = restart(source);
        if (pod.isEmpty() || restart == UNKNOWN) {
            return;
        }
        String namespace = source.labels().get("namespace");
        String container = source.labels().get("container");
        box.here(namespace, pod);
        String who = namespace + "/" + pod + "/" + container;
        Integer before = restarts.get(who);
        boolean again = before != null && restart > before && (before != UNKNOWN || !keys.contains(source.key()));
        if (again && restart > 0) {
            box.restarted(namespace, pod, container, restart - 1, record.timeMillis());
            look.ask();
        }
        if (before == null || restart > before) {
            put(who, restart);
        }
    }

    private void remember(Checkpoint place) {
        int end = place.sourceKey().lastIndexOf('#');
        if (end > 0 && place.sourceKey().startsWith("/")) {
            String path = place.sourceKey().substring(0, end);
            LogSource source = SourceNaming.of(Path.of(path));
            if (!source.labels().get("pod").isEmpty()) {
                keys.add(path);
                String who = source.labels().get("namespace") + "/"
                        + source.labels().get("pod") + "/"
                        + source.labels().get("container");
                put(who, Math.max(restart(source), restarts.getOrDefault(who, UNKNOWN)));
            }
        }
    }

    private void put(String who, int restart) {
        if (restarts.size() >= MOST_CONTAINERS && !restarts.containsKey(who)) {
            restarts.clear();
        }
        restarts.put(who, restart);
    }

    private static int restart(LogSource source) {
        String number = source.labels().get("restart");
        return number.isEmpty() || number.length() > 9 ? UNKNOWN : Integer.parseInt(number);
    }
}
