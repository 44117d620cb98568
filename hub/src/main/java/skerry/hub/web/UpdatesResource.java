package skerry.hub.web;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import skerry.hub.access.Access;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Rollout;
import skerry.hub.store.RolloutMember;
import skerry.hub.update.ReleaseDesk;
import skerry.hub.update.RolloutDesk;
import skerry.protocol.Uid;

/** Which versions the fleet runs, and how it is taken to another: releases, rollouts, their waves and agents. */
final class UpdatesResource implements HttpService {
    private static final int ROWS = 100;
    private static final int MAX_ROWS = 500;
    private static final int ROLLOUTS = 10;

    private final FleetStore store;
    private final FleetWatch watch;
    private final ReleaseDesk releases;
    private final RolloutDesk rollouts;
    private final Access access;

    UpdatesResource(FleetStore store, FleetWatch watch, ReleaseDesk releases, RolloutDesk rollouts, Access access) {
        this.store = store;
        this.watch = watch;
        this.releases = releases;
        this.rollouts = rollouts;
        this.access = access;
    }

    /** @param version empty for agents that never said theirs */
    record VersionBody(String version, long agents, long connected) {}

    /**
     * @param upTo what part of the agents it and those before it reach, in percent; absent of the canary's
     * @param states how many agents are in each
     */
    record WaveBody(int wave, Optional<Integer> upTo, int agents, Map<String, Long> states) {}

    record RolloutBody(
            long no,
            String version,
            String by,
            long startedAt,
            String state,
            String reason,
            long since,
            int wave,
            long waveSince,
            long healthyMs,
            int failPercent,
            long reachMs,
            List<WaveBody> waves) {}

    record UpdatesBody(
            List<ReleasesResource.ReleaseBody> releases, List<VersionBody> versions, List<RolloutBody> rollouts) {}

    record MemberBody(
            String uid,
            String site,
            String siteName,
            String node,
            int wave,
            String state,
            long since,
            String sentence,
            String from,
            String version) {}

    /** @param total agents that fit the question, of which {@code agents} are those from {@code offset} on */
    record MembersBody(long total, int offset, List<MemberBody> agents) {}

    /**
     * @param canary id of the agent that is asked first, or {@code SITE/NODE}; the hub chooses without it
     * @param percents of the waves after the canary's
     * @param healthyMinutes how long a wave must be well
     * @param reachHours how long an agent without contact is waited for
     */
    record StartBody(
            @Nullable String version,
            @Nullable String canary,
            @Nullable List<Integer> percents,
            @Nullable Integer healthyMinutes,
            @Nullable Integer failPercent,
            @Nullable Integer reachHours) {}

