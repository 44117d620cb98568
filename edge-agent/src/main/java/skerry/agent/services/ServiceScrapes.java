package skerry.agent.services;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.targets.ScrapeIntake;
import skerry.protocol.series.Labels;

/** Looks for request histograms in scrapes as they pass, and leaves these as they are. Thread-safe. */
public final class ServiceScrapes implements ScrapeIntake {
    /** A target that was not scraped for so long went, or its series say nothing of what is new. */
    private static final Duration GONE_AFTER = Duration.ofMinutes(15);

    private final ServiceBoard board;
    private final ScrapeIntake next;
    private final FoldRoom room = new FoldRoom();
    private final Map<Labels, Watched> targets = new HashMap<>();

    private static final class Watched {
        final TargetFold fold;
        Instant at = Instant.EPOCH;

        Watched(TargetFold fold) {
            this.fold = fold;
        }
    }

    /** @param next takes the scrapes */
    public ServiceScrapes(ServiceBoard board, ScrapeIntake next) {
        this.board = board;
        this.next = next;
    }

    @Override
    public synchronized void samples(Instant at, Labels target, Consumer<SampleSink> samples) {
        Watched watched = targets.computeIfAbsent(target, _ -> new Watched(new TargetFold(target, room)));
        watched.at = at;
        watched.fold.begin();
        next.samples(
                at,
                target,
                sink -> samples.accept((family, labels, value) -> {
                    watched.fold.sample(family.name(), labels, value);
                    sink.add(family, labels, value);
                }));
        int leftOut = watched.fold.end(at.toEpochMilli() / 1_000.0, board::add);
        if (leftOut > 0) {
            board.seriesLeftOut(leftOut);
        }
        targets.values().removeIf(one -> {
            boolean gone = one.at.isBefore(at.minus(GONE_AFTER));
            if (gone) {
                one.fold.close();
            }
            return gone;
        });
    }
}
