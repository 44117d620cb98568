package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.query.BootList;
import skerry.hub.query.Cards;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;

/** The machines of a site as such: why they were started again, and how long their cards will last. */
final class MachinesResource implements HttpService {
    private static final int ROWS = 100;
    private static final int MAX_ROWS = 500;
    private static final Duration LOOK_BACK = Duration.ofDays(90);

    private final FleetWatch watch;
    private final InstantSource clock;
    private final BootList boots;
    private final Cards cards;

    MachinesResource(FleetStore store, FleetWatch watch, InstantSource clock) {
        this.watch = watch;
        this.clock = clock;
        this.boots = new BootList(store);
        this.cards = new Cards(store);
    }

    /** @param lasted seconds for which the boot before had been up when it was last seen */
    record BootBody(
            String node, long at, long arrivedAt, String cause, String sure, String text, Optional<Long> lasted) {
        static BootBody of(BootList.Boot boot) {
            return new BootBody(
                    boot.node(),
                    boot.at(),
                    boot.arrivedAt(),
                    boot.cause(),
                    boot.sure(),
                    boot.text(),
                    boot.lastedSeconds());
        }
    }

    /** @param total starts that fit the question, of which {@code boots} are the newest from {@code offset} on */
    record BootsBody(long from, long to, long total, int offset, List<BootBody> boots) {}

    /** @param total cards that fit the question, of which {@code cards} are those from {@code offset} on */
    record CardsBody(long from, long to, long total, int offset, List<CardRow> cards) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sites/{id}/boots", this::boots).get("/sites/{id}/cards", this::cards);
    }

    /** Of the last ninety days. */
    private void boots(ServerRequest request, ServerResponse response) {
        long now = clock.millis();
        long from = now - LOOK_BACK.toMillis();
        List<BootBody> fit = ofNode(request, boots.of(nodes(request), from, now), BootList.Boot::node).stream()
                .map(BootBody::of)
                .toList();
        int offset = offset(request);
        Json.send(response, new BootsBody(from, now, fit.size(), offset, page(request, fit, offset)));
    }

    private void cards(ServerRequest request, ServerResponse response) {
        long now = clock.millis();
        List<CardRow> fit = ofNode(request, cards.of(nodes(request), now), Cards.Card::node).stream()
                .map(CardRow::of)
                .sorted(CardRow.SOONEST_FIRST)
                .toList();
        int offset = offset(request);
        Json.send(
                response,
                new CardsBody(now - Cards.LOOK_BACK.toMillis(), now, fit.size(), offset, page(request, fit, offset)));
    }

    private static <T> List<T> ofNode(ServerRequest request, List<T> all, Function<T, String> node) {
        Optional<String> wanted = Parameters.text(request, "node");
        return all.stream()
                .filter(one -> wanted.map(node.apply(one)::equals).orElse(true))
                .toList();
    }

    private static int offset(ServerRequest request) {
        return Parameters.number(request, "offset", 0, 0, 1_000_000);
    }

    private static <T> List<T> page(ServerRequest request, List<T> all, int offset) {
        int limit = Parameters.number(request, "limit", ROWS, 1, MAX_ROWS);
        return all.stream().skip(offset).limit(limit).toList();
    }

    private List<Agent> nodes(ServerRequest request) {
        String id = request.path().pathParameters().get("id");
        SiteStatus site =
                watch.snapshot().site(id).orElseThrow(() -> ApiException.notFound("there is no site '" + id + "'"));
        return site.nodes().stream().map(node -> node.status().agent()).toList();
    }
}
