package skerry.agent.cluster.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.TreeMap;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** When etcd was last saved, at nodes and in S3, by the snapshots that can be used. Thread-safe. */
public final class NewestSnapshots implements Derived {
    private static final int MOST = 2_000;
    private static final MetricFamily NEWEST = MetricFamily.gauge(
            "skerry_etcd_snapshot_newest_timestamp_seconds",
            "When the newest snapshot that can be used was made, seconds since 1970.",
            "storage");

    private final Keyed<Made> snapshots = new Keyed<>(MOST);

    private record Made(String storage, Instant at) {}

    /** Takes the snapshots. */
    public ObjectIntake objects() {
        return snapshots.intake("", NewestSnapshots::made);
    }

    @Override
    public void tell(SampleSink sink) {
        var newest = new TreeMap<String, Instant>();
        snapshots
                .copy()
                .values()
                .forEach(one ->
                        newest.merge(one.storage(), one.at(), (known, other) -> known.isAfter(other) ? known : other));
        newest.forEach((storage, at) -> sink.add(NEWEST, Labels.of("storage", storage), (double) at.getEpochSecond()));
    }

    @Override
    public int leftOut() {
        return snapshots.beyond();
    }

    private static Optional<Made> made(JsonNode snapshot) {
        JsonNode status = snapshot.path("status");
        if (!status.path("readyToUse").asBoolean(false)) {
            return Optional.empty();
        }
        String storage = snapshot.at("/spec/location").asText("").startsWith("s3://") ? "s3" : "local";
        try {
            return Optional.of(new Made(
                    storage,
                    OffsetDateTime.parse(status.path("creationTime").asText("")).toInstant()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
