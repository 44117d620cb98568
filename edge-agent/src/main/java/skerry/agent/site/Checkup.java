package skerry.agent.site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import skerry.agent.collect.targets.TargetState;
import skerry.agent.contact.ContactStanding;
import skerry.protocol.ClockQuality;
import skerry.protocol.contact.Contact;
import skerry.protocol.series.Labels;

/** Judges a node for the person who stands before it. Pure; thread-safe. */
public final class Checkup {
    private static final double DISK_LOOK = 0.10;
    private static final double HOT_CELSIUS = 80;
    private static final double MEMORY_LOOK = 0.08;
    private static final double DRIFT_SECONDS = 5;
    /** The name of the check that is about the hub and not about this machine. */
    public static final String LINK = "Link to the hub";

    /** The state word of an agent that talks to no hub. */
    public static final String NO_HUB = "off";

    private static final double RING_LOOK = 0.8;
    private static final double LIMIT_LOOK = 0.9;
    private static final Set<String> K3S_UNITS = Set.of("k3s.service", "k3s-agent.service");

    private static final String WATCH = "Compare the time above with your watch; connect a time source.";

    private static final Duration HUB_LOOK = Duration.ofMinutes(10);

    private Checkup() {}

    /** All checks, in the order of the page. */
    public static List<Check> of(NodeFacts facts, LatestSamples samples) {
        var checks = new ArrayList<Check>();
        checks.add(power(samples));
        checks.add(disk(facts, samples));
        checks.add(memory(samples));
        checks.add(temperature(samples));
        checks.add(clock(samples));
        checks.addAll(PiHealth.of(samples, facts.now()));
        k3s(samples).ifPresent(checks::add);
        containers(samples).ifPresent(checks::add);
        cluster(samples).ifPresent(checks::add);
        checks.addAll(ClusterHealth.of(samples, facts.node(), facts.now()));
        checks.addAll(K3sHealth.of(samples, facts.now()));
        SealingHealth.of(samples).ifPresent(checks::add);
        RefusedHealth.of(samples).ifPresent(checks::add);
        checks.add(link(facts));
        contact(facts).ifPresent(checks::add);
        checks.add(waiting(facts));
        checks.add(autonomy(facts));
        facts.targets().forEach(target -> checks.add(target(target)));
        facts.stick().ifPresent(text -> checks.add(Check.good("Stick", text)));
        return checks;
    }

    /** The first thing that needs a look, as one sentence; empty if all is well. */
    public static String reason(List<Check> checks) {
        return checks.stream()
                .filter(check -> check.mark() == Check.Mark.LOOK)
                .map(check -> check.name() + ": " + check.text())
                .findFirst()
                .orElse("");
    }

    private static Check power(LatestSamples samples) {
        double now = samples.value("skerry_pi_undervoltage");
        if (Double.isNaN(now)) {
            return Check.unknown("Power", "this machine does not tell");
        }
        if (now > 0) {
            return Check.look("Power", "voltage too low now", "Check the power supply and its cable.");
        }
        return samples.value("skerry_pi_undervoltage_since_boot") > 0
                ? Check.look(
                        "Power", "voltage was too low since the last start", "Check the power supply and its cable.")
                : Check.good("Power", "voltage good since the last start");
    }

    private static Check disk(NodeFacts facts, LatestSamples samples) {
        if (facts.ringProblem().isPresent()) {
            return Check.look("Disk", facts.ringProblem().get(), "Free space on the disk or replace the card.");
        }
        double[] worst = {Double.NaN};
        String[] where = {""};
        samples.each(
                "node_filesystem_size_bytes",
                (labels, size) -> samples.each("node_filesystem_avail_bytes", (same, free) -> {
                    if (labels.equals(same) && size > 0 && !(free / size >= worst[0])) {
                        worst[0] = free / size;
                        where[0] = labels.get("mountpoint");
                    }
                }));
        if (Double.isNaN(worst[0])) {
            return Check.unknown("Disk", "no disk is visible to the agent");
        }
        String text = percent(worst[0]) + " free on " + where[0];
        return worst[0] < DISK_LOOK
                ? Check.look("Disk", text, "Remove files that are not needed, or use a larger disk.")
                : Check.good("Disk", text);
    }

    private static Check memory(LatestSamples samples) {
        double total = samples.value("node_memory_MemTotal_bytes");
        double free = samples.value("node_memory_MemAvailable_bytes");
        if (Double.isNaN(total) || Double.isNaN(free) || total <= 0) {
            return Check.unknown("Memory", "this machine does not tell");
        }
        String text = percent(free / total) + " of " + bytes(total) + " available";
        return free / total < MEMORY_LOOK
                ? Check.look("Memory", text, "See which program has grown; restart it or the machine.")
                : Check.good("Memory", text);
    }

