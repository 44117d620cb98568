package skerry.system.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import skerry.hub.store.ContentReader;
import skerry.hub.store.FleetStore;
import skerry.hub.store.ReadModels.Content;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.payload.GaugeSummary;

/**
 * How often the hub counts each record.
 *
 * @param lines by number, as its read model says
 * @param readings by number, as its stored minutes say
 * @param events in its read model
 * @param hourlyLines numbers of those that its stored hours tell of
 * @param hourlyReadings the same
 */
record HubRecords(
        Map<Long, Long> lines, Map<Long, Long> readings, long events, Set<Long> hourlyLines, Set<Long> hourlyReadings) {
    private static final int MANY = 10_000;

    /** @param held the batches of the agent that it holds */
    static HubRecords of(FleetStore store, Uid uid, Set<BatchKey> held) {
        Map<Long, Long> lines = new HashMap<>();
        store.history().patterns(0, Long.MAX_VALUE / 2, (_, _, pattern, bySeverity) -> {
            long sum = 0;
            for (long count : bySeverity) {
                sum += count;
            }
            lines.merge(pattern, sum, Long::sum);
        });
        Map<Long, Long> readings = new HashMap<>();
        var hourlyLines = new HashSet<Long>();
        var hourlyReadings = new HashSet<Long>();
        var contents = new ContentReader(store.models());
        for (BatchKey key : held) {
            Batch batch = batch(store, key);
            Kind kind = batch.header().kind();
            if (kind == Kind.MINUTE || kind == Kind.HOUR) {
                if (contents.read(batch) instanceof Content.Summarised(var summary)) {
                    for (GaugeSummary gauge : summary.gauges()) {
                        if (kind == Kind.MINUTE) {
                            readings.merge(number(gauge), (long) gauge.count(), Long::sum);
                        } else {
                            hourlyReadings.add(number(gauge));
                        }
                    }
                    if (kind == Kind.HOUR) {
                        summary.patterns().forEach(pattern -> hourlyLines.add(pattern.patternId()));
                    }
                }
            }
        }
        long events = store.history().events(uid, 0, Long.MAX_VALUE / 2, MANY).size();
        return new HubRecords(lines, readings, events, hourlyLines, hourlyReadings);
    }

    private static Batch batch(FleetStore store, BatchKey key) {
        try {
            return BatchCodec.decode(store.batches().bytes(key).orElseThrow());
        } catch (ProtocolException e) {
            throw new AssertionError("the hub holds bytes that are no batch under " + key, e);
        }
    }

    private static long number(GaugeSummary gauge) {
        return Long.parseLong(gauge.series().labels().get("no"));
    }
}
