package skerry.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import skerry.agent.blackbox.BlackBox;
import skerry.agent.cluster.Cluster;
import skerry.agent.cluster.ClusterPlace;
import skerry.agent.cluster.IdentityCopy;
import skerry.agent.cluster.Role;
import skerry.agent.cluster.SecretName;
import skerry.agent.cluster.annotated.AnnotatedTargets;
import skerry.agent.cluster.api.ApiAccess;
import skerry.agent.cluster.api.ApiSecret;
import skerry.agent.collect.kubelet.KubeletPods;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.collect.logs.pods.PodLook;
import skerry.agent.collect.logs.pods.PodNotes;
import skerry.agent.collect.targets.ListedTargets;
import skerry.agent.collect.targets.Scraping;
import skerry.agent.config.AgentConfig;
import skerry.agent.privacy.Redactor;
import skerry.platform.time.MonotonicClock;

/** What this agent follows of a cluster, as its role has it: the objects at the API server, or its node's pods at the kubelet. */
final class ClusterSide {
    private static final System.Logger LOG = System.getLogger(ClusterSide.class.getName());

    private final AgentConfig config;
    private final Role role;
    private final DataFolder folder;
    private final Recorder recorder;
    private final BlackBox blackBox;
    private final PodNotes podNotes = new PodNotes();
    private final Optional<Cluster> cluster;
    private final Optional<KubeletPods> kubeletPods;

    /**
     * @param listed the targets that are scraped whoever asks for it
     * @throws IOException one sentence, if this agent is there for the cluster alone and knows no way to it
     */
    ClusterSide(
            AgentConfig config,
            ClusterPlace place,
            Role role,
            DataFolder folder,
            ListedTargets listed,
            Redactor redactor,
            Recorder recorder,
            BlackBox blackBox,
            SecureRandom random)
            throws IOException {
        this.config = config;
        this.role = role;
        this.folder = folder;
        this.recorder = recorder;
        this.blackBox = blackBox;
        cluster = role.watchesCluster() ? cluster(place, listed, redactor, random) : Optional.empty();
        kubeletPods = kubeletPods(place);
    }

    /** Brings the identity from where it is kept, if that is a Secret. */
    static Optional<IdentityCopy> identityCopy(
            AgentConfig config, ClusterPlace place, DataFolder folder, SecureRandom random) throws IOException {
        Optional<SecretName> name = config.cluster().identitySecret();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        ApiSecret secret = place.secret(
                name.get(), place.access(config.cluster()), "Skerry/" + Version.TEXT, MonotonicClock.SYSTEM);
        return Optional.of(
                IdentityCopy.fetch(secret, folder.identity(), folder.enrolment(), random, MonotonicClock.SYSTEM));
    }

    void start() {
        cluster.ifPresent(Cluster::start);
        kubeletPods.ifPresent(KubeletPods::start);
    }

    void close() {
        cluster.ifPresent(Cluster::close);
        kubeletPods.ifPresent(KubeletPods::close);
    }

    /** The objects, where they are followed. */
    Optional<Cluster> cluster() {
        return cluster;
    }

    /** The pods and services that ask to be scraped, where they are looked for. */
    Optional<AnnotatedTargets> annotated() {
        return cluster.flatMap(Cluster::annotated);
    }

    /** What pods say of their logs. */
    PodNotes podNotes() {
        return podNotes;
    }

    /** Who is asked for a pod that nobody told of yet. */
    PodLook podLook() {
        return kubeletPods.<PodLook>map(look -> look).orElse(PodLook.FOLLOWED);
    }

    /** Where no way to a cluster is known, there is nothing to look at: the node is told of all the same. */
    private Optional<Cluster> cluster(ClusterPlace place, ListedTargets listed, Redactor redactor, SecureRandom random)
            throws IOException {
        ApiAccess access;
        try {
            access = place.access(config.cluster());
        } catch (IOException e) {
            if (!role.watchesNode()) {
                throw e;
            }
            LOG.log(Level.WARNING, "the cluster is not looked at: {0}", e.getMessage());
            return Optional.empty();
        }
        recorder.expectSeries(config.cluster().maxSeries());
        return Optional.of(new Cluster(
                config.cluster(),
                access,
                new Cluster.Surroundings(
                        "Skerry/" + Version.TEXT,
                        folder.path(),
                        redactor::redact,
                        recorder::event,
                        role.watchesNode() ? Optional.of(podNotes) : Optional.empty(),
                        blackBox::ended,
                        random,
                        MonotonicClock.SYSTEM,
                        InstantSource.system()),
                annotated(listed, redactor)));
    }

    /** Finds who asks to be scraped. */
    private Optional<AnnotatedTargets> annotated(ListedTargets listed, Redactor redactor) {
        return config.cluster().annotatedTargets()
                ? Optional.of(new AnnotatedTargets(
                        config.collect().every(),
                        redactor::redact,
                        Scraping.MOST_TARGETS - listed.targets().size()))
                : Optional.empty();
    }

    /** What the kubelet knows of pods, where they are not followed at the API server. */
    private Optional<KubeletPods> kubeletPods(ClusterPlace place) {
        if (role != Role.NODE || config.logs().include().isEmpty()) {
            return Optional.empty();
        }
        return Scrapes.kubelet(config, place)
                .find(config.kubelet())
                .map(found -> new KubeletPods(
                        found,
                        "Skerry/" + Version.TEXT,
                        new PodBook(config.cluster().shown().labels(), podNotes, blackBox::endedHere),
                        MonotonicClock.SYSTEM));
    }
}