    private static Check temperature(LatestSamples samples) {
        double celsius = samples.highest("node_thermal_zone_temp");
        if (Double.isNaN(celsius)) {
            celsius = samples.highest("node_hwmon_temp_celsius");
        }
        if (Double.isNaN(celsius)) {
            return Check.unknown("Temperature", "this machine does not tell");
        }
        String text = String.format(Locale.ROOT, "%.0f °C", celsius);
        return celsius >= HOT_CELSIUS
                ? Check.look("Temperature", text, "Check fan, dust and sun.")
                : Check.good("Temperature", text);
    }

    private static Check clock(LatestSamples samples) {
        double synchronised = samples.value("node_timex_sync_status");
        double offset = samples.value("node_timex_offset_seconds");
        if (Double.isNaN(synchronised)) {
            return Check.unknown("Clock", "this machine does not tell whether it is synchronised");
        }
        if (Math.abs(offset) > DRIFT_SECONDS) {
            return Check.look(
                    "Clock",
                    String.format(Locale.ROOT, "off by %.0f s", offset),
                    "Set the clock or connect a time source.");
        }
        return synchronised > 0
                ? Check.good("Clock", "synchronised")
                : Check.look(
                        "Clock",
                        samples.value("skerry_rtc_present") == 0
                                ? "not synchronised, and none that runs on while the machine is off"
                                : "not synchronised",
                        samples.value("skerry_clock_quality") == ClockQuality.RESTORED.code()
                                ? "It went on from what was on the disk, so it may be slow by as long as the machine was off. "
                                        + WATCH
                                : WATCH);
    }

    /** Of a unit of systemd. */
    static boolean isK3s(Labels unit) {
        return K3S_UNITS.contains(unit.get("name"));
    }

    /** Nothing on a machine without k3s, and where systemd cannot be asked. */
    private static Optional<Check> k3s(LatestSamples samples) {
        String[] known = {""};
        String[] state = {""};
        samples.each("node_systemd_unit_state", (labels, value) -> {
            if (value > 0 && isK3s(labels)) {
                known[0] = labels.get("name");
                state[0] = labels.get("state");
            }
        });
        if (known[0].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                state[0].equals("active")
                        ? Check.good("k3s", "running")
                        : Check.look("k3s", known[0] + " is " + state[0], "Restart the machine, or ask for help."));
    }

    /** Nothing on a machine without containers. Raspberry Pi OS accounts no memory unless it is told to. */
    private static Optional<Check> containers(LatestSamples samples) {
        int[] running = {0};
        int[] accounted = {0};
        samples.each("container_processes", (_, processes) -> running[0] += processes > 0 ? 1 : 0);
        samples.each("container_memory_usage_bytes", (_, _) -> accounted[0]++);
        if (running[0] == 0) {
            return Optional.empty();
        }
        return Optional.of(Check.good(
                "Containers",
                running[0] + " running"
                        + (accounted[0] > 0 || PiHealth.isMemoryGroupOff(samples)
                                ? ""
                                : "; for their memory add cgroup_enable=memory to the kernel's command line")));
    }

    /** Nothing on a node that looks at no cluster, or has only begun to. */
    private static Optional<Check> cluster(LatestSamples samples) {
        var followed = new TreeSet<String>();
        var missing = new TreeSet<String>();
        samples.each(
                "skerry_cluster_followed", (labels, now) -> (now > 0 ? followed : missing).add(labels.get("kind")));
        if (followed.isEmpty()) {
            return samples.highest("skerry_cluster_failures_total") > 0
                    ? Optional.of(Check.look(
                            "Kubernetes",
                            "its API server tells nothing",
                            "See whether k3s or Kubernetes runs; skerry-agent check says whether it may be asked."))
                    : Optional.empty();
        }
        double[] pods = {Double.NaN};
        samples.each("skerry_cluster_objects", (labels, count) -> {
            if (labels.get("kind").startsWith("pods")) {
                pods[0] = (Double.isNaN(pods[0]) ? 0 : pods[0]) + count;
            }
        });
        String known = Double.isNaN(pods[0]) ? "followed" : String.format(Locale.ROOT, "%.0f pods known", pods[0]);
        return Optional.of(Check.good(
                "Kubernetes",
                missing.isEmpty()
                        ? known
                        : known + "; not followed: " + String.join(", ", missing) + " (skerry-agent check says why)"));
    }

