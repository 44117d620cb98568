package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.RunningHub;
import skerry.hub.WireAgent;
import skerry.platform.CloseStack;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Limits;
import skerry.protocol.Stream;
import skerry.protocol.Topics;
import skerry.protocol.batch.Batch;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.control.Ack;

/**
 * What a hostile or broken agent may send, through the hub's own broker and its whole ingest: it is counted by its reason,
 * answered where there is somebody to answer, and an honest agent's next batch is taken all the same.
 */
class HostileBatchesIT {
    private static final long NOON = 1_790_000_040_000L;
    private static final Topics TOPICS = new Topics("skerry");

    @TempDir
    Path folder;

    private final CloseStack open = new CloseStack();
    private final FakeAgent hostile = new FakeAgent(1);
    private final FakeAgent honest = new FakeAgent(2);
    private RunningHub hub;
    private WireAgent wire;
    private WireAgent neighbour;
    private long minute = NOON;

    @BeforeEach
    void start() throws Exception {
        hub = open.push(new RunningHub(folder, Map.of()));
        hub.enrol(hostile, "north");
        hub.enrol(honest, "south");
        wire = open.push(new WireAgent(hostile, hub));
        neighbour = open.push(new WireAgent(honest, hub));
        wire.hello();
        neighbour.hello();
        Batch names = honest.dictionary(NOON);
        neighbour.send(names);
        neighbour.awaitHeld(names);
    }

    @AfterEach
    void stop() {
        open.close();
    }

    private void theHonestAgentIsServed() throws Exception {
        Batch next = honest.minute(minute += FakeAgent.MINUTE);
        neighbour.send(next);
        neighbour.awaitHeld(next);
    }

    private void becomes(String series, double value) throws Exception {
        RunningHub.until(series + " is " + value, () -> hub.metric(series).orElse(-1) == value);
    }

    private static String received(String outcome) {
        return "skerry_hub_batches_received_total{outcome=\"" + outcome + "\"}";
    }

    private static String foreign(String reason) {
        return "skerry_hub_messages_foreign_total{reason=\"" + reason + "\"}";
    }

    @Test
    void aBatchWithABadSignatureIsRefusedBySaying() throws Exception {
        Batch batch = hostile.dictionary(NOON);
        byte[] bytes = batch.encode();
        bytes[bytes.length - 1] ^= 1;

        wire.send(batch.header().key().stream(), bytes);

        assertThat(wire.awaitRefused(batch).reason()).isEqualTo(Ack.Reason.SIGNATURE);
        becomes(received("sig"), 1);
        theHonestAgentIsServed();
        wire.send(batch);
        wire.awaitHeld(batch);
    }

    @Test
    void aPayloadThatIsNotTheSignedOneIsRefused() throws Exception {
        Batch batch = hostile.dictionary(NOON);
        byte[] bytes = batch.encode();
        bytes[bytes.length - Limits.SIGNATURE_BYTES - 1] ^= 1;

        wire.send(batch.header().key().stream(), bytes);

        assertThat(wire.awaitRefused(batch).reason()).isEqualTo(Ack.Reason.SIGNATURE);
        theHonestAgentIsServed();
    }

    @Test
    void aDeflateBombIsStoredConfirmedAndThenRefusedWithoutBeingInflated() throws Exception {
        for (int claimed : List.of(100_000, 64 << 20)) {
            Batch bomb = hostile.sealed(Kind.EVENTS, bomb(claimed), NOON);
            wire.send(bomb);
            wire.awaitHeld(bomb);
        }

        becomes("skerry_hub_batches_undecodable_total", 2);
        becomes("skerry_site_refused_batches{region=\"coast\",site=\"north\"}", 2);
        theHonestAgentIsServed();
    }

    @Test
    void nonsenseThatIsRightlySignedIsStoredConfirmedAndKeptAsRefused() throws Exception {
        Batch nonsense = hostile.nonsense(Kind.EVENTS, new byte[] {(byte) 0xff, 0, 1, 2, 3}, NOON);

        wire.send(nonsense);

        wire.awaitHeld(nonsense);
        becomes("skerry_hub_batches_undecodable_total", 1);
        becomes("skerry_hub_undecoded_batches", 0);
        theHonestAgentIsServed();
    }

