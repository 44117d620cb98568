package skerry.agent.budget;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import skerry.agent.ring.Usage;

/** What was counted by UTC day of own time. Keeps {@link #DAYS}; not thread-safe. */
final class Tally {
    /** Three months, whatever day they begin on. */
    static final int DAYS = 100;

    private static final long DAY = 86_400_000;

    private final TreeMap<Long, Map<Kind, Long>> days = new TreeMap<>();
    private final Set<Long> changed = new HashSet<>();

    Tally(List<Usage.Amount> stored) {
        for (Usage.Amount amount : stored) {
            for (Kind kind : Kind.values()) {
                if (kind.code() == amount.kind()) {
                    day(amount.epochDay()).merge(kind, amount.amount(), Long::sum);
                }
            }
        }
    }

    static long dayOf(long ownMillis) {
        return Math.floorDiv(ownMillis, DAY);
    }

    void add(long ownMillis, Kind kind, long amount) {
        if (amount != 0) {
            long day = dayOf(ownMillis);
            day(day).merge(kind, amount, (a, b) -> Math.max(0, a + b));
            changed.add(day);
            while (days.size() > DAYS) {
                days.pollFirstEntry();
            }
        }
    }

    /** From the day of {@code fromMillis} on, the last one included. */
    long sum(Kind kind, long fromMillis) {
        return days.tailMap(dayOf(fromMillis)).values().stream()
                .mapToLong(day -> day.getOrDefault(kind, 0L))
                .sum();
    }

    /** Moves all days, after the first one who knows has dated them. */
    void shift(long millis) {
        var moved = new TreeMap<Long, Map<Kind, Long>>();
        long by = Math.round((double) millis / DAY);
        days.forEach((day, amounts) -> moved.put(Math.max(0, day + by), amounts));
        days.clear();
        days.putAll(moved);
    }

    /** What lies behind the present day counts as of today. */
    void fold(long ownMillis) {
        long today = dayOf(ownMillis);
        var later = new ArrayList<>(days.tailMap(today, false).values());
        days.tailMap(today, false).clear();
        for (Map<Kind, Long> amounts : later) {
            amounts.forEach((kind, amount) -> day(today).merge(kind, amount, Long::sum));
        }
    }

    long firstDay() {
        return days.isEmpty() ? 0 : days.firstKey();
    }

    /** The days that were counted, oldest first. */
    List<Long> days() {
        return List.copyOf(days.keySet());
    }

    long amount(long day, Kind kind) {
        return days.getOrDefault(day, Map.of()).getOrDefault(kind, 0L);
    }

    /** @param all or only what changed since the last {@link #written} */
    List<Usage.Amount> amounts(boolean all) {
        var amounts = new ArrayList<Usage.Amount>();
        days.forEach((day, byKind) -> {
            if (all || changed.contains(day)) {
                byKind.forEach((kind, amount) -> amounts.add(new Usage.Amount(day, kind.code(), amount)));
            }
        });
        return amounts;
    }

    void written() {
        changed.clear();
    }

    private Map<Kind, Long> day(long day) {
        return days.computeIfAbsent(day, _ -> new EnumMap<>(Kind.class));
    }
}