    /** Nothing on a node that is always in contact. */
    private static Optional<Check> contact(NodeFacts facts) {
        ContactStanding contact = facts.contact();
        if (contact.contact().kind() == Contact.Kind.ALWAYS_ON) {
            return Optional.empty();
        }
        return Optional.of(
                contact.dated()
                        ? Check.good("Contact", contact.sentence())
                        : Check.look(
                                "Contact",
                                "the time of day is not known",
                                "Connect a time source; " + contact.sentence() + "."));
    }

    private static Check link(NodeFacts facts) {
        if (facts.contact().isResting()) {
            return Check.good(LINK, "not in use now, by the node's contact; data waits here");
        }
        if (facts.hubState().equals(NO_HUB)) {
            return Check.unknown(LINK, "no hub is set; data stays at this site");
        }
        long silent = facts.now() - facts.hubSeen();
        if (facts.hubSeen() > 0 && silent < HUB_LOOK.toMillis()) {
            return Check.good(LINK, "in contact");
        }
        String since = facts.hubSeen() == 0 ? "no contact yet" : "no contact for " + span(Duration.ofMillis(silent));
        Contact agreed = facts.contact().contact();
        boolean spaced = agreed.calendar().isEmpty() && facts.hubSeen() > 0;
        if (spaced && silent < agreed.every().plus(agreed.grace()).toMillis()) {
            return Check.good(LINK, since + "; agreed is " + agreed.text());
        }
        return Check.look(
                LINK,
                facts.hubProblem().map(problem -> since + "; " + problem).orElse(since),
                "Nothing is lost: data waits here. Check the uplink if it should be there.");
    }

    private static Check waiting(NodeFacts facts) {
        if (facts.bytesWaiting() == 0) {
            return Check.good("Waiting data", "none");
        }
        String oldest = facts.oldestWaiting() == 0
                ? ""
                : ", oldest " + span(Duration.ofMillis(Math.max(0, facts.now() - facts.oldestWaiting())));
        String text = bytes((double) facts.bytesWaiting()) + oldest;
        return facts.ringLimit() > 0 && facts.bytesWaiting() > RING_LOOK * facts.ringLimit()
                ? Check.look(
                        "Waiting data",
                        "the room for it is nearly full", // no figures: a reason that changes is news to the hub
                        text + ". Get the link to work soon: the oldest data will be given up.")
                : Check.good("Waiting data", text);
    }

    private static Check autonomy(NodeFacts facts) {
        Optional<String> shortage = facts.shortage();
        if (shortage.isPresent()) {
            return Check.look(
                    "Without the hub",
                    "the room for summaries ends before the next contact", // no figures, as above
                    shortage.get());
        }
        return facts.autonomy()
                .map(dark -> Check.good(
                        "Without the hub",
                        "room for " + span(Duration.ofMinutes(dark.summaryMinutes()))
                                + " before summaries are lost, for " + span(Duration.ofMinutes(dark.rawMinutes()))
                                + " before raw detail"))
                .orElseGet(() -> Check.unknown("Without the hub", "how long there is room is known after an hour"));
    }

    /** No figures where it needs a look, as above. */
    private static Check target(TargetState target) {
        String name = "Scraping " + target.name();
        if (target.problem().isPresent()) {
            return Check.look(name, target.problem().get(), target.advice());
        }
        if (!target.scraped()) {
            return Check.unknown(name, "its first scrape is still to come");
        }
        if (target.limitUse() > LIMIT_LOOK) {
            return Check.look(
                    name,
                    "it nearly fills its limit",
                    "Drop series by relabel, or raise max-series or max-bytes of the job: beyond it nothing is taken.");
        }
        String text = String.format(
                Locale.ROOT,
                "%d series in %.2f s, %s of its limit",
                target.series(),
                target.seconds(),
                percent(target.limitUse()));
        return Check.good(name, target.unchecked() ? text + "; its certificate is NOT checked" : text);
    }

    /** Whether a check is about k3s or the cluster, rather than about the machine. */
    static boolean isOfCluster(Check check) {
        return check.name().startsWith("k3s") || check.name().startsWith(ClusterHealth.CLUSTER);
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.0f %%", ratio * 100);
    }

    static String bytes(double count) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = count;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    static String span(Duration span) {
        if (span.toDays() >= 2) {
            return span.toDays() + " days";
        }
        if (span.toHours() >= 2) {
            return span.toHours() + " h";
        }
        return span.toMinutes() >= 2 ? span.toMinutes() + " min" : span.toSeconds() + " s";
    }
}
