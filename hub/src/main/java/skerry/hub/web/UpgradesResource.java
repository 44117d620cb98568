package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import skerry.hub.query.UpgradePlan;
import skerry.hub.query.UpgradeState;
import skerry.hub.query.Upgrades;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Site;

/** Which sites are ready for a new version of Kubernetes. Sorted and paged here. */
final class UpgradesResource implements HttpService {
    private static final int ROWS = 100;
    private static final int MAX_ROWS = 500;

    private final FleetStore store;
    private final InstantSource clock;
    private final Upgrades upgrades;

    UpgradesResource(FleetStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.upgrades = new Upgrades(store);
    }

    record Judged(Site site, UpgradeState state) {
        String word() {
            return SiteResource.word(state.word());
        }
    }

    record UpgradeBody(
            String id,
            String name,
            String word,
            String reason,
            List<String> versions,
            Optional<Long> skew,
            int nodes,
            Optional<Long> certificateEnds,
            List<String> budgets,
            Optional<Long> snapshotAt,
            List<UpgradePlan> plans,
            Optional<Long> toldAt) {
        static UpgradeBody of(Judged one) {
            UpgradeState state = one.state();
            return new UpgradeBody(
                    one.site().id(),
                    one.site().name(),
                    one.word(),
                    state.reason(),
                    state.versions(),
                    state.skew(),
                    state.nodes(),
                    state.certificateEnds(),
                    state.budgets(),
                    state.snapshotAt(),
                    state.plans(),
                    state.toldAt());
        }
    }

    /**
     * @param total sites that fit the question, of which {@code sites} are those from {@code offset} on
     * @param words how many sites of the fleet have each word
     */
    record UpgradesBody(long total, int offset, Map<String, Long> words, List<UpgradeBody> sites) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/upgrades", this::upgrades);
    }

    private void upgrades(ServerRequest request, ServerResponse response) {
        Optional<String> word = Parameters.text(request, "word");
        String part = Parameters.text(request, "q").orElse("").toLowerCase(Locale.ROOT);
        int offset = Parameters.number(request, "offset", 0, 0, 1_000_000);
        int limit = Parameters.number(request, "limit", ROWS, 1, MAX_ROWS);
        Upgrades.Fleet fleet = upgrades.of(clock.millis());
        List<Judged> all = store.registry().sites().stream()
                .map(site -> new Judged(site, fleet.of(site.id())))
                .toList();
        List<Judged> fit = all.stream()
                .filter(one -> word.isEmpty() || word.get().equals(one.word()))
                .filter(one -> part.isEmpty()
                        || one.site().name().toLowerCase(Locale.ROOT).contains(part))
                .sorted(Comparator.comparing((Judged one) -> one.state().word())
                        .thenComparing(one -> one.site().name(), NaturalOrder.OF_NAMES)
                        .thenComparing(one -> one.site().id()))
                .toList();
        Json.send(
                response,
                new UpgradesBody(
                        fit.size(),
                        offset,
                        all.stream().collect(Collectors.groupingBy(Judged::word, TreeMap::new, Collectors.counting())),
                        fit.stream()
                                .skip(offset)
                                .limit(limit)
                                .map(UpgradeBody::of)
                                .toList()));
    }
}
