package skerry.agent;

import java.util.function.Supplier;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.contact.ContactStanding;

/** When the link may be used. */
final class ContactMetrics implements Collector {
    private static final MetricFamily OPEN =
            MetricFamily.gauge("skerry_contact_open", "Whether the node's contact lets it use its link now.");
    private static final MetricFamily NEXT = MetricFamily.gauge(
            "skerry_contact_next_timestamp_seconds", "When the next window of the node's contact begins.");
    private static final MetricFamily DATED = MetricFamily.gauge(
            "skerry_contact_time_known", "Whether the time of day is known, as far as the node's contact needs it.");
    private static final double MILLISECONDS = 1000;

    private final Supplier<ContactStanding> standing;

    ContactMetrics(Supplier<ContactStanding> standing) {
        this.standing = standing;
    }

    @Override
    public String name() {
        return "contact";
    }

    @Override
    public void collect(SampleSink sink) {
        ContactStanding now = standing.get();
        sink.add(OPEN, now.open() ? 1 : 0);
        sink.add(DATED, now.dated() ? 1 : 0);
        now.next().ifPresent(at -> sink.add(NEXT, at / MILLISECONDS));
    }
}
