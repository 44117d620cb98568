package skerry.agent.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.command.Work;
import skerry.protocol.Bytes;
import skerry.protocol.update.UpgradeNews;
import skerry.protocol.update.UpgradeOrder;
import skerry.protocol.update.UpgradeState;
import skerry.protocol.update.Want;

/** From an order of the hub to the end that the updater tells, over restarts of the agent. */
class UpgradesTest {
    private static final String OLD = "0.1.0";

    @TempDir
    private Path folder;

    private final BlockingQueue<UpgradeNews> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Want> wants = new LinkedBlockingQueue<>();
    private final AgentSide side = new AgentSide() {
        @Override
        public void want(Bytes want) {
            try {
                Want asked = Want.decode(want.toArray());
                wants.add(asked);
                if (hubThere) {
                    upgrades.piece(Bytes.of(new byte[] {1, 2, 3}));
                    upgrades.piece(Bytes.of(PieceHub.answer(release, asked).encode()));
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void tell(UpgradeNews news) {
            told.add(news);
        }

        @Override
        public Health health() {
            return new Health(true, true, false, "connected");
        }
    };
    private volatile boolean hubThere = true;

    @SuppressWarnings("NullAway.Init")
    private MadeUpRelease release;

    @SuppressWarnings("NullAway.Init")
    private UpgradePlace place;

    @SuppressWarnings("NullAway.Init")
    private volatile Upgrades upgrades;

    @BeforeEach
    void make() throws Exception {
        KeyPair key = MadeUpRelease.key();
        release = MadeUpRelease.of("arm64", new byte[100_000], key);
        place = new UpgradePlace(
                folder.resolve("update"),
                folder.resolve("updater"),
                folder.resolve("pin"),
                folder.resolve("status"),
                "arm64");
        Files.createFile(place.updater());
        Files.write(place.pin(), MadeUpRelease.publicText(key));
        restart(OLD);
    }

    @AfterEach
    void end() {
        upgrades.close();
    }

    private void restart(String version) {
        if (upgrades != null) {
            upgrades.close();
        }
        upgrades = new Upgrades(place, version, side, 0);
        upgrades.start();
    }

    private Work.Done order() throws Exception {
        return upgrades.run(Bytes.of(new byte[16]), Bytes.of(release.order.encode()));
    }

    private void updaterTells(String state, String reason) throws Exception {
        Files.writeString(
                folder.resolve("status.new"),
                "skerry update 1\nstate " + state + "\nversion 0.2.0\nfrom 0.1.0\nrelease "
                        + release.order.manifest().hex() + "\nreason " + reason + "\n");
        Files.move(folder.resolve("status.new"), place.status(), StandardCopyOption.REPLACE_EXISTING);
    }

    private void tells(UpgradeState state) throws Exception {
        UpgradeNews news = told.poll(30, TimeUnit.SECONDS);
        assertThat(news).isNotNull();
        assertThat(news.state()).isEqualTo(state);
        assertThat(news.version()).isEqualTo("0.2.0");
        assertThat(news.from()).isEqualTo(OLD);
    }

    @Test
    void anOrderIsFetchedStagedTriedAndDone() throws Exception {
        assertThat(order().sentence()).isEqualTo("the upgrade from 0.1.0 to 0.2.0 begins");
        tells(UpgradeState.FETCHING);
        tells(UpgradeState.STAGED);
        assertThat(place.request())
                .hasContent("skerry request 1\nversion 0.2.0\nrelease "
                        + release.order.manifest().hex() + "\n");

        Files.delete(place.request());
        upgrades.close(); // by the updater, before it installs
        updaterTells("probation", "");
        restart("0.2.0");
        tells(UpgradeState.PROBATION);
        for (long until = System.nanoTime() + 30_000_000_000L; !Files.exists(place.healthy()); ) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
        assertThat(place.healthy())
                .hasContent("skerry health 1\nversion 0.2.0\nready yes\nring yes\nreceipt no\nlink connected\n");

        restart("0.2.0");
        updaterTells("done", "");
        tells(UpgradeState.DONE);
        upgrades.close();
        assertThat(place.order()).doesNotExist();
        assertThat(place.release()).doesNotExist();
        assertThat(told).as("nothing twice").isEmpty();

        restart("0.2.0");
        assertThat(told).isEmpty();
    }

    @Test
    void theVersionBeforeTellsThatItIsBack() throws Exception {
        order();
        tells(UpgradeState.FETCHING);
        tells(UpgradeState.STAGED);
        updaterTells("rolled-back", "it did not report healthy within 10 minutes");
        restart(OLD);

        UpgradeNews news = told.poll(30, TimeUnit.SECONDS);

        assertThat(news)
                .isEqualTo(new UpgradeNews(
                        UpgradeState.ROLLED_BACK, "0.2.0", OLD, "it did not report healthy within 10 minutes"));
    }

    @Test
    void whatTheUpdaterToldOfAnotherReleaseIsNotBelieved() throws Exception {
        Files.writeString(
                place.status(),
                "skerry update 1\nstate done\nversion 0.2.0\nfrom 0.1.0\nrelease " + "00".repeat(32) + "\nreason \n");
        order();
        tells(UpgradeState.FETCHING);
        tells(UpgradeState.STAGED);
        updaterTells("failed", "too little space");

        tells(UpgradeState.FAILED);
    }

    @Test
    void anotherOrderTakesThePlaceOfOneThatIsBeingFetchedAndWaitsForOneThatIsStaged() throws Exception {
        hubThere = false;
        order();
        tells(UpgradeState.FETCHING);
        assertThat(order().sentence()).contains("under way already");

        var other = new UpgradeOrder("0.3.0", release.order.manifest(), 5, release.order.signatures(), 5);
        assertThat(upgrades.run(Bytes.of(new byte[16]), Bytes.of(other.encode()))
                        .sentence())
                .contains("to 0.3.0 begins");
        assertThat(told.poll(30, TimeUnit.SECONDS))
                .extracting(UpgradeNews::version)
                .isEqualTo("0.3.0");

        hubThere = true;
        order();
        tells(UpgradeState.FETCHING);
        tells(UpgradeState.STAGED);
        assertThatThrownBy(() -> upgrades.run(Bytes.of(new byte[16]), Bytes.of(other.encode())))
                .isInstanceOf(Work.Refusal.class)
                .hasMessageContaining("the upgrade to 0.2.0 is under way");
    }

    @Test
    void whatCannotBeDoneIsRefusedInOneSentence() throws Exception {
        assertThatThrownBy(() -> upgrades.run(Bytes.of(new byte[16]), Bytes.of(new byte[] {1})))
                .isInstanceOf(Work.Refusal.class)
                .hasMessageContaining("an order to upgrade");
        restart("0.2.0");
        assertThatThrownBy(this::order).isInstanceOf(Work.Refusal.class).hasMessageContaining("0.2.0 already");
        restart(OLD);
        Files.delete(place.pin());
        assertThatThrownBy(this::order).isInstanceOf(Work.Refusal.class).hasMessageContaining("trusts no release key");
        Files.delete(place.updater());
        assertThatThrownBy(this::order)
                .isInstanceOf(Work.Refusal.class)
                .hasMessageMatching(".*(update it by the image|by its chart or manifest|by its Debian package).*");
        assertThat(place.folder()).doesNotExist();
    }

    @Test
    void aPersonIsToldHowFarItIs() throws Exception {
        assertThat(UpdateReport.of(place, OLD))
                .containsExactly("version         0.1.0", "state           no upgrade by the hub yet");
        hubThere = false;
        order();
        tells(UpgradeState.FETCHING);
        assertThat(UpdateReport.of(place, OLD))
                .contains("upgrade to      0.2.0", "state           fetching: 0 KiB are here");
        updaterTells("rolled-back", "it did not run");
        assertThat(UpdateReport.of(place, OLD))
                .contains("version before  0.1.0", "last upgrade    to 0.2.0", "state           rolled-back")
                .contains("reason          it did not run");
    }

    @Test
    void anOrderThatWasDamagedOnTheDiskIsForgotten() throws Exception {
        upgrades.close();
        Files.createDirectories(place.folder());
        Files.write(place.order(), new byte[] {9});

        restart(OLD);

        assertThat(place.order()).doesNotExist();
        assertThat(told).isEmpty();
    }
}
