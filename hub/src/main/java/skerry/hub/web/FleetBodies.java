package skerry.hub.web;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import skerry.hub.fleet.Contract;
import skerry.hub.fleet.Downtime;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.OpenAlerts;
import skerry.hub.fleet.PolicyStanding;
import skerry.hub.fleet.SiteState;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.fleet.StateChange;
import skerry.hub.fleet.VisitList;
import skerry.hub.store.Site;

/** The fleet in the shape of the HTTP API. Pure. */
final class FleetBodies {
    private static final String ZONE_TAG = "zone=";

    /** Made once: Java copies all 600 of them for each who asks. */
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private FleetBodies() {}

    record ContractBody(String kind, String text, long everyMs, long graceMs) {}

    record CoordinatesBody(double lat, double lon) {}

    record SiteBody(
            String id,
            String name,
            String region,
            String state,
            String reason,
            long since,
            Optional<Long> seen,
            Optional<Long> dataTo,
            Optional<Long> filledTo,
            ContractBody contract,
            Optional<Long> nextContact,
            int nodes,
            long nodesSilent,
            long backlogBytes,
            Optional<Long> finishAt,
            String version,
            String road,
            boolean simulated,
            Optional<CoordinatesBody> coordinates,
            String contact,
            Map<String, Double> latest,
            Optional<String> zone,
            Optional<OpenAlerts> alerts,
            Optional<String> policyNotice) {}

    record ChangeBody(String site, String name, String from, String to, long at) {}

    record VisitBody(
            String site,
            String name,
            String reason,
            long since,
            double score,
            String spare,
            String contact,
            Optional<CoordinatesBody> coordinates,
            boolean recovered,
            Optional<Long> nextContact) {}

    record SpanBody(long from, long to) {}

    /**
     * @param problem why the hub takes no batches now; absent if it does
     * @param policyNotice of which nodes it takes none because of their privacy policy; absent if there is no such node
     */
    record HubBody(long startedAt, List<SpanBody> downtime, Optional<String> problem, Optional<String> policyNotice) {}

    record FleetBody(
            long asOf,
            HubBody hub,
            Map<String, Integer> counts,
            List<SiteBody> sites,
            List<ChangeBody> changed,
            List<VisitBody> visits) {}

    record DeltaBody(
            long asOf,
            Map<String, Integer> counts,
            List<SiteBody> sites,
            List<ChangeBody> changed,
            Optional<List<VisitBody>> visits,
            HubBody hub) {}

    static HubBody hub(FleetWatch.Snapshot snapshot, long hubStartedAt, Optional<String> problem) {
        return new HubBody(
                hubStartedAt,
                downtime(snapshot.downtime()),
                problem,
                PolicyStanding.notice(PolicyResource.nodes(snapshot.sites())));
    }

    static FleetBody fleet(FleetWatch.Snapshot snapshot, long hubStartedAt, Optional<String> problem) {
        return new FleetBody(
                snapshot.asOf(),
                hub(snapshot, hubStartedAt, problem),
                counts(snapshot.sites()),
                snapshot.sites().stream().map(FleetBodies::site).toList(),
                changes(snapshot.changed(), snapshot),
                visits(snapshot.sites()));
    }

    static Map<String, Integer> counts(List<SiteStatus> sites) {
        var counts = new TreeMap<String, Integer>();
        for (SiteState state : SiteState.values()) {
            counts.put(state.word(), 0);
        }
        sites.forEach(site -> counts.merge(site.verdict().state().word(), 1, Integer::sum));
        return counts;
    }

    static SiteBody site(SiteStatus status) {
        Site site = status.site();
        Contract contract = status.contract();
        Optional<SiteStatus.Judged> freshest = status.nodes().stream()
                .max(Comparator.comparingLong(node -> node.status().facts().seen()));
        return new SiteBody(
                site.id(),
                site.name(),
                site.region(),
                status.verdict().state().word(),
                status.verdict().reason(),
                status.since(),
                present(status.seen()),
                present(status.dataTo()),
                present(status.filledTo()),
                new ContractBody(
                        contract.contact().kind().word(),
                        contract.text(),
                        contract.contact().every().toMillis(),
                        contract.contact().grace().toMillis()),
                millis(status.nextContact()),
                status.nodes().size(),
                status.silentNodes(),
                status.backlogBytes(),
                present(status.nodes().stream()
                        .mapToLong(node -> node.status().finishAt())
                        .max()
                        .orElse(0)),
                versions(status),
                freshest.map(node -> node.status().road()).orElse("mqtt"),
                !status.nodes().isEmpty()
                        && status.nodes().stream()
                                .allMatch(node -> node.status().agent().simulated()),
                site.coordinates().map(at -> new CoordinatesBody(at.latitude(), at.longitude())),
                site.contact(),
                freshest.map(node -> node.status().latest()).orElse(Map.of()),
                zone(site),
                Optional.of(status.alerts()).filter(open -> !open.equals(OpenAlerts.NONE)),
                status.policyNotice());
    }

    /** All that its nodes run, the oldest first: during an upgrade a site has more than one. */
    private static String versions(SiteStatus status) {
        return status.nodes().stream()
                .map(node -> node.status().version())
                .filter(version -> !version.isEmpty())
                .distinct()
                .sorted(NaturalOrder.OF_NAMES)
                .collect(Collectors.joining(", "));
    }

    /** From the tag {@code zone=NAME}; a name that this Java does not know is as good as none. */
    private static Optional<String> zone(Site site) {
        return site.tags().stream()
                .filter(tag -> tag.startsWith(ZONE_TAG))
                .map(tag -> tag.substring(ZONE_TAG.length()))
                .filter(ZONES::contains)
                .findFirst();
    }

    static List<ChangeBody> changes(List<StateChange> changes, FleetWatch.Snapshot snapshot) {
        Map<String, String> names = snapshot.sites().stream()
                .map(SiteStatus::site)
                .collect(Collectors.toUnmodifiableMap(Site::id, Site::name));
        return changes.stream()
                .map(change -> new ChangeBody(
                        change.site(),
                        names.getOrDefault(change.site(), change.site()),
                        change.from().word(),
                        change.to().word(),
                        change.at()))
                .toList();
    }

    static List<VisitBody> visits(List<SiteStatus> sites) {
        return VisitList.of(sites).stream()
                .map(visit -> {
                    Site site = visit.status().site();
                    return new VisitBody(
                            site.id(),
                            site.name(),
                            visit.reason(),
                            visit.status().since(),
                            visit.score(),
                            visit.spare(),
                            site.contact(),
                            site.coordinates().map(at -> new CoordinatesBody(at.latitude(), at.longitude())),
                            false,
                            millis(visit.status().nextContact()));
                })
                .toList();
    }

    static List<SpanBody> downtime(Downtime downtime) {
        return downtime.spans().stream()
                .map(span -> new SpanBody(span.from(), span.to()))
                .toList();
    }

    static Optional<Long> millis(OptionalLong at) {
        return at.isPresent() ? Optional.of(at.getAsLong()) : Optional.empty();
    }

    /** Absent where the hub has never known it. */
    static Optional<Long> present(long millis) {
        return Optional.of(millis).filter(at -> at > 0);
    }
}
