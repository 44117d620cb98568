package skerry.agent.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import skerry.agent.cluster.annotated.AnnotatedTargets;
import skerry.agent.cluster.api.ApiAccess;
import skerry.agent.cluster.demand.WorkloadDemand;
import skerry.agent.cluster.state.ObjectStates;
import skerry.agent.cluster.watch.KindWatch;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.cluster.watch.Said;
import skerry.agent.cluster.watch.Waiting;
import skerry.agent.cluster.watch.WatchStatus;
import skerry.agent.cluster.watch.WatchedPath;
import skerry.agent.collect.Collector;
import skerry.agent.collect.logs.pods.ContainerEnd;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.collect.logs.pods.PodNotes;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.payload.Event;

/**
 * Looks at a cluster: follows its objects, a thread for each kind, tells their state when it is collected, and hands its events
 * over as they come.
 */
public final class Cluster implements AutoCloseable {

    private final List<KindWatch> watches = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<EventMark> marks = new ArrayList<>();
    private final Collector state;
    private final Optional<AnnotatedTargets> annotated;

    /**
     * What a cluster is given by the agent.
     *
     * @param userAgent what the agent calls itself
     * @param folder where is kept which events were handed over
     * @param redact takes personal data out of a text
     * @param events takes the cluster's events
     * @param notes takes what pods say of their logs; empty where nobody reads logs
     * @param ends takes how containers ended; the same end comes many times
     */
    public record Surroundings(
            String userAgent,
            Path folder,
            UnaryOperator<String> redact,
            Consumer<Event> events,
            Optional<PodNotes> notes,
            Consumer<ContainerEnd> ends,
            RandomGenerator random,
            MonotonicClock mono,
            InstantSource wall) {}

    /** @param annotated is told of what asks to be scraped; empty where nobody scrapes */
    public Cluster(
            ClusterSettings settings, ApiAccess access, Surroundings around, Optional<AnnotatedTargets> annotated) {
        this(
                settings,
                access,
                around,
                annotated,
                SeriesBounds.within(settings.maxSeries(), Runtime.getRuntime().maxMemory()),
                Waiting.SLEEPING);
    }

    Cluster(
            ClusterSettings settings,
            ApiAccess access,
            Surroundings around,
            Optional<AnnotatedTargets> annotated,
            SeriesBounds bounds,
            Waiting waiting) {
        this.annotated = annotated;
        var shared = new KindWatch.Shared(
                access,
                around.userAgent(),
                around.mono(),
                around.random(),
                waiting,
                KindWatch.USUAL_WATCH,
                new Semaphore(1),
                new Said());
        var states = new ObjectStates(settings.shown());
        var chosen = new ChosenMetrics(settings.metrics());
        var held = new HeldSeries(bounds.held());
        var kinds = new ArrayList<FollowedKind>();
        var outcomes = new K3sOutcomes();
        for (WatchedKind kind : WatchedKind.ALL) {
            boolean noted = kind.isPod() && around.notes().isPresent();
            if (noted || kind.isWanted(chosen, annotated.isPresent())) {
                Class<? extends HasMetadata> type =
                        states.type(kind.apiVersion(), kind.kind()).orElseThrow();
                for (WatchedPath path : kind.paths(settings.namespaces())) {
                    var store = new KindStore<>(type, states, chosen, held);
                    ObjectIntake intake = outcomes.beside(kind, intake(kind, store, settings, around));
                    WatchStatus status = follow(new KindWatch(path, intake, shared));
                    kinds.add(new FollowedKind(store, status));
                    outcomes.follows(kind, status);
                }
            }
        }
        var tally = new EventTally();
        List<WatchStatus> events =
                settings.events() ? events(settings.namespaces(), around, tally, outcomes, shared) : List.of();
        this.state = new WorkloadDemand(
                new ClusterState(kinds, outcomes, chosen, events, tally, bounds.told(), around.mono()), around.mono());
    }

    /** Who is told of a kind's objects: the store, and whoever wants to know more of them. */
    private ObjectIntake intake(WatchedKind kind, ObjectIntake store, ClusterSettings settings, Surroundings around) {
        ObjectIntake told = store;
        if (annotated.isPresent() && kind.mayAsk()) {
            var asked = annotated.get();
            told = new TwoIntakes(told, kind.isPod() ? asked.pods() : asked.services());
        }
        if (kind.isPod() && around.notes().isPresent()) {
            told = new PodFacts(
                    told, new PodBook(settings.shown().labels(), around.notes().get(), around.ends()));
        }
        return told;
    }

    private List<WatchStatus> events(
            Set<String> namespaces,
            Surroundings around,
            EventTally tally,
            K3sOutcomes outcomes,
            KindWatch.Shared shared) {
        var rate = new EventRate(EventLog.MOST_PER_MINUTE);
        var all = new ArrayList<WatchStatus>();
        if (namespaces.isEmpty()) {
            List<WatchedPath> paths =
                    List.of(WatchedPath.of("events.k8s.io/v1", "events"), WatchedPath.of("v1", "events"));
            all.add(events(paths, "cluster-events", around, tally, rate, outcomes, shared));
        }
        for (String namespace : namespaces) {
            List<WatchedPath> paths = List.of(
                    WatchedPath.of("events.k8s.io/v1", "events", namespace), WatchedPath.of("v1", "events", namespace));
            all.add(events(paths, "cluster-events-" + namespace, around, tally, rate, outcomes, shared));
        }
        return all;
    }

    private WatchStatus events(
            List<WatchedPath> paths,
            String file,
            Surroundings around,
            EventTally tally,
            EventRate rate,
            K3sOutcomes outcomes,
            KindWatch.Shared shared) {
        var mark = new EventMark(around.folder().resolve(file));
        marks.add(mark);
        var log = new EventLog(around.events(), around.redact(), tally, mark, rate, around.mono(), around.wall());
        return follow(new KindWatch(paths, outcomes.besideEvents(log), shared));
    }

    private WatchStatus follow(KindWatch watch) {
        watches.add(watch);
        threads.add(Thread.ofPlatform()
                .name("cluster-" + watch.status().kind().replace(' ', '-').toLowerCase(Locale.ROOT))
                .daemon()
                .unstarted(watch));
        return watch.status();
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** What is told of the cluster in each round. */
    public Collector state() {
        return state;
    }

    /** What asks to be scraped; empty where nobody scrapes. */
    public Optional<AnnotatedTargets> annotated() {
        return annotated;
    }

    /** How it goes with each kind, and with the events. */
    public List<WatchStatus> statuses() {
        return watches.stream().map(KindWatch::status).toList();
    }

    /** Ends all threads, whatever they wait for. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        watches.forEach(KindWatch::close);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        marks.forEach(EventMark::close);
    }
}
