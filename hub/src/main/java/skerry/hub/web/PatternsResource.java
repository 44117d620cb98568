package skerry.hub.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import skerry.hub.access.Access;
import skerry.hub.query.Patterns;
import skerry.hub.store.Erasures;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Site;
import skerry.hub.store.StoreException;
import skerry.protocol.payload.Severity;

/** Log patterns over the fleet or one site. */
final class PatternsResource implements HttpService {
    private static final int USUAL_LIMIT = 200;
    private static final int MAX_LIMIT = 2000;

    private final FleetStore store;
    private final Access access;
    private final Supplier<List<String>> backups;
    private final Patterns patterns;
    private final InstantSource clock;

    /** @param backups names those that there are */
    PatternsResource(FleetStore store, Access access, Supplier<List<String>> backups, InstantSource clock) {
        this.store = store;
        this.access = access;
        this.backups = backups;
        this.patterns = new Patterns(store);
        this.clock = clock;
    }

    record PatternBody(
            String id,
            String template,
            String severity,
            long count,
            List<Long> spark,
            Optional<Long> firstSeen,
            Optional<Long> lastSeen,
            int sites,
            boolean isNew,
            Optional<ErasedBody> erased) {}

    record ErasedBody(long at, String by, boolean examplesOnly) {}

    /** @param examplesOnly whether the text stays; not if it is left out */
    record EraseBody(@Nullable Boolean examplesOnly) {}

    /** @param backups that were made before, and may still hold it */
    record GoneBody(int patterns, int batches, int examples, List<String> backups) {}

    record ListBody(long from, long to, long bucketMs, int total, List<PatternBody> patterns) {}

    record ExampleBody(long at, String site, String siteName, String node, String text) {}

    record SiteCountBody(String id, String name, long count) {}

    record DetailBody(List<ExampleBody> examples, List<SiteCountBody> sites) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/patterns", this::list).get("/patterns/{id}", this::one).post("/patterns/{id}/erase", this::erase);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var range = Parameters.range(request, clock.millis());
        var answer = patterns.ask(new Patterns.Question(
                range.from(),
                range.to(),
                Parameters.text(request, "site"),
                Parameters.text(request, "severity").map(PatternsResource::severity),
                Parameters.text(request, "q").orElse(""),
                Parameters.text(request, "new").map(Boolean::parseBoolean).orElse(false),
                Parameters.number(request, "limit", USUAL_LIMIT, 1, MAX_LIMIT)));
        Json.send(
                response,
                new ListBody(
                        range.from(),
                        range.to(),
                        answer.bucketMillis(),
                        answer.total(),
                        answer.patterns().stream().map(this::body).toList()));
    }

    private void one(ServerRequest request, ServerResponse response) {
        long id = id(request);
        var range = Parameters.range(request, clock.millis());
        var found = patterns
                .ask(new Patterns.Question(
                        range.from(), range.to(), Optional.empty(), Optional.empty(), "", false, Integer.MAX_VALUE))
                .patterns()
                .stream()
                .filter(candidate -> candidate.pattern().id() == id)
                .findFirst()
                .orElseThrow(() -> ApiException.notFound(
                        "there is no pattern " + HexFormat.of().toHexDigits(id) + " in that range"));
        Function<String, String> siteName =
                site -> store.registry().site(site).map(Site::name).orElse(site);
        ObjectNode body = Json.tree(body(found));
        body.setAll(Json.tree(new DetailBody(
                patterns.examples(id, range.from(), range.to()).stream()
                        .map(example -> new ExampleBody(
                                example.at(),
                                example.agent().site(),
                                siteName.apply(example.agent().site()),
                                example.agent().node(),
                                example.text()))
                        .toList(),
                found.sites().entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .map(site -> new SiteCountBody(site.getKey(), siteName.apply(site.getKey()), site.getValue()))
                        .toList())));
        Json.send(response, body);
    }

    private static long id(ServerRequest request) {
        try {
            return HexFormat.fromHexDigitsToLong(request.path().pathParameters().get("id"));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("a pattern's id has 16 hexadecimal digits");
        }
    }

    private void erase(ServerRequest request, ServerResponse response) {
        long id = id(request);
        boolean examplesOnly =
                Boolean.TRUE.equals(Json.read(request, EraseBody.class).examplesOnly());
        String target = HexFormat.of().toHexDigits(id);
        String actor = Gate.principal(request).name();
        String action = examplesOnly ? "pattern.erase-examples" : "pattern.erase";
        Erasures.Outcome gone;
        try {
            gone = store.erasures().erase(new Erasures.Erased(id, examplesOnly, actor, clock.millis()));
        } catch (StoreException e) {
            access.audit(actor, action, target, "failed: " + e.getMessage(), Gate.from(request));
            throw e;
        }
        access.audit(
                actor,
                action,
                target,
                "ok: " + gone.batches() + " batches and " + gone.examples() + " examples",
                Gate.from(request));
        Json.send(response, new GoneBody(gone.patterns(), gone.batches(), gone.examples(), backups.get()));
    }

    private PatternBody body(Patterns.Found found) {
        var pattern = found.pattern();
        return new PatternBody(
                HexFormat.of().toHexDigits(pattern.id()),
                pattern.template(),
                SiteResource.word(pattern.severity()),
                found.count(),
                found.spark(),
                Optional.of(pattern.firstMillis()).filter(at -> at < Long.MAX_VALUE),
                FleetBodies.present(pattern.lastMillis()),
                found.sites().size(),
                found.isNew(),
                store.erasures()
                        .of(pattern.id())
                        .map(erased -> new ErasedBody(erased.at(), erased.by(), erased.examplesOnly())));
    }

    private static Severity severity(String word) {
        try {
            return Severity.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("'severity' must be unknown, trace, debug, info, warning, error or fatal");
        }
    }
}
