package skerry.agent;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import skerry.agent.ring.Ring;
import skerry.agent.sync.SessionState;
import skerry.agent.sync.SyncStatus;
import skerry.agent.update.AgentSide;
import skerry.protocol.Bytes;
import skerry.protocol.update.UpgradeNews;

/** What an upgrade sees of this agent and does with it. Thread-safe. */
final class UpgradingAgent implements AgentSide {
    private final Supplier<HubLink> link;
    private final Ring ring;
    private final LinkUse use;
    private final BooleanSupplier ready;
    private final Consumer<UpgradeNews> record;
    private final long orderAtStart;
    private long deliveredBefore = -1;

    /**
     * @param link asked only once the agent is made
     * @param ready whether it has collected and its ring stands
     * @param record takes what becomes of the upgrade
     */
    UpgradingAgent(
            Supplier<HubLink> link, Ring ring, LinkUse use, BooleanSupplier ready, Consumer<UpgradeNews> record) {
        this.link = link;
        this.ring = ring;
        this.use = use;
        this.ready = ready;
        this.record = record;
        this.orderAtStart = ring.outbox().newestOrder();
    }

    @Override
    public void want(Bytes want) {
        link.get().wantPiece(want);
    }

    @Override
    public void tell(UpgradeNews news) {
        record.accept(news);
    }

    @Override
    public synchronized Health health() {
        long now = delivered();
        if (deliveredBefore < 0) {
            deliveredBefore = now;
        }
        return new Health(
                ready.getAsBoolean(), ring.outbox().newestOrder() > orderAtStart, now > deliveredBefore, linkWord());
    }

    private long delivered() {
        return ring.account().map(account -> account.delivered().total()).orElse(0L);
    }

    private String linkWord() {
        return switch (link.get().status().map(SyncStatus::state).orElse(SessionState.OFFLINE)) {
            case HELLO, STREAMING, PAUSED, BLOCKED -> "connected";
            case RESTING -> "resting";
            case OFFLINE, CONNECTING -> use.isOpen() ? "dark" : "resting";
        };
    }
}
