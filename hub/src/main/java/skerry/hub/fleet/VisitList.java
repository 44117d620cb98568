package skerry.hub.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which sites need a person to go there, the most pressing first. Pure. */
public final class VisitList {
    /** A hardware problem weighs as much as this silence beyond the contract. */
    private static final Duration PROBLEM_WEIGHT = Duration.ofHours(12);

    private VisitList() {}

    /**
     * @param reason in words: how long overdue, what was wrong
     * @param spare what to bring; empty if nothing is known
     */
    public record Visit(SiteStatus status, String reason, double score, String spare) {}

    public static List<Visit> of(List<SiteStatus> sites) {
        var visits = new ArrayList<Visit>();
        for (SiteStatus site : sites) {
            List<String> problems = site.nodes().stream()
                    .flatMap(node -> node.status().facts().problems().stream())
                    .distinct()
                    .toList();
            List<String> hands = problems.stream()
                    .filter(problem -> !spare(problem).isEmpty())
                    .toList();
            boolean overdue = site.verdict().state() == SiteState.OFFLINE_UNEXPECTED;
            if (overdue || !hands.isEmpty()) {
                var reasons = new ArrayList<String>();
                if (overdue) {
                    reasons.add(site.verdict().reason());
                }
                problems.forEach(problem -> reasons.add(overdue ? "last known: " + problem : problem));
                double score = (double) site.verdict().overdueMillis()
                                / Duration.ofHours(1).toMillis()
                        + hands.size() * (double) PROBLEM_WEIGHT.toHours();
                visits.add(new Visit(
                        site, String.join("; ", reasons), score, hands.isEmpty() ? "" : spare(hands.getFirst())));
            }
        }
        visits.sort(Comparator.comparingDouble(Visit::score)
                .reversed()
                .thenComparing(visit -> visit.status().site().id()));
        return visits;
    }

    /** What to bring for a problem; empty for one that nobody has to be there for, such as a clock. */
    private static String spare(String problem) {
        if (problem.startsWith("Power")) {
            return "power supply and cable";
        }
        if (problem.startsWith("Disk")) {
            return "memory card";
        }
        return problem.startsWith("Temperature") ? "fan" : "";
    }
}
