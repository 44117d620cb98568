package skerry.hub.web;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import skerry.hub.access.Access;
import skerry.hub.fleet.Contract;
import skerry.hub.store.Agent;
import skerry.hub.store.AgentRegistry;
import skerry.hub.store.Site;
import skerry.hub.store.StoreException;
import skerry.protocol.Uid;
import skerry.protocol.contact.Contact;
import skerry.protocol.identity.AgentCard;

/** Sites and the agents at them: who is part of the fleet. Every change leaves an audit line. */
final class RegistryResource implements HttpService {
    private final AgentRegistry registry;
    private final Access access;
    private final InstantSource clock;
    private final ToLongFunction<Agent> seen;
    private final Supplier<Map<Uid, Instant>> certificateEnds;

    /** @param seen last contact of an agent, UTC epoch milliseconds, 0 for never */
    RegistryResource(
            AgentRegistry registry,
            Access access,
            InstantSource clock,
            ToLongFunction<Agent> seen,
            Supplier<Map<Uid, Instant>> certificateEnds) {
        this.registry = registry;
        this.access = access;
        this.clock = clock;
        this.seen = seen;
        this.certificateEnds = certificateEnds;
    }

    /** @param text the whole contract as a person writes it; what else is said here is not needed then */
    record ContractBody(
            @Nullable String text,
            @Nullable String kind,
            @Nullable Long everyMs,
            @Nullable Long graceMs) {}

    /** Without either they are none. */
    record CoordinatesBody(@Nullable Double lat, @Nullable Double lon) {}

    record SiteChange(
            @Nullable String id,
            @Nullable String name,
            @Nullable String region,
            @Nullable ContractBody contract,
            @Nullable CoordinatesBody coordinates,
            @Nullable String contact,
            @Nullable List<String> tags) {}

    /** @param card the line that {@code skerry-agent identity} prints */
    record NewAgent(
            String card,
            String site,
            String node,
            @Nullable String role,
            @Nullable Boolean simulated) {}

    record AgentChange(
            @Nullable String site,
            @Nullable String node,
            @Nullable String role) {}

