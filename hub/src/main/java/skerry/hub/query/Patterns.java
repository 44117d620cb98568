package skerry.hub.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.PatternInfo;
import skerry.protocol.Uid;
import skerry.protocol.payload.Severity;

/** Log patterns over a range and a part of the fleet. Thread-safe. */
public final class Patterns {
    private static final long HOUR = 3_600_000;
    private static final long ACQUAINTED_MILLIS = HOUR;
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
     * @param onlyNew only patterns first seen in the range, by a site known for an hour
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
    public record Found(PatternInfo pattern, long count, List<Long> spark, Map<String, Long> sites, boolean isNew) {
        public Found {
            spark = List.copyOf(spark);
            sites = Map.copyOf(sites);
        }
    }

    /** @param total how many patterns were found, also those beyond the limit */
    public record Answer(long bucketMillis, int total, List<Found> patterns) {
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
        Map<String, Long> knownSince = knownSince();
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
                        pattern,
                        tally.count,
                        Arrays.stream(tally.spark).boxed().toList(),
                        tally.sites,
                        pattern.firstMillis() >= question.from() && isNews(pattern, tally.sites.keySet(), knownSince)))
                .filter(candidate -> matches(question, candidate))
                .ifPresent(found::add));
        found.sort(Comparator.comparingLong(Found::count).reversed());
        return new Answer(
                hoursPerBucket * HOUR, found.size(), found.subList(0, Math.min(found.size(), question.limit())));
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

    /** A site that has just come brings patterns that are old to it: only later ones are news. */
    private static boolean isNews(PatternInfo pattern, Set<String> sites, Map<String, Long> knownSince) {
        return sites.stream()
                .anyMatch(site ->
                        pattern.firstMillis() - knownSince.getOrDefault(site, Long.MAX_VALUE) >= ACQUAINTED_MILLIS);
    }

    /** When the first agent of each site was enrolled. */
    private Map<String, Long> knownSince() {
        var since = new HashMap<String, Long>();
        store.registry().agents().forEach(agent -> since.merge(agent.site(), agent.enrolledAt(), Math::min));
        return since;
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
                        || found.pattern()
                                        .severity()
                                        .compareTo(question.severity().get())
                                >= 0)
                && (!question.onlyNew() || found.isNew())
                && found.pattern()
                        .template()
                        .toLowerCase(Locale.ROOT)
                        .contains(question.text().toLowerCase(Locale.ROOT));
    }
}
