package skerry.hub.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.store.Release;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.protocol.Bytes;
import skerry.protocol.update.Piece;
import skerry.protocol.update.Piece.Refusal;
import skerry.protocol.update.Want;

class PieceDeskTest {
    private static final int PIECE = 32 * 1024;

    @TempDir
    private Path folder;

    private final FakeAgent agent = new FakeAgent(1);
    private final FakeAgent other = new FakeAgent(2);
    private final AtomicLong mono = new AtomicLong(1_000_000);
    private final Bytes content = Bytes.of(new byte[10 * PIECE]);

    @SuppressWarnings("NullAway.Init")
    private SqliteFleetStore store;

    @SuppressWarnings("NullAway.Init")
    private PieceDesk desk;

    @BeforeEach
    void open() throws Exception {
        store = new SqliteFleetStore(folder.resolve("store"), InstantSource.system(), 1);
        store.registry().addSite(FakeAgent.NORTH);
        store.registry().addAgent(agent.enrolledAt("north", "a"));
        store.registry().addAgent(other.enrolledAt("north", "b"));
        var files = ReleaseFolder.in(folder);
        var file = new Release.File("deb/skerry-agent_1.1_arm64.deb", content.sha256(), content.size());
        assertThat(files.take(file, new ByteArrayInputStream(content.toArray())))
                .isEmpty();
        store.releases()
                .add(
                        new Release(
                                "1.1",
                                "ab12",
                                0,
                                "anna",
                                List.of(
                                        new Release.File(
                                                "manifest",
                                                Bytes.of(new byte[] {1}).sha256(),
                                                900),
                                        new Release.File(
                                                "manifest.sig",
                                                Bytes.of(new byte[] {2}).sha256(),
                                                300),
                                        file)),
                        "key");
        desk = new PieceDesk(store, files, new PieceDesk.Rates(3L * PIECE, 2L * PIECE), mono::get);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Optional<Piece> ask(FakeAgent one, Bytes digest, long offset, boolean crowded) throws Exception {
        Optional<byte[]> answer = desk.answer(one.uid(), new Want(digest, offset, PIECE).encode(), crowded);
        return answer.isEmpty() ? Optional.empty() : Optional.of(Piece.decode(answer.get()));
    }

    private boolean gets(FakeAgent one) throws Exception {
        return ask(one, content.sha256(), 0, false).orElseThrow() instanceof Piece.Content;
    }

    @Test
    void neitherOneAgentNorAllTogetherGetMoreThanTheirRates() throws Exception {
        assertThat(List.of(gets(agent), gets(agent), gets(agent))).containsExactly(true, true, false);
        assertThat(List.of(gets(other), gets(other))).as("three of all").containsExactly(true, false);

        mono.addAndGet(1_000);
        assertThat(List.of(gets(other), gets(agent))).containsExactly(true, true);
    }

    @Test
    void whereMuchWaitsToBeSaidAPieceIsAskedForAgainLater() throws Exception {
        var answer = (Piece.Refused) ask(agent, content.sha256(), 0, true).orElseThrow();

        assertThat(answer.why()).isEqualTo(Refusal.BUSY);
        assertThat(answer.laterSeconds()).isPositive();
    }

    @Test
    void nothingIsToldOfFilesThatNoReleaseHas() throws Exception {
        for (long offset : List.of((long) content.size(), content.size() + 1_000_000L)) {
            assertThat(((Piece.Refused)
                                    ask(agent, content.sha256(), offset, false).orElseThrow())
                            .why())
                    .isEqualTo(Refusal.UNKNOWN);
        }
        Bytes foreign = Bytes.of(new byte[] {7}).sha256();
        assertThat(((Piece.Refused) ask(agent, foreign, 0, false).orElseThrow()).why())
                .isEqualTo(Refusal.UNKNOWN);
    }

    @Test
    void whoIsRetiredOrUnknownGetsNoAnswer() throws Exception {
        store.registry().changeAgent(agent.enrolledAt("north", "a").withRetired(true));

        assertThat(ask(agent, content.sha256(), 0, false)).isEmpty();
        assertThat(ask(new FakeAgent(9), content.sha256(), 0, false)).isEmpty();
        assertThat(desk.answer(other.uid(), new byte[] {1, 2, 3}, false)).isEmpty();
        assertThat(desk.counts().garbled()).isEqualTo(3);
    }
}
