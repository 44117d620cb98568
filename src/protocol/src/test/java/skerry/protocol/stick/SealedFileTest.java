package skerry.protocol.stick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;
import skerry.protocol.FixedRandom;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.seal.Sealer;

class SealedFileTest {
    private static final HubIdentity HUB = HubIdentity.generate(new FixedRandom(1));
    private static final HubIdentity OTHER = HubIdentity.generate(new FixedRandom(2));
    private static final Uid AGENT = Uid.random(new Random(3));
    private static final SealedHeader HEADER = new SealedHeader(HUB.card().keyId(), AGENT, 0x8000_0000_0000_0001L, 7);
    private static final int CHUNK = 64 * 1024;
    private static final int TAG = 16;
    private static final int HEAD = SealedHeader.SIZE + 32;
    private static final int SEALED_CHUNK = CHUNK + TAG;

    @Test
    void whatWasSealedComesOutAtTheHubAndNowhereElse() throws Exception {
        var batches = batches(new int[] {1, 100, 70_000, Limits.MAX_BATCH_BYTES, 3});
        byte[] file = sealed(batches);

        var reader = new SealedReader(new ByteArrayInputStream(file), HUB);

        assertThat(reader.header()).isEqualTo(HEADER);
        assertThat(all(reader)).containsExactlyElementsOf(batches);
        assertThatThrownBy(() -> new SealedReader(new ByteArrayInputStream(file), OTHER))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("A sealed file is for the hub " + HUB.card().keyId() + ", and this is hub "
                        + OTHER.card().keyId() + ".");
    }

    @Test
    void filesThatEndAtAChunksEndAreReadLikeAnyOther() throws Exception {
        for (int more : new int[] {-1, 0, 1}) {
            var batches = batches(new int[] {CHUNK - 4 + more, CHUNK - 4});
            assertThat(all(new SealedReader(new ByteArrayInputStream(sealed(batches)), HUB)))
                    .containsExactlyElementsOf(batches);
        }
        assertThat(all(new SealedReader(new ByteArrayInputStream(sealed(List.of())), HUB)))
                .isEmpty();
    }

    @Test
    void theLengthIsForeseenAndTheDigestIsThatOfTheFile() throws Exception {
        for (int size : new int[] {1, 65_531, 65_532, 65_533, 130_000}) {
            var out = new ByteArrayOutputStream();
            var writer = new SealedWriter(out, HEADER, HUB.card());
            long foreseen = writer.lengthWith(size, 1);
            writer.batch(new byte[size]);
            writer.finish();

            assertThat(out.size()).isEqualTo((int) writer.length()).isLessThanOrEqualTo((int) foreseen);
            assertThat(foreseen - out.size()).isLessThanOrEqualTo(TAG);
            assertThat(writer.digest()).isEqualTo(Bytes.of(out.toByteArray()).sha256());
        }
    }

    @Test
    void aFileThatWasCutOffAnywhereDoesNotReadAsAWholeOne() throws Exception {
        // Batches end where chunks do, so that nothing but the mark of the last chunk tells that one is missing.
        byte[] file = sealed(batches(new int[] {CHUNK - 4, CHUNK - 4, 9}));
        var cuts = new ArrayList<>(List.of(0, 5, SealedHeader.SIZE - 1, SealedHeader.SIZE, HEAD - 1, HEAD, HEAD + 1));
        for (int chunk = 1; HEAD + chunk * SEALED_CHUNK < file.length; chunk++) {
            cuts.addAll(List.of(
                    HEAD + chunk * SEALED_CHUNK - 1, HEAD + chunk * SEALED_CHUNK, HEAD + chunk * SEALED_CHUNK + 1));
        }
        cuts.add(file.length - 1);
        for (int cut : cuts) {
            assertThatThrownBy(() -> all(new SealedReader(new ByteArrayInputStream(Arrays.copyOf(file, cut)), HUB)))
                    .as("cut at %s", cut)
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void chunksThatWereMovedDoubledLeftOutOrAppendedDoNotOpen() throws Exception {
        byte[] file = sealed(batches(new int[] {120_000, 120_000, 120_000}));
        byte[] head = Arrays.copyOf(file, HEAD);
        byte[] first = Arrays.copyOfRange(file, HEAD, HEAD + SEALED_CHUNK);
        byte[] second = Arrays.copyOfRange(file, HEAD + SEALED_CHUNK, HEAD + 2 * SEALED_CHUNK);
        byte[] rest = Arrays.copyOfRange(file, HEAD + 2 * SEALED_CHUNK, file.length);

        for (byte[] changed : List.of(
                joined(head, second, first, rest),
                joined(head, first, first, second, rest),
                joined(head, second, rest),
                joined(file, rest),
                joined(file, new byte[] {0}))) {
            assertThatThrownBy(() -> all(new SealedReader(new ByteArrayInputStream(changed), HUB)))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("A sealed file was changed or cut off.");
        }
    }

    @Test
    void everyFlippedBitOfASmallFileIsNoticed() throws Exception {
        byte[] file = sealed(batches(new int[] {40}));
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] changed = file.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            // RFC 7748 has the key's highest bit ignored; HPKE authenticates the key as it was sent.
            assertThatThrownBy(() -> all(new SealedReader(new ByteArrayInputStream(changed), HUB)))
                    .as("bit %s", bit)
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void aFileOfALaterVersionOrOfAnotherKindSaysSo() throws Exception {
        byte[] file = sealed(List.of());
        file[7] = 2;
        assertThatThrownBy(() -> new SealedReader(new ByteArrayInputStream(file), HUB))
                .hasMessage("There is a sealed file of version 2, and this program knows version 1: update it.");
        file[6] = 'm';
        assertThatThrownBy(() -> new SealedReader(new ByteArrayInputStream(file), HUB))
                .hasMessage("This is not a sealed file: it begins with other bytes.");
    }

    @Test
    void aBatchLongerThanAnyIsRefusedBeforeItIsRead() throws Exception {
        var out = new ByteArrayOutputStream();
        var writer = new SealedWriter(out, HEADER, HUB.card());
        assertThatThrownBy(() -> writer.batch(new byte[Limits.MAX_BATCH_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] clear = HEADER.encode();
        var sealed = new ByteArrayOutputStream();
        var sealer = new Sealer(sealed, clear, HUB.card().agreeKey());
        sealer.add(new byte[] {0x7f, -1, -1, -1, 1, 2, 3});
        sealer.finish();
        byte[] file = sealed.toByteArray();

        assertThatThrownBy(() -> all(new SealedReader(new ByteArrayInputStream(file), HUB)))
                .hasMessageStartingWith("In a sealed file there is a batch of 2147483647 bytes");
    }

    static byte[] sealed(List<Bytes> batches) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new SealedWriter(out, HEADER, HUB.card());
        for (Bytes batch : batches) {
            writer.batch(batch.toArray());
        }
        writer.finish();
        return out.toByteArray();
    }

    static List<Bytes> all(SealedReader reader) throws IOException, ProtocolException {
        var all = new ArrayList<Bytes>();
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            all.add(Bytes.of(next.get()));
        }
        return all;
    }

    private static List<Bytes> batches(int[] sizes) {
        var random = new Random(4);
        var batches = new ArrayList<Bytes>();
        for (int size : sizes) {
            byte[] batch = new byte[size];
            random.nextBytes(batch);
            batches.add(Bytes.of(batch));
        }
        return batches;
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
