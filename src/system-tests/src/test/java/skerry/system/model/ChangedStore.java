package skerry.system.model;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import skerry.hub.store.Account;
import skerry.hub.store.AgentRegistry;
import skerry.hub.store.Alerts;
import skerry.hub.store.BatchLog;
import skerry.hub.store.Certificates;
import skerry.hub.store.Erasures;
import skerry.hub.store.FleetPresent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.History;
import skerry.hub.store.Holding;
import skerry.hub.store.JoinCodes;
import skerry.hub.store.Orders;
import skerry.hub.store.PatternBook;
import skerry.hub.store.ReadModels;
import skerry.hub.store.Releases;
import skerry.hub.store.Rollouts;
import skerry.hub.store.SiteStates;
import skerry.hub.store.UpgradeWords;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.EpochHead;

/** A store whose batch log is another one. */
public final class ChangedStore implements FleetStore {
    private final FleetStore store;
    private final BatchLog log;

    public ChangedStore(FleetStore store, UnaryOperator<BatchLog> change) {
        this.store = store;
        this.log = change.apply(store.batches());
    }

    /** A batch log that does what another one does. */
    public static class Log implements BatchLog {
        protected final BatchLog honest;

        public Log(BatchLog honest) {
            this.honest = honest;
        }

        @Override
        public List<Outcome> append(List<Arrival> arrivals) {
            return honest.append(arrivals);
        }

        @Override
        public long requirePolicy(int version) {
            return honest.requirePolicy(version);
        }

        @Override
        public int requiredPolicy() {
            return honest.requiredPolicy();
        }

        @Override
        public long lsn() {
            return honest.lsn();
        }

        @Override
        public Optional<Holding> holding(Uid uid, long epoch, Stream stream) {
            return honest.holding(uid, epoch, stream);
        }

        @Override
        public List<Holding> holdings(Uid uid) {
            return honest.holdings(uid);
        }

        @Override
        public Account account(Uid uid) {
            return honest.account(uid);
        }

        @Override
        public void announce(Uid uid, List<EpochHead> heads, boolean complete) {
            honest.announce(uid, heads, complete);
        }

        @Override
        public Optional<byte[]> bytes(BatchKey key) {
            return honest.bytes(key);
        }

        @Override
        public Optional<Bytes> fingerprint(BatchKey key) {
            return honest.fingerprint(key);
        }

        @Override
        public List<ToDecode> takeForDecoding(int limit) {
            return honest.takeForDecoding(limit);
        }
    }

    @Override
    public BatchLog batches() {
        return log;
    }

    @Override
    public AgentRegistry registry() {
        return store.registry();
    }

    @Override
    public JoinCodes joinCodes() {
        return store.joinCodes();
    }

    @Override
    public Orders orders() {
        return store.orders();
    }

    @Override
    public Releases releases() {
        return store.releases();
    }

    @Override
    public Rollouts rollouts() {
        return store.rollouts();
    }

    @Override
    public UpgradeWords upgradeWords() {
        return store.upgradeWords();
    }

    @Override
    public Certificates certificates() {
        return store.certificates();
    }

    @Override
    public ReadModels models() {
        return store.models();
    }

    @Override
    public FleetPresent present() {
        return store.present();
    }

    @Override
    public PatternBook patterns() {
        return store.patterns();
    }

    @Override
    public Erasures erasures() {
        return store.erasures();
    }

    @Override
    public History history() {
        return store.history();
    }

    @Override
    public Alerts alerts() {
        return store.alerts();
    }

    @Override
    public SiteStates states() {
        return store.states();
    }

    @Override
    public void probe() {
        store.probe();
    }

    @Override
    public void flush() {
        store.flush();
    }

    @Override
    public void compact(long now) {
        store.compact(now);
    }

    @Override
    public List<Long> retain(Retention bounds, long now) {
        return store.retain(bounds, now);
    }

    @Override
    public StoreSize size() {
        return store.size();
    }

    @Override
    public void close() {
        store.close();
    }
}
