package skerry.benchmarks;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import skerry.agent.collect.Samples;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.PatternSettings;
import skerry.agent.summary.SendProfile;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.sync.BatchSealer;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.Stream;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Series;

/** What the minutes of this machine's own series weigh, under a send profile. */
final class OwnSeries {
    private static final int ROUNDS_PER_MINUTE = 4;
    private final SendProfile profile;
    private final AgentIdentity identity = AgentIdentity.generate(new SecureRandom());
    private final BatchSealer sealer = new BatchSealer(identity.signingKey(), () -> "bench", _ -> true, (_, _) -> {});
    private final OpenMinute minute = new OpenMinute(
            new TemplateMiner(MinerLimits.STANDARD, 1),
            MinerLimits.STANDARD.patterns(),
            PatternSettings.USUAL,
            PolicyRedactor.standard());
    private final List<Long> minuteBytes = new ArrayList<>();
    private long seq;
    private int series;
    private long namesBytes;

    private OwnSeries(String profile) {
        this.profile = SendProfile.named(profile);
    }

    static List<Figure> figures(BenchContext context) throws IOException, InterruptedException {
        long minutes = Math.max(2, context.length().toMinutes());
        context.say("collecting this machine's own series for %d minutes", minutes);
        List<OwnSeries> all = List.of(new OwnSeries("default"), new OwnSeries("full"));
        try (var host = new OwnHost()) {
            for (long i = 0; i < minutes; i++) {
                for (int j = 0; j < ROUNDS_PER_MINUTE; j++) {
                    Samples samples = host.collect();
                    long mono = System.nanoTime() / 1_000_000;
                    all.forEach(one -> one.add(samples, mono));
                    Thread.sleep(OwnHost.EVERY);
                }
                long number = i;
                all.forEach(one -> one.close(number));
            }
        }
        var figures = new ArrayList<Figure>();
        for (OwnSeries one : all) {
            context.say(
                    "profile %s: %d series, their names once %,d bytes",
                    one.profile.name(), one.series, one.namesBytes);
            figures.add(one.figure());
        }
        return figures;
    }

    private void add(Samples samples, long monoMillis) {
        int sent = 0;
        for (int i = 0; i < samples.size(); i++) {
            var one = new Series(
                    samples.family(i).name(),
                    samples.labels(i),
                    samples.family(i).type());
            if (profile.test(one)) {
                minute.sample(one, samples.value(i), monoMillis);
                sent++;
            }
        }
        series = sent;
    }

    private void close(long number) {
        long start = 1_790_000_040_000L + number * 60_000;
        var closed = minute.close(new Window(start, 60_000));
        var span = new ClockSpan(
                Bytes.of(new byte[16]),
                number * 60_000,
                (number + 1) * 60_000,
                start,
                start + 60_000,
                ClockQuality.NTP,
                10);
        var sealed = sealer.summary(Kind.MINUTE, closed.summary(), closed.templates(), closed.records(), span);
        long bytes = 0;
        for (var draft : sealed.drafts()) {
            int size = draft.sealer()
                    .seal(new BatchKey(identity.uid(), new Random(1).nextLong(), draft.stream(), ++seq), 1)
                    .length;
            if (draft.stream() == Stream.DICTIONARY) {
                namesBytes += size;
            } else {
                bytes += size;
            }
        }
        minute.stored(closed);
        minuteBytes.add(bytes);
    }

    /** The first minute has no rates yet, so it does not count. */
    private Figure figure() {
        return new Figure(
                "minutes of this machine, profile " + profile.name() + ", " + series + " series",
                minuteBytes.stream().skip(1).map(bytes -> bytes * 60 / 1e6).toList(),
                "MB per hour",
                profile.name().equals("default") ? "≤ 0.30" : "",
                "vmagent zstd 1.94 for 522 series");
    }
}
