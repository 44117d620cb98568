package skerry.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * When which fault happens and how long it lasts; all of it follows from the seed.
 *
 * @param acts in the order of their beginnings; each is over when the span of the plan is
 */
record ChaosPlan(List<Act> acts) {
    /** An agent that loses its connection three times within 30 s of making it takes its uid for doubled, and waits. */
    private static final long BETWEEN_ENDS_MILLIS = 40_000;

    /** Connections outlive what is shorter. */
    private static final long SHORT_MILLIS = 15_000;

    private static final long LONG_MILLIS = 90_000;
    private static final long ROOM_FOR_LONG_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final List<ChaosFault.Target> TARGETS = List.of(ChaosFault.Target.values());

    ChaosPlan {
        acts = List.copyOf(acts);
    }

    /**
     * A fault with its time.
     *
     * @param link which of the links it befalls, from 0; 0 for a process
     * @param atMillis after the start of the plan
     */
    record Act(ChaosFault fault, int link, long atMillis, long lastsMillis) {
        long endMillis() {
            return atMillis + lastsMillis;
        }

        private String victim() {
            return fault.target() + " " + link;
        }
    }

    /** @param links how many links there are */
    static ChaosPlan of(long seed, Duration span, int links) {
        var random = new SplittableRandom(seed);
        var acts = new ArrayList<Act>();
        Map<String, Long> freeFrom = new HashMap<>();
        long end = span.toMillis();
        long mayEndConnections = 0;
        long time = random.nextLong(1_000, 3_000);
        while (time < end) {
            var fault = draw(random, time >= mayEndConnections);
            int link = fault.target() == ChaosFault.Target.LINK ? random.nextInt(links) : 0;
            boolean isLong = end >= ROOM_FOR_LONG_MILLIS && time >= mayEndConnections && random.nextInt(6) == 0;
            long lasts = Math.min(isLong ? LONG_MILLIS : random.nextLong(2_000, SHORT_MILLIS), end - time);
            var act = new Act(fault, link, time, lasts);
            if (freeFrom.getOrDefault(act.victim(), 0L) <= time) {
                acts.add(act);
                freeFrom.put(act.victim(), act.endMillis() + 1_000);
                if (fault.endsConnections() || isLong) {
                    mayEndConnections = act.endMillis() + BETWEEN_ENDS_MILLIS;
                }
            }
            time += random.nextLong(1_000, 8_000);
        }
        return new ChaosPlan(acts);
    }

    /** Each kind of target as often as the others, so that processes are killed however many ways there are to harm a link. */
    private static ChaosFault draw(SplittableRandom random, boolean mayEndConnections) {
        var target = TARGETS.get(random.nextInt(TARGETS.size()));
        var possible = Arrays.stream(ChaosFault.values())
                .filter(fault -> fault.target() == target && (mayEndConnections || !fault.endsConnections()))
                .toList();
        return possible.get(random.nextInt(possible.size()));
    }
}
