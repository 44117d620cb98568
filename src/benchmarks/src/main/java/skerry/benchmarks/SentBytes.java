package skerry.benchmarks;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import skerry.agent.collect.SampleSink;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.PatternSettings;
import skerry.agent.summary.Rollup;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.sync.BatchSealer;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Series;

/** What one agent would send of the samples that it is given: its minutes and hours, sealed as it seals them. */
final class SentBytes {
    /** A full hour, UTC epoch milliseconds. */
    private static final long START = 1_790_002_800_000L;

    private static final double MINUTES_PER_MONTH = 43_200;

    private final Predicate<Series> profile;
    private final AgentIdentity identity = AgentIdentity.generate(new SecureRandom());
    private final Set<Bytes> held = new HashSet<>();
    private final BatchSealer sealer =
            new BatchSealer(identity.signingKey(), () -> "bench", held::contains, (hash, _) -> held.add(hash));
    private final OpenMinute minute = new OpenMinute(
            new TemplateMiner(MinerLimits.STANDARD, 1),
            MinerLimits.STANDARD.patterns(),
            PatternSettings.USUAL,
            PolicyRedactor.standard());
    private final Rollup hour = new Rollup(3_600_000);
    private final Random late = new Random(2);
    private long rounds;
    private long minutes;
    private long seq;
    private long firstNames;
    private long bytes;
    private long series;

    SentBytes(Predicate<Series> profile) {
        this.profile = profile;
    }

    /** Takes the samples of the next round, which comes 15 seconds after the one before, and late by some milliseconds. */
    SampleSink round() {
        long mono = 15_000L * ++rounds + late.nextInt(20);
        series = 0;
        return (family, labels, value) -> {
            var one = new Series(family.name(), labels, family.type());
            if (profile.test(one)) {
                minute.sample(one, value, mono);
                series++;
            }
        };
    }

    void closeMinute() {
        var window = new Window(START + minutes * 60_000, 60_000);
        var closed = minute.close(window);
        long names = seal(Kind.MINUTE, closed.summary(), closed.records());
        firstNames += minutes == 0 ? names : 0;
        bytes += minutes == 0 ? 0 : names;
        minute.stored(closed);
        hour.add(closed.summary());
        minutes++;
        if (minutes % 60 == 0) {
            bytes += seal(Kind.HOUR, hour.close(), RecordCounts.NONE);
        }
    }

    /** Counts the batches, and gives back the bytes of new names. */
    private long seal(Kind kind, Summary summary, RecordCounts records) {
        long start = summary.window().startMillis();
        long end = summary.window().endMillis();
        var span = new ClockSpan(Bytes.of(new byte[16]), start - START, end - START, start, end, ClockQuality.NTP, 10);
        long names = 0;
        for (var draft : sealer.summary(kind, summary, List.of(), records, span).drafts()) {
            int size = draft.sealer()
                    .seal(new BatchKey(identity.uid(), new Random(1).nextLong(), draft.stream(), ++seq), 1)
                    .length;
            if (draft.stream() == Stream.DICTIONARY) {
                names += size;
            } else {
                bytes += size;
            }
        }
        return names;
    }

    /** Of 30 days, all names of pods that come and go included, the first names not. */
    double megabytesPerMonth() {
        return bytes / 1e6 / minutes * MINUTES_PER_MONTH;
    }

    /** Series of the newest round that leave the site. */
    long series() {
        return series;
    }

    /** Bytes of the names of all series, sent once. */
    long firstNames() {
        return firstNames;
    }
}
