package skerry.hub.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.PatternInfo;
import skerry.protocol.Uid;
import skerry.protocol.payload.Severity;

/** Log patterns over a range and a part of the fleet. Thread-safe. */
public final class Patterns {
    private static final long HOUR = 3_600_000;
    private static final int MAX_BUCKETS = 96;
    private static final int MAX_EXAMPLES = 20;

    private final FleetStore store;

    public Patterns(FleetStore store) {
        this.store = store;
    }

    /**
     * @param site only this site's lines, if named
     * @param severity only patterns whose gravest line is at least this, if named
     * @param text only templates that hold it, whatever the case; empty for all
     * @param onlyNew only patterns first seen in the range
     */
    public record Question(
            long from,
            long to,
            Optional<String> site,
            Optional<Severity> severity,
            String text,
            boolean onlyNew,
            int limit) {}

    /**
     * @param spark lines per bucket
     * @param sites ids of sites with lines, each with its count
     */
    public record Found(PatternInfo pattern, long count, long[] spark, Map<String, Long> sites, boolean isNew) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Found that && pattern.equals(that.pattern) && count == that.count;
        }

        @Override
        public int hashCode() {
            return pattern.hashCode();
        }
    }

    /** @param total lines of all patterns found, also of those beyond the limit */
    public record Answer(long bucketMillis, long total, List<Found> patterns) {
        public Answer {
            patterns = List.copyOf(patterns);
        }
    }

    public record Example(long at, Agent agent, String text) {}

    private static final class Tally {
        final long[] spark;
        final Map<String, Long> sites = new HashMap<>();
        long count;

        Tally(int buckets) {
            spark = new long[buckets];
        }
    }

    public Answer ask(Question question) {
        long fromHour = Math.floorDiv(question.from(), HOUR);
        long toHour = Math.floorDiv(question.to() - 1, HOUR);
        int hoursPerBucket = Math.toIntExact(Math.ceilDiv(toHour - fromHour + 1, MAX_BUCKETS));
        int buckets = Math.toIntExact(Math.ceilDiv(toHour - fromHour + 1, hoursPerBucket));
        Map<Uid, String> sites = sites(question.site());
        var tallies = new HashMap<Long, Tally>();
        store.history().patterns(question.from(), question.to(), (hour, uid, pattern, bySeverity) -> {
            String site = sites.get(uid);
            long lines = Arrays.stream(bySeverity).sum();
            int bucket = (int) ((hour - fromHour) / hoursPerBucket);
            if (site != null && lines > 0 && bucket >= 0 && bucket < buckets) {
                var tally = tallies.computeIfAbsent(store.patterns().canonical(pattern), _ -> new Tally(buckets));
                tally.count += lines;
                tally.spark[bucket] += lines;
                tally.sites.merge(site, lines, Long::sum);
            }
        });
        var found = new ArrayList<Found>();
        tallies.forEach((id, tally) -> store.patterns()
                .find(id)
                .map(pattern -> new Found(
                        pattern, tally.count, tally.spark, tally.sites, pattern.firstMillis() >= question.from()))
                .filter(candidate -> matches(question, candidate))
                .ifPresent(found::add));
        found.sort(Comparator.comparingLong(Found::count).reversed());
        long total = found.stream().mapToLong(Found::count).sum();
        return new Answer(
                hoursPerBucket * HOUR, total, found.subList(0, Math.min(found.size(), question.limit())));
    }

    /** Redacted lines of a pattern, the newest first. */
    public List<Example> examples(long pattern, long from, long to) {
        var examples = new ArrayList<Example>();
        for (var example : store.history().examples(pattern, from, to, MAX_EXAMPLES)) {
            store.registry()
                    .find(example.uid())
                    .ifPresent(agent -> examples.add(new Example(example.at(), agent, example.text())));
        }
        return examples;
    }

    private Map<Uid, String> sites(Optional<String> only) {
        var sites = new HashMap<Uid, String>();
        for (Agent agent : store.registry().agents()) {
            if (only.isEmpty() || only.get().equals(agent.site())) {
                sites.put(agent.uid(), agent.site());
            }
        }
        return sites;
    }

    private static boolean matches(Question question, Found found) {
        return (question.severity().isEmpty()
                        || found.pattern().severity().compareTo(question.severity().get()) >= 0)
                && (!question.onlyNew() || found.isNew())
                && found.pattern()
                        .template()
                        .toLowerCase(Locale.ROOT)
                        .contains(question.text().toLowerCase(Locale.ROOT));
    }
}