    record AgentBody(
            String uid,
            String site,
            String node,
            String role,
            long createdAt,
            Optional<Long> seen,
            boolean retired,
            boolean simulated,
            Optional<Long> certificateEndsAt,
            Optional<String> replaces) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sites", this::sites)
                .post("/sites", this::addSite)
                .patch("/sites/{id}", this::changeSite)
                .get("/agents", this::agents)
                .post("/agents", this::addAgent)
                .patch("/agents/{uid}", this::changeAgent)
                .delete("/agents/{uid}", (request, response) -> retire(request, response, true))
                .post("/agents/{uid}/restore", (request, response) -> retire(request, response, false));
    }

    private void sites(ServerRequest request, ServerResponse response) {
        Gate.requireAdmin(request);
        Json.send(
                response,
                Map.of(
                        "sites",
                        registry.sites().stream()
                                .map(site -> new SiteChange(
                                        site.id(),
                                        site.name(),
                                        site.region(),
                                        new ContractBody(
                                                Contract.of(site.contract()).text(),
                                                site.contract().kind(),
                                                site.contract().everyMillis(),
                                                site.contract().graceMillis()),
                                        site.coordinates()
                                                .map(at -> new CoordinatesBody(at.latitude(), at.longitude()))
                                                .orElse(null),
                                        site.contact(),
                                        site.tags()))
                                .toList()));
    }

    private void agents(ServerRequest request, ServerResponse response) {
        Map<Uid, Instant> ends = certificateEnds.get();
        Json.send(
                response,
                Map.of(
                        "agents",
                        registry.agents().stream()
                                .map(agent -> new AgentBody(
                                        agent.uid().value(),
                                        agent.site(),
                                        agent.node(),
                                        agent.role(),
                                        agent.enrolledAt(),
                                        FleetBodies.present(seen.applyAsLong(agent)),
                                        agent.retired(),
                                        agent.simulated(),
                                        Optional.ofNullable(ends.get(agent.uid()))
                                                .map(Instant::toEpochMilli),
                                        agent.replaces().map(Uid::value)))
                                .toList()));
    }

    private void addSite(ServerRequest request, ServerResponse response) {
        var body = Json.read(request, SiteChange.class);
        String name = body.name() == null ? "" : body.name().strip();
        if (name.isEmpty()) {
            throw ApiException.badRequest("'name' is missing");
        }
        String id = body.id() == null || body.id().isBlank() ? idFrom(name) : body.id();
        Site site = build(() -> new Site(
                id,
                name,
                text(body.region()),
                coordinates(body.coordinates()),
                text(body.contact()),
                contract(body.contract()).stored(),
                body.tags() == null ? List.of() : body.tags()));
        change(request, "site.add", id, () -> registry.addSite(site));
        response.status(Status.CREATED_201);
        Json.send(response, Map.of("id", id));
    }

    private void changeSite(ServerRequest request, ServerResponse response) {
        String id = request.path().pathParameters().get("id");
        Site before = registry.site(id).orElseThrow(() -> ApiException.notFound("there is no site '" + id + "'"));
        var body = Json.read(request, SiteChange.class);
        Site site = build(() -> new Site(
                id,
                body.name() == null ? before.name() : body.name().strip(),
                body.region() == null ? before.region() : body.region().strip(),
                body.coordinates() == null ? before.coordinates() : coordinates(body.coordinates()),
                body.contact() == null ? before.contact() : body.contact().strip(),
                body.contract() == null
                        ? before.contract()
                        : contract(body.contract()).stored(),
                body.tags() == null ? before.tags() : body.tags()));
        change(request, "site.change", changed(before, site), () -> registry.changeSite(site));
        response.status(Status.NO_CONTENT_204).send();
    }

    /** {@code north: contract 'every 24h' to 'usb every 14d', region}; the contract decides what counts as a failure. */
    private static String changed(Site before, Site after) {
        var changed = new ArrayList<String>();
        if (!after.contract().equals(before.contract())) {
            changed.add("contract '" + Contract.of(before.contract()).text() + "' to '"
                    + Contract.of(after.contract()).text() + "'");
        }
        note(changed, "name", before.name(), after.name());
        note(changed, "region", before.region(), after.region());
        note(changed, "coordinates", before.coordinates(), after.coordinates());
        note(changed, "contact", before.contact(), after.contact());
        note(changed, "tags", before.tags(), after.tags());
        return changed.isEmpty() ? after.id() : after.id() + ": " + String.join(", ", changed);
    }

    private static void note(List<String> changed, String what, Object before, Object after) {
        if (!after.equals(before)) {
            changed.add(what);
        }
    }

    private void addAgent(ServerRequest request, ServerResponse response) {
        var body = Json.read(request, NewAgent.class);
        AgentCard card = build(() -> AgentCard.parse(text(body.card())));
        Agent agent = build(() -> new Agent(
                card,
                text(body.site()),
                text(body.node()),
                body.role() == null ? "node" : body.role(),
                false,
                Boolean.TRUE.equals(body.simulated()),
                clock.millis()));
        change(
                request,
                "agent.add",
                card.uid() + " as " + agent.site() + "/" + agent.node(),
                () -> registry.addAgent(agent));
        response.status(Status.CREATED_201);
        Json.send(response, Map.of("uid", card.uid().value()));
    }

    private void changeAgent(ServerRequest request, ServerResponse response) {
        Agent before = require(request);
        var body = Json.read(request, AgentChange.class);
        Agent agent = build(() -> before.movedTo(
                body.site() == null ? before.site() : body.site(),
                body.node() == null ? before.node() : body.node(),
                body.role() == null ? before.role() : body.role()));
        change(
                request,
                "agent.change",
                before.uid() + " from " + place(before) + " to " + place(agent),
                () -> registry.changeAgent(agent));
        response.status(Status.NO_CONTENT_204).send();
    }

    private static String place(Agent agent) {
        return agent.site() + "/" + agent.node();
    }

    private Agent require(ServerRequest request) {
        String uid = request.path().pathParameters().get("uid");
        return find(uid).orElseThrow(() -> ApiException.notFound("there is no agent " + uid));
    }

    private void retire(ServerRequest request, ServerResponse response, boolean retired) {
        Agent agent = require(request);
        change(
                request,
                retired ? "agent.retire" : "agent.restore",
                agent.uid() + " of " + place(agent),
                () -> registry.changeAgent(agent.withRetired(retired)));
        response.status(Status.NO_CONTENT_204).send();
    }

    private Optional<Agent> find(String uid) {
        try {
            return registry.find(new Uid(uid));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void change(ServerRequest request, String action, String target, Runnable change) {
        String actor = Gate.principal(request).name();
        try {
            change.run();
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.CONFLICT) {
                throw e; // and the audit trail, on the same disk, would fail as well
            }
            access.audit(actor, action, target, "refused: " + e.getMessage(), Gate.from(request));
            throw ApiException.conflict(e);
        }
        access.audit(actor, action, target, "ok", Gate.from(request));
    }

    private static Contract contract(@Nullable ContractBody body) {
        if (body == null) {
            return Contract.ALWAYS_ON;
        }
        if (body.text() != null) {
            return Contract.parse(body.text());
        }
        Contact usual = Contact.Kind.of(text(body.kind()))
                .filter(kind -> kind != Contact.Kind.CALENDAR)
                .map(Contact::usual)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'contract.text' is missing: write always-on, every 24h, usb every 14d or windows such as daily"
                                + " 02:00-04:00 Europe/Oslo"));
        return new Contract(new Contact(
                usual.kind(),
                body.everyMs() == null ? usual.every() : Duration.ofMillis(body.everyMs()),
                body.graceMs() == null ? usual.grace() : Duration.ofMillis(body.graceMs())));
    }

    private static Optional<Site.Coordinates> coordinates(@Nullable CoordinatesBody body) {
        if (body == null || (body.lat() == null && body.lon() == null)) {
            return Optional.empty();
        }
        if (body.lat() == null || body.lon() == null) {
            throw new IllegalArgumentException("'coordinates.lat' and 'coordinates.lon' go together");
        }
        return Optional.of(new Site.Coordinates(body.lat(), body.lon()));
    }

    /** {@code Heron Point 2} becomes {@code heron-point-2}. */
    private static String idFrom(String name) {
        String id = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return id.substring(0, Math.min(id.length(), 64));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    /** What a record refuses is the sender's mistake. */
    private static <T> T build(Supplier<T> builder) {
        try {
            return builder.get();
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
