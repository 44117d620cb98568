package skerry.agent.cluster.annotated;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.targets.Login;
import skerry.agent.collect.targets.Relabeling;
import skerry.agent.collect.targets.ScrapeJob;
import skerry.agent.collect.targets.Target;
import skerry.agent.collect.targets.TargetSource;
import skerry.agent.collect.targets.TlsFiles;
import skerry.protocol.series.Labels;

/**
 * The pods that ask to be scraped, by their own annotations or by those of a service that selects them: each place once, in the
 * order of namespaces and names, the pods' own words first. Thread-safe: those who follow the objects tell of them, and who scrapes
 * asks.
 */
public final class AnnotatedTargets implements TargetSource, Collector {
    private static final System.Logger LOG = System.getLogger(AnnotatedTargets.class.getName());
    private static final int MOST_PODS = 5_000;
    private static final int MOST_SERVICES = 1_000;
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
    private static final String PODS = "kubernetes-pods";
    private static final String SERVICES = "kubernetes-service-endpoints";
    private static final MetricFamily FOUND = MetricFamily.gauge(
            "skerry_scrape_annotated", "Places that annotations ask to scrape, by what becomes of them.");

    private final ScrapeJob pods;
    private final ScrapeJob services;
    private final PodAddresses addresses;
    private final UnaryOperator<String> redact;
    private final int most;
    private final List<FollowedObjects<RunningPod>> podsSeen = new CopyOnWriteArrayList<>();
    private final List<FollowedObjects<AskingService>> servicesSeen = new CopyOnWriteArrayList<>();
    private final AtomicLong changes = new AtomicLong(1);
    private final Set<String> said = new HashSet<>();
    private long found;
    private List<Target> targets = List.of();
    private Map<String, Integer> outcomes = new TreeMap<>();

    /**
     * @param interval between two scrapes of one target
     * @param redact takes personal data out of a text
     * @param most targets there may be
     */
    public AnnotatedTargets(Duration interval, UnaryOperator<String> redact, int most) {
        this(interval, redact, most, PodAddresses.OF_PODS);
    }

    AnnotatedTargets(Duration interval, UnaryOperator<String> redact, int most, PodAddresses addresses) {
        this.pods = job(PODS, interval);
        this.services = job(SERVICES, interval);
        this.redact = redact;
        this.most = most;
        this.addresses = addresses;
    }

    private static ScrapeJob job(String name, Duration interval) {
        return new ScrapeJob(
                name,
                interval,
                USUAL_TIMEOUT.compareTo(interval) < 0 ? USUAL_TIMEOUT : interval,
                false,
                true,
                new Login.None(),
                TlsFiles.NONE,
                ScrapeJob.Bounds.USUAL,
                Relabeling.NONE);
    }

    /** Takes the pods of one place. */
    public ObjectIntake pods() {
        var seen = new FollowedObjects<>(RunningPod::of, MOST_PODS, changes::incrementAndGet);
        podsSeen.add(seen);
        return seen;
    }

    /** Takes the services of one place. */
    public ObjectIntake services() {
        var seen = new FollowedObjects<>(AskingService::of, MOST_SERVICES, changes::incrementAndGet);
        servicesSeen.add(seen);
        return seen;
    }

    @Override
    public synchronized List<Target> targets() {
        long now = changes.get();
        if (found != now) {
            found = now;
            find();
        }
        return targets;
    }

    @Override
    public String name() {
        return "annotated-targets";
    }

    @Override
    public synchronized void collect(SampleSink sink) {
        targets();
        outcomes.forEach((outcome, count) -> sink.add(FOUND, Labels.of("outcome", outcome), count));
    }

