package skerry.agent.site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import skerry.agent.boot.BootCause;
import skerry.agent.boot.BootVerdict;
import skerry.agent.boot.Sureness;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.host.MemoryGroup;
import skerry.protocol.series.Labels;

/** What is special to small machines in the field: why they started again, how worn their cards are, what their kernel leaves out. Pure. */
final class PiHealth {
    static final String START = "Last start";
    static final String CARD = "Card";
    static final String MEMORY_GROUP = "Memory control group";

    /** So long a start that nobody asked for is worth a look. */
    private static final double START_LOOK = 86_400;

    private static final double LIFE_LOOK = 0.9;
    private static final double DAY = 86_400;
    /** A pace of less than that means little. */
    private static final double PACE_FROM = 2 * 3_600;

    private PiHealth() {}

    static List<Check> of(LatestSamples samples, long now) {
        var checks = new ArrayList<Check>();
        start(samples, now).ifPresent(checks::add);
        samples.each("skerry_card_info", (info, _) -> checks.add(card(samples, info, now)));
        if (isMemoryGroupOff(samples)) {
            checks.add(new Check(MEMORY_GROUP, Check.Mark.UNKNOWN, MemoryGroup.LACK, MemoryGroup.ADVICE));
        }
        return checks;
    }

    static boolean isMemoryGroupOff(LatestSamples samples) {
        return samples.value("skerry_memory_cgroup_enabled") == 0;
    }

    private static Optional<Check> start(LatestSamples samples, long now) {
        Labels[] known = {Labels.NONE};
        samples.each("skerry_boot_info", (labels, _) -> known[0] = labels);
        Optional<BootCause> cause = BootCause.of(known[0].get("cause"));
        Optional<Sureness> sureness = Sureness.of(known[0].get("sure"));
        if (cause.isEmpty() || sureness.isEmpty()) {
            return Optional.empty();
        }
        double up = now / 1000.0 - samples.value("node_boot_time_seconds");
        String why = new BootVerdict(cause.get(), sureness.get(), List.of()).sentence();
        String text = up >= 0 ? why + ", " + Checkup.span(Duration.ofSeconds(Math.round(up))) + " ago" : why;
        Optional<String> advice = advice(cause.get());
        // No figures where it needs a look: a reason that changes is news to the hub.
        return Optional.of(
                advice.isPresent() && !(up > START_LOOK)
                        ? Check.look(START, why, advice.get())
                        : Check.good(START, text));
    }

    /** Nothing where there is nothing to do about it. */
    private static Optional<String> advice(BootCause cause) {
        return switch (cause) {
            case BROWNOUT ->
                Optional.of("Check the power supply and its cable, and what draws power from the USB ports.");
            case HEAT -> Optional.of("Check fan, dust and sun.");
            case MEMORY -> Optional.of("See which program grows, and give it a limit.");
            case WATCHDOG, PANIC ->
                Optional.of(
                        "Look at the list of starts below; when it happens again, replace card and power supply first.");
            case POWER_CUT, UPDATE, OPERATOR, UNKNOWN -> Optional.empty();
        };
    }

    private static Check card(LatestSamples samples, Labels info, long now) {
        String device = info.get("device");
        double written = ofDevice(samples, "skerry_card_written_bytes", device);
        double own = ofDevice(samples, "skerry_card_agent_written_bytes", device);
        double life = ofDevice(samples, "skerry_mmc_life_used_ratio", device);
        double days = KernelText.parseNumber(info.get("since")).stream()
                .map(since -> (now / 1000.0 - since) / DAY)
                .findFirst()
                .orElse(Double.NaN);
        var text = new StringBuilder(device);
        text.append(
                Double.isNaN(life)
                        ? " tells nothing of its wear"
                        : String.format(
                                Locale.ROOT, ": at most %.0f %% of its life used, by its own estimate", life * 100));
        text.append("; ").append(Checkup.bytes(written)).append(" written in ");
        text.append(Checkup.span(Duration.ofSeconds(Math.max(0, Math.round(days * DAY)))));
        if (days * DAY > PACE_FROM) {
            text.append(", ").append(Checkup.bytes(written / days)).append(" a day");
        }
        if (own >= 0 && written > 0) {
            text.append(String.format(Locale.ROOT, ", %.0f %% of it by this agent", Math.min(1, own / written) * 100));
        }
        String name = CARD + " " + device;
        return life >= LIFE_LOOK
                ? Check.look(name, "it has nearly used up its estimated life", "Plan to replace it: " + text + ".")
                : Check.good(name, text.substring(device.length()).replaceFirst("^[: ]+", ""));
    }

    private static double ofDevice(LatestSamples samples, String metric, String device) {
        double[] most = {Double.NaN};
        samples.each(metric, (labels, value) -> {
            if (labels.get("device").equals(device) && !(value <= most[0])) {
                most[0] = value;
            }
        });
        return most[0];
    }
}
