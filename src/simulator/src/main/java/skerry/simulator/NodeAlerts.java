package skerry.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.simulator.SiteLife.Plot;

/**
 * What a simulated node tells of alerts, as its plot asks for: the same seed and beginning give the same events. Its monotonic
 * clock is set by whoever takes them. Pure.
 */
final class NodeAlerts {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** An alert of a rule, with the labels that tell it from others of the rule. */
    private record Alert(
            String rule,
            Severity severity,
            String summary,
            String description,
            Map<String, String> labels,
            long since,
            String value) {
        Event event(long at, Map<String, String> said) {
            var attributes = new HashMap<>(said);
            attributes.put("alert", rule);
            attributes.put("key", key());
            attributes.put("since", Long.toString(since));
            labels.forEach((name, text) -> attributes.put("label." + name, text));
            return new Event("alert", severity, at, 0, summary, attributes);
        }

        Event firing(long at) {
            return event(at, Map.of("state", "firing", "value", value, "description", description));
        }

        Event resolved(long at) {
            return event(at, Map.of("state", "resolved", "reason", "condition"));
        }

        Event acknowledged(long at) {
            return event(at, Map.of("state", "acknowledged", "by", "Kim", "note", "a new supply is on its way"));
        }

        private String key() {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256")
                        .digest((rule + new TreeMap<>(labels)).getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(hash, 0, 8);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    private NodeAlerts() {}

    /**
     * What a node tells, in the order of time.
     *
     * @param index of the node at its site
     * @param start when its life begins, UTC epoch milliseconds
     */
    static List<Event> of(long seed, Plot plot, int index, long start) {
        long first = start + 4 * MINUTE;
        long early = sinceDaysBegin(seed, start);
        var events = new ArrayList<Event>();
        switch (plot) {
            case UNDERVOLTAGE -> {
                Alert power = power(early);
                events.add(power.firing(first));
                if (seed % 2 == 0) {
                    events.add(power.acknowledged(first + 5 * MINUTE));
                }
                events.addAll(over(crashing(first + MINUTE), first + 2 * MINUTE));
            }
            case HALF_DARK -> {
                if (index > 0) {
                    events.add(crashing(early).firing(first));
                }
            }
            case OVERDUE -> events.add(power(start + 20 * MINUTE).firing(start + 25 * MINUTE));
            case DARK_AS_AGREED, BACK_FILLING -> events.addAll(over(filling(first - 2 * MINUTE), first));
            case HEALTHY -> {
                switch (Math.floorMod(seed, 6)) {
                    case 0 -> events.addAll(over(crashing(first), first + 2 * MINUTE));
                    case 1 -> events.add(update(early).firing(first));
                    default -> {
                        // Nothing ever happens there.
                    }
                }
            }
            case NEVER_SEEN -> {
                // Nobody hears of it.
            }
        }
        events.sort(Comparator.comparingLong(Event::wallMillis));
        return events;
    }

    /** The same in all lives of one day, so that a demo that goes on tells of the same alert. */
    private static long sinceDaysBegin(long seed, long start) {
        long since = Math.floorDiv(start, DAY) * DAY + Math.floorMod(seed, 180) * MINUTE;
        return since > start ? since - DAY : since;
    }

    private static List<Event> over(Alert alert, long at) {
        return List.of(alert.firing(at), alert.resolved(at + 9 * MINUTE));
    }

    private static Alert power(long since) {
        return new Alert(
                "PiUndervoltage",
                Severity.WARNING,
                "The supply voltage of this Raspberry Pi is too low",
                "A weak supply damages the card. Try another cable, then another supply.",
                Map.of("severity", "warning"),
                since,
                "1");
    }

    private static Alert filling(long since) {
        return new Alert(
                "NodeFilesystemSpaceFillingUp",
                Severity.WARNING,
                "/ will be full within a day",
                "",
                Map.of("device", "/dev/mmcblk0p2", "mountpoint", "/", "severity", "warning"),
                since,
                "0.06");
    }

    private static Alert crashing(long since) {
        return new Alert(
                "KubePodCrashLooping",
                Severity.WARNING,
                "shop/api-0 service crashes again and again",
                "",
                Map.of("namespace", "shop", "pod", "api-0", "container", "service", "severity", "warning"),
                since,
                "7");
    }

    private static Alert update(long since) {
        return new Alert(
                "UpdateWaiting",
                Severity.INFO,
                "An update waits to be installed",
                "",
                Map.of("severity", "info"),
                since,
                "1");
    }
}