    private void find() {
        var finding = new Finding();
        List<RunningPod> running = podsSeen.stream()
                .flatMap(seen -> seen.all().stream())
                .sorted(Comparator.comparing(RunningPod::namespace).thenComparing(RunningPod::name))
                .toList();
        for (RunningPod pod : running) {
            pod.asks()
                    .ifPresent(asking -> finding.ask("pod", pod.namespace(), pod.name(), () -> {
                        ScrapeAnnotations asked = asking.how();
                        finding.ports(asked, NamedPort.usual(pod.ports()), NamedPort::number)
                                .forEach(port -> finding.take(pods, pod, asked, port, ""));
                    }));
        }
        List<AskingService> asking = servicesSeen.stream()
                .flatMap(seen -> seen.all().stream())
                .sorted(Comparator.comparing(AskingService::namespace).thenComparing(AskingService::name))
                .toList();
        for (AskingService service : asking) {
            finding.ask("service", service.namespace(), service.name(), () -> {
                ScrapeAnnotations asked = service.asked().how();
                for (RunningPod pod : running) {
                    if (service.selects(pod)) {
                        finding.ports(asked, NamedPort.usual(service.ports()), port -> AskingService.at(port, pod))
                                .forEach(port -> finding.take(services, pod, asked, port, service.name()));
                    }
                }
            });
        }
        podsSeen.forEach(seen -> finding.count("no-room", seen.leftOut()));
        servicesSeen.forEach(seen -> finding.count("no-room", seen.leftOut()));
        targets = List.copyOf(finding.targets);
        outcomes = finding.outcomes;
    }

    /** What may turn out wrong about one object. */
    private interface Asking {
        void run() throws ScrapeAnnotations.Wrong;
    }

    /** One look at all that is followed. */
    private final class Finding {
        private final List<Target> targets = new ArrayList<>();
        private final Map<String, Integer> outcomes = new TreeMap<>();
        private final Set<String> places = new HashSet<>();
        private final Set<Labels> labelled = new HashSet<>();

        void ask(String kind, String namespace, String name, Asking asking) {
            try {
                asking.run();
            } catch (ScrapeAnnotations.Wrong e) {
                count("wrong-" + e.annotation());
                if (said.add(e.annotation())) {
                    LOG.log(
                            WARNING,
                            "{0} {1}/{2} asks to be scraped and is not: {3}; others like it are only counted",
                            kind,
                            redact.apply(namespace),
                            redact.apply(name),
                            e.getMessage());
                }
            }
        }

        List<Integer> ports(ScrapeAnnotations asked, List<NamedPort> usual, ToIntFunction<NamedPort> number)
                throws ScrapeAnnotations.Wrong {
            if (asked.port().isPresent()) {
                return List.of(asked.port().getAsInt());
            }
            List<Integer> ports = usual.stream()
                    .mapToInt(number)
                    .filter(port -> port > 0 && port <= ScrapeAnnotations.MOST_PORT)
                    .boxed()
                    .toList();
            if (ports.isEmpty()) {
                throw new ScrapeAnnotations.Wrong(
                        "port", "given where there is not one port alone, and none that is called metrics");
            }
            return ports;
        }

        void take(ScrapeJob job, RunningPod pod, ScrapeAnnotations asked, int port, String service) {
            if (!addresses.mayBeAsked(pod.address())) {
                count("wrong-address");
                return;
            }
            Target target = PodTarget.of(job, pod, asked, port, labels(job, pod, port, service));
            if (!places.add(target.url().toString())) {
                count("same-place");
            } else if (!labelled.add(target.labels())) {
                count("same-labels");
            } else if (targets.size() == most) {
                count("no-room");
            } else {
                targets.add(target);
                count("taken");
            }
        }

        private void count(String outcome) {
            count(outcome, 1);
        }

        void count(String outcome, int more) {
            if (more > 0) {
                outcomes.merge(outcome, more, Integer::sum);
            }
        }
    }

    /** Those that Prometheus's usual jobs give; the instance is the pod and the port, for an address would leave the site. */
    private Labels labels(ScrapeJob job, RunningPod pod, int port, String service) {
        return Labels.of(
                "job",
                job.name(),
                "instance",
                redact.apply(pod.name()) + ":" + port,
                "namespace",
                redact.apply(pod.namespace()),
                "pod",
                redact.apply(pod.name()),
                "node",
                redact.apply(pod.node()),
                "container",
                redact.apply(pod.containerOf(port)),
                "service",
                redact.apply(service));
    }
}
