package skerry.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skerry.hub.FakeAgent;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.BatchLog.Arrival;
import skerry.protocol.Bytes;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.CommandType;
import skerry.protocol.update.UpgradeNews;
import skerry.protocol.update.UpgradeState;

/** What every store does with releases, rollouts, and what agents say of their upgrades. */
public abstract class RolloutsContract {
    private static final long NOW = 1_795_000_000_000L;
    private static final String KEY = "skerry release key 1\ned25519 …\n";

    private final FakeAgent agent = new FakeAgent(1);
    private final FakeAgent other = new FakeAgent(2);
    private FleetStore store;

    /** Opens the store of this test; what was stored before is there. */
    protected abstract FleetStore open() throws IOException;

    @BeforeEach
    void start() throws IOException {
        store = open();
        store.registry().addSite(FakeAgent.NORTH);
        store.registry().addAgent(agent.enrolledAt("north", "a"));
        store.registry().addAgent(other.enrolledAt("north", "b"));
    }

    @AfterEach
    void end() {
        store.close();
    }

    private void restart() throws IOException {
        store.close();
        store = open();
    }

    private static Release release(String version, int seed) {
        return new Release(
                version,
                "ab12-cd34",
                NOW + seed,
                "anna",
                List.of(
                        new Release.File("manifest", digest(seed), 900),
                        new Release.File("manifest.sig", digest(seed + 1), 300),
                        new Release.File("deb/skerry-agent_" + version + "_arm64.deb", digest(seed + 2), 40_000_000)));
    }

    private static Bytes digest(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return Bytes.of(bytes);
    }

    private static Rollout rollout() {
        return new Rollout(
                0,
                "1.1",
                digest(1),
                new Rollout.Plan(List.of(25, 100), Duration.ofMinutes(5), 10, Duration.ofHours(3)),
                "anna",
                NOW,
                Rollout.State.RUNNING,
                "",
                NOW,
                0,
                NOW);
    }

    private List<RolloutMember> members() {
        return List.of(RolloutMember.waiting(agent.uid(), 0, NOW), RolloutMember.waiting(other.uid(), 1, NOW));
    }

    private void say(UpgradeState state, long heardAt) {
        take(agent.events(List.of(news(state).event(NOW, 0)), NOW), heardAt);
    }

    private static UpgradeNews news(UpgradeState state) {
        return new UpgradeNews(state, "1.1", "1.0", "as it is");
    }

    private void take(Batch batch, long heardAt) {
        store.batches().append(List.of(new Arrival(batch, Road.MQTT, heardAt)));
        new Decoder(store, new IngestCounts(), _ -> {}).drain();
    }

    @Test
    void aReleaseIsKeptWithItsKeyAndItsFilesAreFoundByDigest() throws IOException {
        store.releases().add(release("1.0", 1), KEY);
        store.releases().add(release("1.1", 11), KEY);
        restart();

        assertThat(store.releases().all()).containsExactly(release("1.1", 11), release("1.0", 1));
        assertThat(store.releases().key()).contains(KEY);
        assertThat(store.releases().file(digest(3)))
                .contains(release("1.0", 1).files().get(2));
        assertThat(store.releases().file(digest(99))).isEmpty();
    }

    @Test
    void theSameReleaseIsAddedOnceAndAnotherOfItsVersionIsRefused() {
        store.releases().add(release("1.0", 1), KEY);
        store.releases().add(release("1.0", 1), KEY);

        assertThat(store.releases().all()).hasSize(1);
        assertThatThrownBy(() -> store.releases().add(release("1.0", 2), KEY))
                .isInstanceOf(StoreException.class)
                .hasMessage("another release 1.0 is here already, made at another time: remove that one first");
    }

    @Test
    void aReleaseThatIsRemovedIsServedNoMoreAndItsKeyStaysTrusted() {
        store.releases().add(release("1.0", 1), KEY);

        assertThat(store.releases().remove("1.0")).isTrue();
        assertThat(store.releases().remove("1.0")).isFalse();
        assertThat(store.releases().file(digest(1))).isEmpty();
        assertThat(store.releases().key()).contains(KEY);
    }

    @Test
    void aRolloutOutlivesARestartAsItWasPutLast() throws IOException {
        Rollout added = store.rollouts().add(rollout(), members());
        Rollout later = added.atWave(1, NOW + 5).in(Rollout.State.PAUSED, "anna wants lunch", NOW + 6);
        RolloutMember asked = members().getFirst().asked("1.0", true, NOW + 1).by(Bytes.of(new byte[16]));
        store.rollouts().put(later, List.of(asked));
        restart();

        assertThat(store.rollouts().open()).contains(later);
        assertThat(store.rollouts().find(added.no())).contains(later);
        assertThat(store.rollouts().newest(5)).containsExactly(later);
        assertThat(store.rollouts().members(added.no()))
                .containsExactly(asked, members().getLast());
    }

    @Test
    void thereIsOneOpenRolloutAtMost() {
        Rollout first = store.rollouts().add(rollout(), members());
        assertThatThrownBy(() -> store.rollouts().add(rollout(), members()))
                .isInstanceOf(StoreException.class)
                .hasMessage("another rollout is not over yet: stop it, or wait until it is");

        store.rollouts().put(first.in(Rollout.State.STOPPED, "by anna", NOW), List.of());
        Rollout second = store.rollouts().add(rollout(), members());

        assertThat(second.no()).isGreaterThan(first.no());
        assertThat(store.rollouts().open()).contains(second);
    }

    @Test
    void whatAnAgentSaidLastCountsHoweverItArrives() throws IOException {
        Batch first = agent.events(List.of(news(UpgradeState.FETCHING).event(NOW, 0)), NOW);
        Batch second = agent.events(
                List.of(
                        news(UpgradeState.STAGED).event(NOW + 1, 1),
                        news(UpgradeState.PROBATION).event(NOW + 2, 2)),
                NOW);
        take(second, NOW + 10);
        take(first, NOW + 20);
        restart();

        assertThat(store.upgradeWords().all())
                .containsOnlyKeys(agent.uid())
                .containsValue(new UpgradeWord(agent.uid(), "probation", "1.1", "1.0", "as it is", NOW + 2, NOW + 10));
    }

    @Test
    void whatAnAgentSaysAfterARestartIsLater() {
        say(UpgradeState.PROBATION, NOW + 1);
        agent.restart();
        say(UpgradeState.DONE, NOW + 2);

        assertThat(store.upgradeWords().all().get(agent.uid()))
                .extracting(UpgradeWord::state, UpgradeWord::heardAt)
                .containsExactly("done", NOW + 2);
    }

    @Test
    void theArgumentsOfACommandAreKept() throws IOException {
        var args = Bytes.of(new byte[] {1, 2, 3});
        var order = Order.of(Bytes.of(new byte[16]), agent.uid(), CommandType.UPGRADE, args, "anna", NOW, NOW + 9);
        store.orders().add(order);
        restart();

        assertThat(store.orders().find(order.id())).isEqualTo(Optional.of(order));
        assertThat(store.orders().since(CommandType.UPGRADE, NOW)).containsExactly(order);
        assertThat(store.orders().since(CommandType.UPGRADE, NOW + 1)).isEmpty();
        assertThat(store.orders().since(CommandType.SUPPORT_FILE, NOW)).isEmpty();
    }
}
