package skerry.protocol.stick;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;
import skerry.protocol.FixedRandom;
import skerry.protocol.Mutation;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.identity.SigningKey;
import skerry.protocol.identity.VerifyKey;
import skerry.protocol.seal.Sealer;

/** Files of a stick changed by a bad disk or a bad person, read by someone who does not check who made them. */
class HostileStickTest {
    private static final int CASES = 20_000;
    private static final long MOST_ALLOCATED = 8L * 1024 * 1024;
    private static final VerifyKey ANYONE = (_, _) -> true;
    private static final HubIdentity HUB = HubIdentity.generate(new FixedRandom(1));
    private static final Uid AGENT = Uid.random(new Random(3));

    @Test
    void changedFilesAreReadOrRefusedButNeverMore() throws Exception {
        var key = new SigningKey(HUB.sign().getPrivate());
        byte[] manifest = new StickManifest(
                        AGENT,
                        HUB.card().keyId(),
                        0,
                        false,
                        4,
                        90,
                        "0.1.0",
                        List.of(new StickFile(
                                5,
                                1,
                                9,
                                1_234,
                                Bytes.ofHex("ab".repeat(32)),
                                List.of(new StickFile.Run(Stream.MINUTES, new SeqRange(1, 9))))))
                .encode(key);
        byte[] receipt = new StickReceipt(
                        AGENT,
                        5,
                        100,
                        0,
                        4,
                        90,
                        List.of(new Held(9, Stream.MINUTES, 17, List.of(new SeqRange(20, 25)), List.of(), List.of())))
                .encode(key);
        byte[] commands =
                new StickCommands(AGENT, 5, 100, List.of(Bytes.of(new byte[90]), Bytes.of(new byte[40]))).encode(key);
        byte[] sealed = SealedFileTest.sealed(List.of(Bytes.of(new byte[300]), Bytes.of(new byte[20])));
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var random = new Random(2_020);
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            int kind = i % 16; // opening a sealed file takes a key agreement, so it comes less often
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                if (kind == 0) {
                    SealedFileTest.all(new SealedReader(new ByteArrayInputStream(Mutation.of(sealed, random)), HUB));
                } else if (kind < 8) {
                    StickManifest.decode(Mutation.of(manifest, random), ANYONE);
                } else if (kind < 12) {
                    StickCommands.decode(Mutation.of(commands, random), ANYONE);
                } else {
                    StickReceipt.decode(Mutation.of(receipt, random), ANYONE);
                }
            } catch (ProtocolException e) {
                refused++;
                assertThat(e.getMessage()).as("case %s", i).endsWith(".").doesNotContain("\n");
            } catch (RuntimeException e) {
                throw new AssertionError("case " + i + " was neither read nor refused", e);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("case %s", i)
                    .isLessThan(MOST_ALLOCATED);
        }
        assertThat(refused).isGreaterThan(CASES / 2);
    }

    /** Whoever has a hub's card can seal anything to it. */
    @Test
    void contentThatWasSealedInBadFaithIsReadOrRefusedButNeverMore() throws Exception {
        var random = new Random(2_021);
        for (int i = 0; i < 500; i++) {
            byte[] clear = new SealedHeader(HUB.card().keyId(), AGENT, 1, 1).encode();
            byte[] content = Mutation.of(new byte[] {0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 1, 9}, random);
            var file = new ByteArrayOutputStream();
            var sealer = new Sealer(file, clear, HUB.card().agreeKey());
            sealer.add(content);
            sealer.finish();
            try {
                assertThat(SealedFileTest.all(new SealedReader(new ByteArrayInputStream(file.toByteArray()), HUB)))
                        .hasSizeLessThanOrEqualTo(content.length);
            } catch (ProtocolException e) {
                assertThat(e.getMessage()).as("case %s", i).endsWith(".");
            }
        }
    }
}
