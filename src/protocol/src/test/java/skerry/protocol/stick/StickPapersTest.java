package skerry.protocol.stick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;
import skerry.protocol.FixedRandom;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;

/** Manifests, receipts and the names of files. */
class StickPapersTest {
    private static final AgentIdentity AGENT = AgentIdentity.generate(new FixedRandom(1));
    private static final AgentIdentity OTHER = AgentIdentity.generate(new FixedRandom(2));
    private static final HubIdentity HUB = HubIdentity.generate(new FixedRandom(3));

    @Test
    void aManifestIsBelievedWithItsAgentsSignatureOnly() throws Exception {
        var manifest = manifest(List.of(file(1, 12, 1)));
        byte[] bytes = manifest.encode(AGENT.signingKey());

        assertThat(StickManifest.decode(bytes, AGENT.card().verifyKey())).isEqualTo(manifest);
        assertThat(StickManifest.peek(bytes)).isEqualTo(manifest);
        assertThatThrownBy(() -> StickManifest.decode(bytes, OTHER.card().verifyKey()))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("The signature of the manifest of a stick does not hold.");
    }

    @Test
    void aReceiptIsBelievedWithItsHubsSignatureOnlyAndIsNoManifest() throws Exception {
        var receipt = new StickReceipt(
                AGENT.uid(),
                5,
                100,
                1_790_000_000_000L,
                4,
                90,
                List.of(new Held(
                        9,
                        Stream.MINUTES,
                        17,
                        List.of(new SeqRange(20, 25)),
                        List.of(new SeqRange(18, 19)),
                        List.of(new SeqRange(26, 26)))));
        byte[] bytes = receipt.encode(HUB.signingKey());

        assertThat(StickReceipt.decode(bytes, HUB.card().verifyKey())).isEqualTo(receipt);
        assertThatThrownBy(() -> StickReceipt.decode(bytes, OTHER.card().verifyKey()))
                .hasMessage("The signature of a receipt on a stick does not hold.");
        assertThatThrownBy(() -> StickManifest.peek(bytes))
                .hasMessage("This is not the manifest of a stick: it begins with other bytes.");
    }

    @Test
    void theFullestManifestAndReceiptFitTheirLimits() throws Exception {
        var runs = LongStream.range(0, Limits.MAX_STICK_RUNS)
                .mapToObj(i -> new StickFile.Run(
                        Stream.MINUTES, new SeqRange(Limits.MAX_SEQ - 2 * i - 1, Limits.MAX_SEQ - 2 * i)))
                .toList();
        var largest = new StickFile(
                -1, Limits.MAX_SEQ, Limits.MAX_SEQ, Limits.MAX_STICK_FILE_BYTES, Bytes.ofHex("ff".repeat(32)), runs);
        var manifest = manifest(Collections.nCopies(Limits.MAX_STICK_FILES, largest));
        assertThat(StickManifest.peek(manifest.encode(AGENT.signingKey()))).isEqualTo(manifest);

        var rows = Collections.nCopies(
                Limits.MAX_STICK_RECEIPT_ROWS,
                new Held(-1, Stream.MINUTES, Limits.MAX_SEQ, List.of(), List.of(), List.of()));
        var receipt = new StickReceipt(AGENT.uid(), -1, Long.MAX_VALUE, 0, -1, Long.MAX_VALUE, rows);
        assertThat(StickReceipt.decode(
                        receipt.encode(HUB.signingKey()), HUB.card().verifyKey()))
                .isEqualTo(receipt);
    }

    @Test
    void aManifestOfALaterVersionSaysSo() {
        byte[] bytes = manifest(List.of()).encode(AGENT.signingKey());
        bytes[7] = 9;
        assertThatThrownBy(() -> StickManifest.peek(bytes))
                .hasMessage(
                        "There is the manifest of a stick of version 9, and this program knows version 1: update it.");
    }

    @Test
    void namesAreReadOnlyInTheirExactForm() {
        Uid uid = AGENT.uid();
        assertThat(StickLayout.manifestNumber("manifest-12.cbor")).hasValue(12);
        assertThat(file(-1, 12, 3).name()).isEqualTo("ffffffffffffffff-12-14.skb");
        assertThat(StickLayout.isSealed(file(-1, 12, 3).name())).isTrue();
        assertThat(StickLayout.receiptNumber(StickLayout.receipt(uid, 3), uid)).hasValue(3);
        assertThat(StickLayout.receiptNumber(StickLayout.receipt(OTHER.uid(), 3), uid))
                .isEmpty();
        assertThat(StickLayout.agent(uid.value())).contains(uid);
        for (String name : List.of(
                "manifest-012.cbor",
                "manifest-1.cbor.tmp",
                "MANIFEST-1.cbor",
                "../manifest-1.cbor",
                "manifest-9999999999999999.cbor",
                "manifest-.cbor")) {
            assertThat(StickLayout.manifestNumber(name)).as(name).isEmpty();
        }
        assertThat(StickLayout.isSealed("../fffffffffffffff-1-2.skb")).isFalse();
        assertThat(StickLayout.agent("..")).isEmpty();
    }

    private static StickManifest manifest(List<StickFile> files) {
        return new StickManifest(AGENT.uid(), HUB.card().keyId(), 1_790_000_000_000L, false, 4, 90, "0.1.0", files);
    }

    private static StickFile file(long epoch, long from, long count) {
        return new StickFile(
                epoch,
                from,
                from + count - 1,
                1_234,
                Bytes.ofHex("ab".repeat(32)),
                List.of(new StickFile.Run(Stream.MINUTES, new SeqRange(1, count))));
    }
}
