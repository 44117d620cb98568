package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Present;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.Stream;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.Live;
import skerry.protocol.identity.HubIdentity;

class SessionsTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochMilli(1_795_000_000_000L));
    private static final long OLD_EPOCH = 11;
    private static final long NEW_EPOCH = 12;

    @TempDir
    private Path folder;

    private final FakeAgent agent = new FakeAgent(1);
    private final HubIdent hub = HubIdent.of(HubIdentity.generate(new SecureRandom()), 1);
    private final IngestCounts counts = new IngestCounts();
    private final Rollback rollback = new Rollback();
    private FleetStore store;
    private Sessions sessions;
    private long mono;

    @BeforeEach
    void start() throws IOException {
        store = new SqliteFleetStore(folder, NOW, 1);
        store.registry().addSite(FakeAgent.NORTH);
        store.registry().addAgent(agent.enrolledAt("north", "a"));
        sessions = new Sessions(store, hub, NOW, new LoadGauge(), counts, rollback);
    }

    @AfterEach
    void end() {
        store.close();
    }

    @Test
    void aHelloThatALaterOneOvertookIsNotAnswered() {
        byte[] late = hello(1, 0, 1, 0);
        byte[] later = hello(2, 0, 1, 0);

        assertThat(sessions.hello(agent.uid(), later)).isPresent();
        assertThat(sessions.hello(agent.uid(), late)).isEmpty();

        assertThat(sessions.line(agent.uid()).orElseThrow().conn()).isEqualTo(2);
    }

    @Test
    void twoProcessesThatSpeakByTurnsAreNoticedAndARestartIsNot() {
        greet(1, head(OLD_EPOCH, 1, 1));
        greet(2, head(OLD_EPOCH, 1, 1), head(NEW_EPOCH, 2, 1));
        assertThat(present().twinsAt()).isZero();

        greet(3, head(OLD_EPOCH, 1, 2));
        greet(4, head(NEW_EPOCH, 2, 2));

        assertThat(present().twinsAt()).isEqualTo(NOW.millis());
    }

    @Test
    void whatAWholeListLeavesOutIsLost() {
        greet(1, head(OLD_EPOCH, 1, 5));

        page(2, 0, 2, head(NEW_EPOCH, 2, 1));
        assertThat(lostOf(OLD_EPOCH)).isZero();
        page(2, 1, 2, head(NEW_EPOCH + 1, 3, 1));

        assertThat(lostOf(OLD_EPOCH)).isEqualTo(5);
    }

    @Test
    void aListOfWhichAPageIsMissingProvesNothing() {
        greet(1, head(OLD_EPOCH, 1, 5));

        page(2, 0, 3, head(NEW_EPOCH, 2, 1));
        page(2, 2, 3, head(NEW_EPOCH, 2, 1));
        page(3, 1, 2, head(NEW_EPOCH, 2, 1));

        assertThat(lostOf(OLD_EPOCH)).isZero();
    }

    @Test
    void anUnsignedMessageProvesNoLoss() {
        greet(1, head(OLD_EPOCH, 1, 5));

        sessions.live(agent.uid(), live(1, new EpochHead(OLD_EPOCH, 1, Stream.MINUTES, 5, 6)));
        sessions.live(agent.uid(), live(1, head(NEW_EPOCH, 2, 1)));

        assertThat(lostOf(OLD_EPOCH)).isZero();
        assertThat(present().backlogBatches()).isEqualTo(6);
    }

    @Test
    void anAgentThatHeardOfALaterCommitTellsThatTheStoreWasSetBack() {
        sessions.hello(agent.uid(), hello(1, 0, 1, store.batches().lsn()));
        assertThat(rollback.noticed()).isEmpty();

        sessions.hello(agent.uid(), hello(2, 0, 1, store.batches().lsn() + 1));

        assertThat(rollback.noticed()).isPresent();
    }

    @Test
    void aBirthDoesNotTurnAnAgentFromTheConnectionOnWhichItSaidHello() {
        sessions.state(agent.uid(), ControlCodec.encode(new AgentState(true, 1, OLD_EPOCH)));
        assertThat(sessions.line(agent.uid()).orElseThrow().conn()).isEqualTo(1);
        greet(2);

        sessions.state(agent.uid(), ControlCodec.encode(new AgentState(true, 1, OLD_EPOCH)));

        assertThat(sessions.line(agent.uid()).orElseThrow().conn()).isEqualTo(2);
        assertThat(sessions.line(agent.uid()).orElseThrow().keys().conn()).isEqualTo(2);
    }

    @Test
    void aRetiredAgentIsNotHeard() {
        Agent enrolled = store.registry().find(agent.uid()).orElseThrow();
        store.registry().changeAgent(enrolled.withRetired(true));

        sessions.state(agent.uid(), ControlCodec.encode(new AgentState(true, 1, OLD_EPOCH)));
        sessions.live(agent.uid(), live(1));

        assertThat(sessions.hello(agent.uid(), hello(1, 0, 1, 0))).isEmpty();
        assertThat(sessions.line(agent.uid())).isEmpty();
        assertThat(store.present().of(agent.uid()).map(Present::seen).orElse(0L))
                .isZero();
        assertThat(counts.now().foreign()).containsEntry(IngestCounts.Foreign.NOT_ENROLLED, 3L);
    }

    @Test
    void nobodyIsAnsweredOnAConnectionOfABrokerThatIsGone() {
        greet(1);

        sessions.allGone();

        assertThat(sessions.line(agent.uid())).isEmpty();
        assertThat(present().connected()).isFalse();
    }

    private Present present() {
        return store.present().of(agent.uid()).orElseThrow();
    }

    private long lostOf(long epoch) {
        return store.batches()
                .holding(agent.uid(), epoch, Stream.MINUTES)
                .orElseThrow()
                .lost()
                .count();
    }

    private static EpochHead head(long epoch, long startNo, long head) {
        return new EpochHead(epoch, startNo, Stream.MINUTES, head, 1);
    }

    private void greet(long conn, EpochHead... heads) {
        page(conn, 0, 1, heads);
    }

    private void page(long conn, int page, int pages, EpochHead... heads) {
        assertThat(sessions.hello(agent.uid(), hello(conn, page, pages, 0, heads)))
                .isPresent();
    }

    /** Each later than the one before. */
    private byte[] hello(long conn, int page, int pages, long lastLsn, EpochHead... heads) {
        mono += 1_000;
        var hello = new Hello(
                conn,
                Bytes.of(new byte[16]),
                Bytes.of(new byte[4]),
                List.of(heads),
                page,
                pages,
                0,
                NOW.millis(),
                mono,
                ClockQuality.NTP,
                0,
                lastLsn,
                "test");
        return ControlCodec.encode(hello, agent.uid(), agent.identity().signingKey());
    }

    private byte[] live(long conn, EpochHead... heads) {
        return ControlCodec.encode(
                new Live(conn, NOW.millis(), ClockQuality.NTP, 1_000, "test", List.of(heads), 0, "ok", "", Map.of()));
    }
}
