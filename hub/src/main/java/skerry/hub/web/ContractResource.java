package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.hub.fleet.Contract;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.Judge;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.fleet.Verdict;

/** What a contract would mean, before it is saved: read, put in words, and held against a site as it is now. */
final class ContractResource implements HttpService {
    private final FleetWatch watch;
    private final InstantSource clock;

    ContractResource(FleetWatch watch, InstantSource clock) {
        this.watch = watch;
        this.clock = clock;
    }

    /**
     * @param mistake why it cannot be read; then it is all there is
     * @param text in the shortest form
     * @param nextContact when the next contact would be expected
     * @param state what the site would be in now, if one is named and was ever seen
     */
    record ReadBody(
            Optional<String> mistake,
            Optional<String> text,
            Optional<String> meaning,
            Optional<Long> nextContact,
            Optional<String> state,
            Optional<String> reason) {
        static ReadBody wrong(String mistake) {
            return new ReadBody(
                    Optional.of(mistake),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/contract", this::read);
    }

    private void read(ServerRequest request, ServerResponse response) {
        FleetWatch.Snapshot fleet = watch.snapshot();
        Optional<SiteStatus> site = Parameters.text(request, "site")
                .map(id -> fleet.site(id).orElseThrow(() -> ApiException.notFound("there is no site '" + id + "'")));
        Contract contract;
        try {
            contract = Contract.parse(Parameters.text(request, "text").orElse(""));
        } catch (IllegalArgumentException e) {
            Json.send(response, ReadBody.wrong(String.valueOf(e.getMessage())));
            return;
        }
        long now = clock.millis();
        Optional<SiteStatus> seen = site.filter(status -> status.seen() > 0);
        Optional<Verdict> verdict = seen.map(status -> Judge.site(
                contract,
                status.nodes().stream().map(node -> node.status().facts()).toList(),
                fleet.downtime(),
                now));
        Json.send(
                response,
                new ReadBody(
                        Optional.empty(),
                        Optional.of(contract.text()),
                        Optional.of(contract.meaning()),
                        FleetBodies.millis(next(contract, seen, now)),
                        verdict.map(judged -> judged.state().word()),
                        verdict.map(Verdict::reason).filter(reason -> !reason.isEmpty())));
    }

    /** A site without contact yet can only be expected in a window. */
    private static OptionalLong next(Contract contract, Optional<SiteStatus> seen, long now) {
        return seen.isEmpty() && contract.contact().calendar().isEmpty()
                ? OptionalLong.empty()
                : contract.next(seen.map(SiteStatus::seen).orElse(0L), now);
    }
}
