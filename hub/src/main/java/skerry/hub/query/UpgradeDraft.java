package skerry.hub.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import skerry.hub.query.UpgradeState.Word;

/** What is gathered of one site's versions, certificates, budgets and snapshots. Not thread-safe. */
final class UpgradeDraft {
    private static final long DAY = Duration.ofDays(1).toMillis();
    /** k3s renews its certificates at a start in their last 90 days; who has fewer was not restarted for long. */
    private static final long CERTIFICATE_SOON = 30 * DAY;
    /** What was heard longer ago says nothing of now. */
    private static final long WORD_HOLDS = 2 * DAY;
    /** A cluster has two as a rule, one of its servers and one of its agents. */
    private static final int MOST_PLANS = 100;

    private final Set<String> nodes = new HashSet<>();
    private final Set<String> kubelets = new HashSet<>();
    private final Set<String> versions = new TreeSet<>();
    private final Set<String> budgets = new TreeSet<>();
    private final Map<String, UpgradePlan> plans = new TreeMap<>();
    private boolean morePlans;
    private Optional<Long> certificateEnds = Optional.empty();
    private Optional<Long> snapshotAt = Optional.empty();
    private long toldAt;

    void node(String name, String version, long at) {
        nodes.add(name);
        version(version, at);
    }

    /** A node again, by the address at which its own agent asks it. */
    void kubelet(String address, String version, long at) {
        kubelets.add(address);
        version(version, at);
    }

    private void version(String version, long at) {
        told(at);
        if (!version.isEmpty()) {
            versions.add(version);
        }
    }

    void certificate(long ends, long at) {
        certificateEnds = Optional.of(Math.min(ends, certificateEnds.orElse(Long.MAX_VALUE)));
        told(at);
    }

    void budget(String name, long at) {
        budgets.add(name);
        told(at);
    }

    /** @param made 0 if there is none */
    void snapshot(long made, long at) {
        snapshotAt = Optional.of(Math.max(made, snapshotAt.orElse(0L)));
        told(at);
    }

    void plan(String name, UnaryOperator<UpgradePlan> says, long at) {
        if (plans.size() < MOST_PLANS || plans.containsKey(name)) {
            plans.put(name, says.apply(plans.getOrDefault(name, UpgradePlan.named(name))));
        } else {
            morePlans = true;
        }
        told(at);
    }

    private void told(long at) {
        toldAt = Math.max(toldAt, at);
    }

    UpgradeState finish(long now) {
        List<Long> minors = minors();
        Optional<Long> skew =
                minors.isEmpty() ? Optional.empty() : Optional.of(Collections.max(minors) - Collections.min(minors));
        var blocked = new ArrayList<String>();
        var look = new ArrayList<String>();
        var unknown = new ArrayList<String>();
        certificateEnds.ifPresentOrElse(
                ends -> certificate(ends - now, blocked, look), () -> unknown.add("when its certificates end"));
        if (!budgets.isEmpty()) {
            blocked.add((budgets.size() == 1 ? "a disruption budget lets" : budgets.size() + " disruption budgets let")
                    + " no pod go: " + budgets.iterator().next() + (budgets.size() > 1 ? " and others" : ""));
        }
        PlanCheck.judge(plans.values(), minors, blocked, look);
        if (morePlans) {
            look.add("it has more upgrade plans than the " + MOST_PLANS + " that are judged");
        }
        skew.filter(apart -> apart > 0)
                .ifPresent(apart -> look.add(
                        "its nodes are " + apart + (apart == 1 ? " minor version apart" : " minor versions apart")));
        snapshotAt.ifPresentOrElse(
                made -> snapshot(made, now, look), () -> unknown.add("when its datastore was last saved"));
        if (skew.isEmpty()) {
            unknown.add("which version its nodes run");
        }
        if (now - toldAt > WORD_HOLDS) {
            return state(Word.UNKNOWN, "its newest word of this is " + days(now - toldAt) + " old", skew);
        }
        if (!blocked.isEmpty()) {
            return state(Word.BLOCKED, String.join("; ", blocked), skew);
        }
        if (!look.isEmpty()) {
            return state(Word.LOOK, String.join("; ", look), skew);
        }
        return unknown.isEmpty()
                ? state(Word.READY, "nothing that is known stands against it", skew)
                : state(Word.UNKNOWN, "it does not tell " + String.join(", nor ", unknown), skew);
    }

    private static void certificate(long left, List<String> blocked, List<String> look) {
        if (left <= 0) {
            blocked.add("a certificate has ended");
        } else if (left < CERTIFICATE_SOON) {
            look.add("a certificate ends in " + days(left));
        }
    }

    private static void snapshot(long made, long now, List<String> look) {
        if (made == 0) {
            look.add("its datastore was never saved");
        } else if (now - made > DAY) {
            look.add("its datastore was last saved " + days(now - made) + " ago");
        }
    }

    private static String days(long millis) {
        long days = millis / DAY;
        return days == 1 ? "1 day" : days + " days";
    }

    /** Empty unless every node's version can be read. */
    private List<Long> minors() {
        List<Long> minors = versions.stream()
                .flatMap(version -> KubernetesMinor.of(version).stream())
                .toList();
        return minors.size() == versions.size() ? minors : List.of();
    }

    private UpgradeState state(Word word, String reason, Optional<Long> skew) {
        return new UpgradeState(
                word,
                reason,
                List.copyOf(versions),
                skew,
                Math.max(nodes.size(), kubelets.size()),
                certificateEnds,
                List.copyOf(budgets),
                snapshotAt,
                List.copyOf(plans.values()),
                Optional.of(toldAt));
    }
}
