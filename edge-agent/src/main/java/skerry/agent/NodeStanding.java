package skerry.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import skerry.agent.cluster.IdentityCopy;
import skerry.agent.collect.targets.ScrapeTally;
import skerry.agent.config.AgentConfig;
import skerry.agent.ring.Account;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingStanding;
import skerry.agent.site.Checkup;
import skerry.agent.site.LatestSamples;
import skerry.agent.site.NodeFacts;
import skerry.agent.sync.LiveStatus;
import skerry.agent.sync.SyncStatus;
import skerry.protocol.identity.AgentIdentity;

/** How this node is: the facts that people at the site see, and the status that the hub has ahead of all else. */
final class NodeStanding {
    /** Days that the technician's page tells apart. */
    private static final int DAYS_ON_PAGE = 7;

    private final AgentConfig config;
    private final DataFolder folder;
    private final AgentIdentity identity;
    private final NodeClock clock;
    private final Ring ring;
    private final long maxRingBytes;
    private final LinkUse use;
    private final HubSide hub;
    private final Optional<IdentityCopy> identityCopy;
    private final ScrapeTally scrapeTally;
    private final long startedAt;
    private final LiveValues live = new LiveValues();
    private volatile LiveStatus status = LiveStatus.GOOD;

    /**
     * @param startedAt UTC epoch milliseconds
     * @param maxRingBytes that the ring may take
     */
    NodeStanding(
            AgentConfig config,
            DataFolder folder,
            AgentIdentity identity,
            NodeClock clock,
            long startedAt,
            Ring ring,
            long maxRingBytes,
            LinkUse use,
            HubSide hub,
            Optional<IdentityCopy> identityCopy,
            ScrapeTally scrapeTally) {
        this.config = config;
        this.folder = folder;
        this.identity = identity;
        this.clock = clock;
        this.ring = ring;
        this.maxRingBytes = maxRingBytes;
        this.use = use;
        this.hub = hub;
        this.identityCopy = identityCopy;
        this.scrapeTally = scrapeTally;
        this.startedAt = startedAt;
    }

    /** As of the last round. */
    LiveStatus status() {
        return status;
    }

    /** Takes a round; by the collecting thread. */
    void collected(LatestSamples samples) {
        live.collected(samples);
        var before = status;
        status = live.status(facts(), samples);
        if (!before.reason().equals(status.reason())) {
            hub.link().liveChanged();
        }
    }

    NodeFacts facts() {
        Optional<SyncStatus> link = hub.link().status();
        RingStanding standing = ring.standing();
        Optional<Account> account = ring.account();
        return new NodeFacts(
                config.site(),
                config.node(),
                identity.uid().value(),
                Version.TEXT,
                clock.wallMillis(),
                startedAt,
                Optional.of(standing.sentence()).filter(sentence -> !sentence.isEmpty()),
                fileSize(folder.ring()),
                maxRingBytes,
                link.map(state -> state.state().name().toLowerCase(Locale.ROOT)).orElse(Checkup.NO_HUB),
                hub.enrolmentTrouble()
                        .or(() -> identityCopy.flatMap(IdentityCopy::trouble))
                        .or(() -> link.flatMap(SyncStatus::problem)),
                hub.link().hubSeen(),
                ring.outbox().bytesQueued(),
                ring.oldestWaitingMillis().orElse(0),
                account.map(known -> known.droppedInAll().total()).orElse(0L),
                hub.sticks().last(),
                use.budget().view().autonomy(),
                account.map(known -> known.newest(DAYS_ON_PAGE)).orElse(List.of()),
                use.contact(),
                scrapeTally.states());
    }

    private static long fileSize(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