    @Test
    void aPacketLongerThanAnyBatchEndsTheConnectionAndNoOther() throws Exception {
        wire.throwAt(TOPICS.batch(hostile.uid(), Stream.MINUTES), new byte[256 << 10]);

        assertThat(wire.isEnded()).isTrue();
        becomes("skerry_hub_connections_refused_total{reason=\"oversize\"}", 1);
        theHonestAgentIsServed();
        assertThat(neighbour.isConnected()).isTrue();
    }

    @Test
    void bytesThatBeginWithNoHeaderAreNobodys() throws Exception {
        wire.send(Stream.MINUTES, new byte[] {(byte) 0xbf, (byte) 0xbf, (byte) 0xbf, 1, 2, 3});
        wire.send(Stream.MINUTES, new byte[0]);
        wire.send(Stream.MINUTES, new byte[Limits.MAX_BATCH_BYTES + 1]);

        becomes(foreign("no-header"), 2);
        becomes(foreign("too-long"), 1);
        theHonestAgentIsServed();
    }

    @Test
    void anotherAgentsBatchOnItsOwnTopicIsNobodysAndTakesNoEffect() throws Exception {
        Batch stolen = honest.minute(minute += FakeAgent.MINUTE);

        wire.send(stolen);

        becomes(foreign("other-agent"), 1);
        neighbour.send(stolen);
        neighbour.awaitHeld(stolen);
        becomes(received("duplicate"), 0);
    }

    @Test
    void anAgentWhoseKeyIsNotTheEnrolledOneIsRefused() throws Exception {
        Batch forged = hostile.forgedFor(honest, NOON);

        neighbour.send(forged);

        assertThat(neighbour.awaitRefused(forged).reason()).isEqualTo(Ack.Reason.SIGNATURE);
        becomes(received("sig"), 1);
        theHonestAgentIsServed();
    }

    @Test
    void twoBatchesUnderOneKeyAreToldApartAndOnlyTheFirstCounts() throws Exception {
        Batch names = hostile.dictionary(NOON);
        Batch first = hostile.minute(NOON);
        Batch second = hostile.sameKeyAs(first, NOON);
        for (Batch batch : List.of(names, first)) {
            wire.send(batch);
            wire.awaitHeld(batch);
        }

        wire.send(second);

        assertThat(wire.awaitRefused(second).reason()).isEqualTo(Ack.Reason.CONFLICT);
        becomes(received("conflict"), 1);
        theHonestAgentIsServed();
    }

    @Test
    void garbageInPlaceOfStateLiveAndHelloIsCountedAndChangesNothing() throws Exception {
        wire.publish(TOPICS.state(hostile.uid()), new byte[] {1, 2, 3}, false);
        wire.publish(TOPICS.live(hostile.uid()), new byte[] {(byte) 0xff}, false);
        wire.publish(TOPICS.hello(hostile.uid()), new byte[2_000], false);

        becomes("skerry_hub_messages_garbled_total", 3);
        becomes("skerry_site_state{region=\"coast\",site=\"north\",state=\"healthy\"}", 1);
        theHonestAgentIsServed();
    }

    /** One chunk of 64 MiB in a packet's size. */
    private EncodedPayload bomb(int claimedLength) {
        byte[] deflated = new byte[Limits.MAX_PAYLOAD_BYTES];
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        int length;
        try {
            deflater.setInput(new byte[64 << 20]);
            deflater.finish();
            length = deflater.deflate(deflated);
            assertThat(deflater.finished()).isTrue();
        } finally {
            deflater.end();
        }
        var directory =
                new CborWriter(16).array(3).unsigned(1).unsigned(claimedLength).unsigned(length);
        byte[] payload = Arrays.copyOf(directory.toByteArray(), directory.size() + length);
        System.arraycopy(deflated, 0, payload, directory.size(), length);
        int dictId = honest.minute(minute += FakeAgent.MINUTE).header().dictId();
        return new EncodedPayload(
                Encoding.DEFLATE, dictId, Math.min(claimedLength, Limits.MAX_RAW_BYTES), Bytes.of(payload));
    }
}
