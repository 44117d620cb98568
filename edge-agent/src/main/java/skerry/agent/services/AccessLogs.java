package skerry.agent.services;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private final ServiceBoard board;
    private final LogIntake next;
    private final InstantSource clock;
    private final Map<LogOf, LogOfService> logs = new LinkedHashMap<>(64, 0.75f, true);

    private record LogOf(String key, String stream) {}

    /** @param next takes all records */
    public AccessLogs(ServiceBoard board, LogIntake next, InstantSource clock) {
        this.board = board;
        this.next = next;
        this.clock = clock;
    }

    @Override
    public void record(LogRecord record) throws InterruptedException {
        logs.computeIfAbsent(
                        new LogOf(record.source().key(), record.stream()),
                        _ -> new LogOfService(record.source().labels()))
                .line(record.text(), (service, line) -> count(service, line, record.timeMillis()));
        if (logs.size() > MOST_LOGS) {
            logs.remove(logs.keySet().iterator().next());
        }
        next.record(record);
    }

    private void count(ServiceName service, AccessLine line, long recordMillis) {
        long at = line.atMillis().orElse(recordMillis);
        boolean late = at < clock.millis() - LATE.toMillis();
        board.line(late);
        if (!late) {
            var request = new Requests();
            request.request(StatusClass.of(line.status()));
            line.seconds().ifPresent(request::duration);
            board.add(service, request);
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
