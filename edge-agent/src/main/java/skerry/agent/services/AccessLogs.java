package skerry.agent.services;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.ValueSink;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;

/**
 * Looks for lines of access logs in what passes, and hands all on as it is. Of a line only its status, its duration and the name of
 * the service are taken. Owned by the log thread.
 */
public final class AccessLogs implements LogIntake {
    /** Older lines are of a time that is told already: they would look like requests of now. */
    static final Duration LATE = Duration.ofMinutes(5);

    private static final int MOST_LOGS = 256;
    private static final MetricFamily DURATION = MetricFamily.gauge(
            "skerry_service_request_duration_seconds", "How long requests took, as the service's access log tells.");

    private final ServiceBoard board;
    private final LogValues next;
    private final ValueSink values;
    private final InstantSource clock;
    private final Map<LogOf, LogOfService> logs = new LinkedHashMap<>(64, 0.75f, true);

    private final BiConsumer<ServiceName, AccessLine> sink = this::count;
    private @Nullable LogOf lastKey;
    private @Nullable LogOfService last;
    private long recordMillis;

    private record LogOf(String key, String stream) {}

    /**
     * @param next takes all records
     * @param values takes the durations of requests, and those that other lines tell
     */
    public AccessLogs(ServiceBoard board, LogIntake next, ValueSink values, InstantSource clock) {
        this.board = board;
        this.next = new LogValues(next, values);
        this.values = values;
        this.clock = clock;
    }

    @Override
    public void record(LogRecord record) throws InterruptedException {
        // Before the checkpoint that follows, so that line and durations are of one window.
        next.record(record);
        recordMillis = record.timeMillis();
        logOf(record).line(record.text(), sink);
    }

    /**
     * Takes the durations of a line that the process before this one stored and did not summarise. Requests are not counted again:
     * their totals begin anew with each process.
     */
    public void replayed(LogRecord record) {
        logOf(record).line(record.text(), this::duration);
        next.find(record);
    }

    private void duration(ServiceName service, AccessLine line) {
        if (line.seconds().isPresent()) {
            values.value(DURATION, board.told(service).labels(), line.seconds().getAsDouble(), 1);
        }
    }

    /** Mostly the one of the record before. */
    private LogOfService logOf(LogRecord record) {
        LogOfService log = last;
        if (log != null
                && lastKey != null
                && lastKey.stream.equals(record.stream())
                && lastKey.key.equals(record.source().key())) {
            return log;
        }
        var key = new LogOf(record.source().key(), record.stream());
        log = logs.get(key);
        if (log == null) {
            log = new LogOfService(record.source().labels());
            logs.put(key, log);
            if (logs.size() > MOST_LOGS) {
                logs.remove(logs.keySet().iterator().next());
            }
        }
        lastKey = key;
        last = log;
        return log;
    }

    private void count(ServiceName service, AccessLine line) {
        long at = line.atMillis().orElse(recordMillis);
        boolean late = at < clock.millis() - LATE.toMillis();
        board.line(late);
        if (!late) {
            var request = new Requests();
            request.request(StatusClass.of(line.status()));
            line.seconds().ifPresent(request::duration);
            board.add(service, request);
            duration(service, line);
        }
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
