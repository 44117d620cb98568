package skerry.agent;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.ring.Account;
import skerry.agent.ring.Ring;
import skerry.protocol.RecordCounts;
import skerry.protocol.control.Autonomy;
import skerry.protocol.payload.LossCause;
import skerry.protocol.series.Labels;

/** What the agent tells of its own work: the account of records, the ring, the log collectors. */
final class OwnMetrics implements Collector {
    private static final MetricFamily COLLECTED =
            MetricFamily.counter("skerry_collected_records_total", "Records stored, or known to be lost before.");
    private static final MetricFamily DELIVERED = MetricFamily.counter(
            "skerry_delivered_records_total", "Records covered by a batch that the hub confirmed.");
    private static final MetricFamily SENT_UNCONFIRMED =
            MetricFamily.gauge("skerry_sent_unconfirmed_records", "Records that left by a road without receipts.");
    private static final MetricFamily HELD =
            MetricFamily.gauge("skerry_held_records", "Records that wait for a window, a batch or a receipt.");
    private static final MetricFamily DROPPED = MetricFamily.counter(
            "skerry_dropped_records_total", "Records dropped, by cause; some since delivered coarsely.");
    private static final MetricFamily COARSE = MetricFamily.gauge(
            "skerry_coarse_records", "Of the dropped records, those whose hour the hub confirmed: delivered coarsely.");
    private static final MetricFamily REFUSED =
            MetricFamily.counter("skerry_refused_records_total", "Records in batches that the hub refused.");
    private static final MetricFamily KEPT =
            MetricFamily.counter("skerry_site_only_samples_total", "Samples that the send profile keeps at the site.");
    private static final MetricFamily OUTBOX =
            MetricFamily.gauge("skerry_outbox_bytes", "Bytes of batches that the hub has not confirmed.");
    private static final MetricFamily RAW =
            MetricFamily.gauge("skerry_ring_raw_bytes", "Bytes of raw detail in the ring.");
    private static final MetricFamily LOGS =
            MetricFamily.counter("skerry_log_events_total", "What the log collectors did and met, by kind.");

    private static final MetricFamily OLDEST = MetricFamily.gauge(
            "skerry_outbox_oldest_timestamp_seconds", "When the oldest batch that waits for the hub began.");
    private static final MetricFamily CONTACT = MetricFamily.gauge(
            "skerry_hub_last_contact_timestamp_seconds", "When the hub last said something that could be believed.");
    private static final MetricFamily RING_WELL =
            MetricFamily.gauge("skerry_ring_writable", "Whether the ring can be written.");
    private static final MetricFamily CLOCK =
            MetricFamily.gauge("skerry_clock_quality", "How far the wall clock is trusted: 0 unknown, up to 4.");
    private static final MetricFamily AUTONOMY = MetricFamily.gauge(
            "skerry_autonomy_seconds", "How long the node can stay dark before summaries, or raw detail, give way.");
    private static final double MILLISECONDS = 1000;

    private static final Labels SAMPLES = Labels.of("kind", "samples");
    private static final Labels LINES = Labels.of("kind", "lines");
    private static final Labels EVENTS = Labels.of("kind", "events");

    private final Ring ring;
    private final LogCounters logs;
    private final LongSupplier hubSeen;
    private final Supplier<Optional<Autonomy>> autonomy;
    private final NodeClock clock;

    /**
     * @param hubSeen last contact with the hub, UTC epoch milliseconds, 0 for never
     * @param autonomy how long the node can stay dark, as of the last round
     */
    OwnMetrics(
            Ring ring, LogCounters logs, LongSupplier hubSeen, Supplier<Optional<Autonomy>> autonomy, NodeClock clock) {
        this.ring = ring;
        this.logs = logs;
        this.hubSeen = hubSeen;
        this.autonomy = autonomy;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "skerry";
    }

    @Override
    public void collect(SampleSink sink) {
        Optional<Account> account = ring.account();
        account.map(Account::total).ifPresent(known -> {
            records(sink, COLLECTED, known.collected());
            records(sink, DELIVERED, known.delivered());
            records(sink, HELD, known.held());
            records(sink, REFUSED, known.refused());
            records(sink, COARSE, known.coarse());
            records(sink, SENT_UNCONFIRMED, known.sentUnconfirmed());
            for (Map.Entry<LossCause, RecordCounts> loss : known.everDropped().entrySet()) {
                sink.add(DROPPED, Labels.of("cause", word(loss.getKey())), (double)
                        loss.getValue().total());
            }
        });
        account.ifPresent(known -> {
            sink.add(KEPT, (double) known.siteOnlySamples());
            sink.add(RAW, (double) known.raw().bytes());
        });
        sink.add(OUTBOX, (double) ring.outbox().bytesQueued());
        ring.oldestWaitingMillis().ifPresent(oldest -> sink.add(OLDEST, oldest / MILLISECONDS));
        long contact = hubSeen.getAsLong();
        if (contact > 0) {
            sink.add(CONTACT, contact / MILLISECONDS);
        }
        autonomy.get().ifPresent(dark -> {
            sink.add(AUTONOMY, Labels.of("before", "summaries"), 60.0 * dark.summaryMinutes());
            sink.add(AUTONOMY, Labels.of("before", "raw"), 60.0 * dark.rawMinutes());
        });
        sink.add(RING_WELL, ring.standing().sentence().isEmpty() ? 1 : 0);
        sink.add(CLOCK, clock.reading().quality().code());
        for (LogCount count : LogCount.values()) {
            long value = logs.get(count);
            if (value > 0) {
                sink.add(LOGS, Labels.of("kind", word(count)), (double) value);
            }
        }
    }

    private static void records(SampleSink sink, MetricFamily family, RecordCounts counts) {
        sink.add(family, SAMPLES, (double) counts.samples());
        sink.add(family, LINES, (double) counts.lines());
        sink.add(family, EVENTS, (double) counts.events());
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
