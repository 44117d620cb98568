package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.PolicyStanding;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.store.FleetStore;

/** Which privacy policy the hub requires, and of which nodes it takes nothing for it. */
final class PolicyResource implements HttpService {
    private static final int MAX_SITES = 1_000;

    private final FleetStore store;
    private final FleetWatch watch;

    PolicyResource(FleetStore store, FleetWatch watch) {
        this.store = store;
        this.watch = watch;
    }

    record SiteNotice(String id, String name, String notice) {}

    /**
     * @param minimum the earliest version of the policy under which a batch is taken
     * @param nodes how many send under an earlier one
     * @param notice these, in a sentence; absent if there is none
     * @param sites where they are
     */
    record PolicyBody(int minimum, long nodes, Optional<String> notice, List<SiteNotice> sites) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/policy", this::policy);
    }

    private void policy(ServerRequest request, ServerResponse response) {
        List<SiteStatus> sites = watch.snapshot().sites();
        List<PolicyStanding> nodes = nodes(sites);
        Json.send(
                response,
                new PolicyBody(
                        store.batches().requiredPolicy(),
                        nodes.stream().filter(PolicyStanding::isBelow).count(),
                        PolicyStanding.notice(nodes),
                        sites.stream()
                                .flatMap(site -> site.policyNotice().stream()
                                        .map(notice -> new SiteNotice(
                                                site.site().id(), site.site().name(), notice)))
                                .limit(MAX_SITES)
                                .toList()));
    }

    static List<PolicyStanding> nodes(List<SiteStatus> sites) {
        return sites.stream()
                .flatMap(site -> site.nodes().stream())
                .map(node -> node.status().policy())
                .toList();
    }
}
