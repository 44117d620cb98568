package skerry.agent.services;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.ValueSink;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.series.Labels;

/**
 * Looks for durations in what passes, and hands all on as it is. Of so many fields of all logs there are distributions, those that
 * came first. Owned by the log thread.
 */
public final class LogValues implements LogIntake {
    /** Fields of logs that have a distribution; a busy one costs some 100 bytes a minute on the link. */
    static final int MOST_FIELDS = 16;

    private static final int MOST_LOGS = 256;
    private static final MetricFamily DURATION = MetricFamily.gauge(
            "skerry_log_duration_seconds", "Durations that log lines tell in a field with a known name.");

    private final LogIntake next;
    private final ValueSink values;
    /** Labels of a log's service by its key. */
    private final Map<String, Labels> logs = new LinkedHashMap<>(16, 0.75f, true);

    /** Labels of a service's fields by their names; of those services that have some. */
    private final Map<Labels, Map<String, Labels>> fields = new HashMap<>();

    private int fieldCount;
    private final DurationFields durations = new DurationFields(this::tell);
    private LogSource source = new LogSource("", Labels.NONE);

    /** Takes a field's duration. */
    @FunctionalInterface
    interface FieldSink {
        void field(String name, double seconds);
    }

    /**
     * @param next takes all records
     * @param values takes the durations
     */
    public LogValues(LogIntake next, ValueSink values) {
        this.next = next;
        this.values = values;
    }

    @Override
    public void record(LogRecord record) throws InterruptedException {
        // Before the checkpoint that follows, so that line and durations are of one window.
        next.record(record);
        find(record);
    }

    /** Looks at a line that the process before this one stored and did not summarise. */
    void find(LogRecord record) {
        source = record.source();
        durations.find(record.text());
    }

    private void tell(String name, double seconds) {
        Labels service = logs.get(source.key());
        if (service == null) {
            service = LogOfService.nameOf(source.labels()).labels();
            if (logs.size() == MOST_LOGS) {
                logs.remove(logs.keySet().iterator().next());
            }
            logs.put(source.key(), service);
        }
        Labels labels = fields.getOrDefault(service, Map.of()).get(name);
        if (labels == null) {
            if (fieldCount == MOST_FIELDS) {
                values.leftOut(1);
                return;
            }
            fieldCount++;
            labels = service.with("field", name);
            fields.computeIfAbsent(service, _ -> new HashMap<>()).put(name, labels);
        }
        values.value(DURATION, labels, seconds, 1);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) throws InterruptedException {
        next.checkpoint(checkpoint);
    }

    @Override
    public void lost(LogSource source, long records, String cause) {
        next.lost(source, records, cause);
    }
}
