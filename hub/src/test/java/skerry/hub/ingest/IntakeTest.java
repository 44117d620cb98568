package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Road;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.protocol.Stream;
import skerry.protocol.Topics;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.Ack;

class IntakeTest {
    private static final long START = 1_795_000_000_000L;
    private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochMilli(START));
    private static final Topics TOPICS = new Topics("skerry");

    @TempDir
    private Path folder;

    private final FakeAgent agent = new FakeAgent(1);
    private final IngestCounts counts = new IngestCounts();
    private FleetStore store;
    private Intake intake;

    @BeforeEach
    void start() throws IOException {
        store = new SqliteFleetStore(folder, NOW, 1);
        store.registry().addSite(FakeAgent.NORTH);
        store.registry().addAgent(agent.enrolledAt("north", "a"));
        intake = new Intake(store, TOPICS, NOW, counts);
    }

    @AfterEach
    void end() {
        store.close();
    }

    @Test
    void aBatchIsTakenOnTheTopicOfItsStreamOnly() {
        Batch batch = agent.minute(START);

        assertThat(accept(Stream.EVENTS, batch)).isEmpty();
        assertThat(counts.now().foreign()).containsEntry(IngestCounts.Foreign.OTHER_AGENT, 1L);
        assertThat(store.batches().lsn()).isZero();

        assertThat(accept(Stream.MINUTES, batch)).isPresent();
    }

    @Test
    void aRetiredAgentsBatchIsNotTakenByAnyRoad() {
        Agent enrolled = store.registry().find(agent.uid()).orElseThrow();
        store.registry().changeAgent(enrolled.withRetired(true));
        Batch batch = agent.minute(START);

        assertThat(accept(Stream.MINUTES, batch)).isEmpty();
        assertThat(intake.check(agent.uid(), batch.encode())).isInstanceOf(Checked.Foreign.class);

        assertThat(counts.now().foreign()).containsEntry(IngestCounts.Foreign.NOT_ENROLLED, 2L);
    }

    @Test
    void aBatchUnderTooEarlyAPolicyIsRefusedWithItsReasonAndKept() {
        store.batches().requirePolicy(2);
        agent.policy("skerry-1/0123456789ab");
        Batch batch = agent.minute(START);
        var refused = new Verdict.NotTaken(batch.header().key(), Ack.Reason.POLICY, 0);

        assertThat(accept(Stream.MINUTES, batch)).contains(refused);
        assertThat(accept(Stream.MINUTES, batch))
                .as("sent again, since the answer was lost")
                .contains(refused);

        assertThat(counts.now().refused()).containsEntry(Ack.Reason.POLICY, 1L);
        assertThat(counts.now().stored()).isZero();
        assertThat(counts.now().duplicates()).isEqualTo(1);
        assertThat(store.batches().bytes(batch.header().key())).contains(batch.encode());
        var present = store.present().of(agent.uid()).orElseThrow();
        assertThat(present.policy()).isEqualTo("skerry-1/0123456789ab");
        assertThat(present.refused()).isEqualTo(1);
        assertThat(present.backlogBatches()).isZero();
        assertThat(present.seen()).isEqualTo(START);
    }

    @Test
    void aNodeHasThePolicyOfItsLatestStartWhateverIsFilledInLater() {
        agent.policy("skerry-1/0123456789ab");
        Batch early = agent.minute(START);
        agent.restart();
        agent.policy("skerry-2/0123456789ab");
        accept(Stream.MINUTES, agent.minute(START + FakeAgent.MINUTE));

        accept(Stream.MINUTES, early);

        assertThat(store.present().of(agent.uid()).orElseThrow().policy()).isEqualTo("skerry-2/0123456789ab");
    }

    private Optional<Verdict> accept(Stream stream, Batch batch) {
        return intake.accept(TOPICS.batch(agent.uid(), stream), batch.encode(), Road.MQTT);
    }
}