    /** @param action pause, resume or stop */
    record ChangeBody(@Nullable String action) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/updates", this::updates)
                .get("/rollouts/{no}/agents", this::members)
                .post("/rollouts", this::start)
                .patch("/rollouts/{no}", this::change);
    }

    private void updates(ServerRequest request, ServerResponse response) {
        Json.send(
                response,
                new UpdatesBody(
                        store.releases().all().stream()
                                .map(release -> ReleasesResource.body(release, releases.isWhole(release)))
                                .toList(),
                        versions(),
                        store.rollouts().newest(ROLLOUTS).stream()
                                .map(this::body)
                                .toList()));
    }

    private List<VersionBody> versions() {
        var agents = new TreeMap<String, long[]>(NaturalOrder.OF_NAMES);
        for (SiteStatus site : watch.snapshot().sites()) {
            for (SiteStatus.Judged node : site.nodes()) {
                long[] counts = agents.computeIfAbsent(node.status().version(), _ -> new long[2]);
                counts[0]++;
                counts[1] += node.status().facts().connected() ? 1 : 0;
            }
        }
        return agents.descendingMap().entrySet().stream()
                .map(entry -> new VersionBody(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
                .toList();
    }

    private RolloutBody body(Rollout rollout) {
        var waves = new ArrayList<Map<String, Long>>();
        for (int i = 0; i < rollout.plan().waves(); i++) {
            waves.add(new TreeMap<>());
        }
        for (RolloutMember member : store.rollouts().members(rollout.no())) {
            waves.get(member.wave()).merge(member.state().word(), 1L, Long::sum);
        }
        var bodies = new ArrayList<WaveBody>();
        for (int i = 0; i < waves.size(); i++) {
            Map<String, Long> states = waves.get(i);
            bodies.add(new WaveBody(
                    i,
                    i == 0
                            ? Optional.empty()
                            : Optional.of(rollout.plan().percents().get(i - 1)),
                    (int) states.values().stream().mapToLong(Long::longValue).sum(),
                    states));
        }
        return new RolloutBody(
                rollout.no(),
                rollout.version(),
                rollout.by(),
                rollout.startedAt(),
                rollout.state().word(),
                rollout.reason(),
                rollout.since(),
                rollout.wave(),
                rollout.waveSince(),
                rollout.plan().healthyFor().toMillis(),
                rollout.plan().failPercent(),
                rollout.plan().reachWithin().toMillis(),
                bodies);
    }

    private void members(ServerRequest request, ServerResponse response) {
        Rollout rollout = rollout(request);
        Optional<String> state = Parameters.text(request, "state");
        boolean failed = state.filter("problem"::equals).isPresent();
        int wave = Parameters.number(request, "wave", -1, 0, 100);
        String part = Parameters.text(request, "q").orElse("").toLowerCase(Locale.ROOT);
        int offset = Parameters.number(request, "offset", 0, 0, 1_000_000);
        int limit = Parameters.number(request, "limit", ROWS, 1, MAX_ROWS);
        Map<Uid, MemberPlace> places = places();
        List<MemberBody> fit = store.rollouts().members(rollout.no()).stream()
                .filter(member -> wave < 0 || member.wave() == wave)
                .filter(member -> state.isEmpty()
                        || (failed && member.state().isFailure())
                        || member.state().word().equals(state.get()))
                .map(member -> body(member, places.get(member.uid())))
                .filter(member -> part.isEmpty()
                        || (member.siteName() + " " + member.node())
                                .toLowerCase(Locale.ROOT)
                                .contains(part))
                .sorted(Comparator.comparingInt(UpdatesResource::rank)
                        .thenComparingInt(MemberBody::wave)
                        .thenComparing(MemberBody::siteName, NaturalOrder.OF_NAMES)
                        .thenComparing(MemberBody::node, NaturalOrder.OF_NAMES))
                .toList();
        Json.send(
                response,
                new MembersBody(
                        fit.size(),
                        offset,
                        fit.stream().skip(offset).limit(limit).toList()));
    }

    /** What needs a person comes first, then what moves. */
    private static int rank(MemberBody member) {
        RolloutMember.State state = RolloutMember.State.of(member.state());
        if (state.isFailure()) {
            return 0;
        }
        return switch (state) {
            case PROBATION -> 1;
            case STAGED -> 2;
            case FETCHING -> 3;
            case ASKED -> 4;
            case UNREACHABLE -> 5;
            case BY_HAND -> 6;
            case WAITING -> 8;
            default -> 7;
        };
    }

    private record MemberPlace(SiteStatus site, SiteStatus.Judged node) {}

    private Map<Uid, MemberPlace> places() {
        var places = new HashMap<Uid, MemberPlace>();
        for (SiteStatus site : watch.snapshot().sites()) {
            site.nodes().forEach(node -> places.put(node.status().agent().uid(), new MemberPlace(site, node)));
        }
        return places;
    }

    private MemberBody body(RolloutMember member, @Nullable MemberPlace place) {
        String site = place == null ? "" : place.site().site().id();
        return new MemberBody(
                member.uid().toString(),
                site,
                place == null ? "" : place.site().site().name(),
                place == null
                        ? store.registry()
                                .find(member.uid())
                                .map(agent -> agent.node())
                                .orElse("")
                        : place.node().status().agent().node(),
                member.wave(),
                member.state().word(),
                member.since(),
                member.sentence(),
                member.from(),
                place == null ? "" : place.node().status().version());
    }

    private void start(ServerRequest request, ServerResponse response) {
        var body = Json.read(request, StartBody.class);
        String version =
                Optional.ofNullable(body.version()).orElseThrow(() -> ApiException.badRequest("'version' is missing"));
        Optional<Uid> canary = canary(Optional.ofNullable(body.canary()));
        Rollout.Plan plan = plan(body);
        Rollout made = asked(request, "a rollout of " + version, by -> rollouts.begin(version, canary, plan, by));
        response.status(Status.CREATED_201);
        Json.send(response, body(made));
    }

    private Optional<Uid> canary(Optional<String> name) {
        return name.filter(text -> !text.isBlank())
                .map(text -> store.registry().agents().stream()
                        .filter(agent -> !agent.retired())
                        .filter(agent ->
                                agent.uid().toString().equals(text) || (agent.site() + "/" + agent.node()).equals(text))
                        .findFirst()
                        .orElseThrow(
                                () -> ApiException.badRequest("there is no agent '" + text + "': name it as SITE/NODE"))
                        .uid());
    }

    private static Rollout.Plan plan(StartBody body) {
        Rollout.Plan usual = Rollout.Plan.USUAL;
        try {
            return new Rollout.Plan(
                    Optional.ofNullable(body.percents()).orElse(usual.percents()),
                    body.healthyMinutes() == null ? usual.healthyFor() : Duration.ofMinutes(body.healthyMinutes()),
                    Optional.ofNullable(body.failPercent()).orElse(usual.failPercent()),
                    body.reachHours() == null ? usual.reachWithin() : Duration.ofHours(body.reachHours()));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private void change(ServerRequest request, ServerResponse response) {
        long no = rollout(request).no();
        String action = Optional.ofNullable(Json.read(request, ChangeBody.class).action())
                .orElse("");
        Rollout changed = asked(request, "rollout " + no, by -> switch (action) {
            case "pause" -> rollouts.pause(no, by);
            case "resume" -> rollouts.resume(no, by);
            case "stop" -> rollouts.stop(no, by);
            default -> throw ApiException.badRequest("'action' must be pause, resume or stop, was '" + action + "'");
        });
        Json.send(response, body(changed));
    }

    private interface Asked {
        Rollout ask(RolloutDesk.By by) throws RolloutDesk.Refusal;
    }

    private Rollout asked(ServerRequest request, String target, Asked work) {
        var by = new RolloutDesk.By(Gate.principal(request).name(), Gate.from(request));
        try {
            return work.ask(by);
        } catch (RolloutDesk.Refusal e) {
            String why = String.valueOf(e.getMessage());
            access.audit(by.name(), "rollout.change", target, "refused: " + why, by.from());
            throw new ApiException(Status.CONFLICT_409, why);
        }
    }

    private Rollout rollout(ServerRequest request) {
        String no = request.path().pathParameters().get("no");
        Optional<Rollout> known = Optional.empty();
        try {
            known = store.rollouts().find(Long.parseLong(no));
        } catch (NumberFormatException _) {
            // as one that is not there
        }
        return known.orElseThrow(() -> ApiException.notFound("there is no rollout " + no));
    }
}
