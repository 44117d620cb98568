package skerry.agent.boot;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import skerry.agent.ring.BootEnd;
import skerry.protocol.payload.Event;
import skerry.protocol.series.Series;

/** What the last rounds and events of a boot say of its end. Pure. */
final class RingEnds {
    /** How much of the end is looked at. */
    static final long BACK_MILLIS = 600_000;

    /** The event by which an agent says that it was asked to end. */
    static final String STOP = "agent.stop";

    private static final String LOW = "skerry_pi_undervoltage";
    private static final String LOW_EVER = "skerry_pi_undervoltage_since_boot";
    private static final String FREE = "node_memory_MemAvailable_bytes";
    private static final String ALL = "node_memory_MemTotal_bytes";
    private static final String KILLED = "node_vmstat_oom_kill";
    private static final Set<String> HEAT = Set.of("node_thermal_zone_temp", "node_hwmon_temp_celsius");
    private static final Set<String> PLAIN = Set.of(LOW, LOW_EVER, FREE, ALL, KILLED);

    /** A round that is this much older than the newest is not the last. */
    private static final long SAME_ROUND_MILLIS = 40_000;

    private RingEnds() {}

    static boolean isWanted(Series series) {
        return PLAIN.contains(series.name()) || HEAT.contains(series.name());
    }

    static Traces.RingEnd of(BootEnd end) {
        Map<String, Double> last = new HashMap<>();
        Map<String, Double> first = new HashMap<>();
        boolean lowLately = false;
        double hottest = Double.NaN;
        for (BootEnd.Point point : end.samples()) {
            String name = point.series().name();
            boolean newest = point.monoMillis() >= end.monoLast() - SAME_ROUND_MILLIS;
            if (HEAT.contains(name)) {
                hottest = newest && !(point.value() <= hottest) ? point.value() : hottest;
            } else {
                first.putIfAbsent(name, point.value());
                last.put(name, newest ? point.value() : last.getOrDefault(name, Double.NaN));
                lowLately |= name.equals(LOW) && point.value() > 0;
            }
        }
        double everBefore = first.getOrDefault(LOW_EVER, 0.0);
        double ever = last.getOrDefault(LOW_EVER, 0.0);
        double killed = last.getOrDefault(KILLED, 0.0) - first.getOrDefault(KILLED, 0.0);
        return new Traces.RingEnd(
                end.wallLast(),
                end.events().stream().anyMatch(event -> isStop(event, end.monoLast())),
                last.getOrDefault(LOW, 0.0) > 0,
                lowLately || ever > everBefore,
                ever > 0 || lowLately,
                number(hottest),
                number(last.getOrDefault(FREE, Double.NaN) / last.getOrDefault(ALL, Double.NaN)),
                Double.isNaN(killed) ? 0 : Math.max(0, killed));
    }

    private static boolean isStop(Event event, long monoLast) {
        return event.type().equals(STOP) && event.monoMillis() >= monoLast;
    }

    private static OptionalDouble number(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
