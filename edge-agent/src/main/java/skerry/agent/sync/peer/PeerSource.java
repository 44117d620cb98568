package skerry.agent.sync.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import skerry.agent.sync.usb.SignedManifest;
import skerry.agent.sync.usb.StickNote;
import skerry.agent.sync.usb.StickSource;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.peer.PeerMessage;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickManifest;

/**
 * What another node has for a stick. Its certificate says who it is, so what it names is put into its own folder alone; whether
 * its signatures hold is for the hub to say.
 */
final class PeerSource implements StickSource {
    private final PeerWire wire;
    private final boolean oneWay;
    private final Set<StickFile> onStick = new HashSet<>();
    private List<StickFile> before = List.of();
    private long waiting;

    /** @param oneWay whether no receipt will ever come back by this stick */
    PeerSource(PeerWire wire, boolean oneWay) {
        this.wire = wire;
        this.oneWay = oneWay;
    }

    /** Bytes that the other node said wait for a receipt; 0 before it began. */
    long waiting() {
        return waiting;
    }

    @Override
    public Uid uid() {
        return wire.other();
    }

    @Override
    public Optional<StickManifest> read(byte[] manifest) {
        try {
            return Optional.of(StickManifest.peek(manifest))
                    .filter(theirs -> theirs.uid().equals(uid()));
        } catch (ProtocolException e) {
            return Optional.empty(); // Not whole.
        }
    }

    @Override
    public List<StickFile> begin(Optional<Bytes> receipt, Optional<SignedManifest> manifest) throws IOException {
        before = manifest.map(known -> known.content().files()).orElse(List.of());
        wire.send(new PeerMessage.Begin(
                PeerMessage.VERSION,
                oneWay,
                manifest.map(SignedManifest::bytes),
                receipt.filter(file -> file.size() <= Limits.MAX_STICK_RECEIPT_BYTES)));
        if (!(answer() instanceof PeerMessage.Begun(long all, List<Integer> needed))) {
            throw outOfTurn();
        }
        waiting = all;
        var files = new ArrayList<StickFile>();
        for (int index : needed) {
            if (index >= before.size()) {
                throw outOfTurn();
            }
            files.add(before.get(index));
        }
        return files;
    }

    @Override
    public SignedManifest keep(List<StickFile> whole) throws IOException {
        onStick.addAll(whole);
        wire.send(new PeerMessage.Keep(whole.stream().map(before::indexOf).toList()));
        if (!(answer() instanceof PeerMessage.Manifest(Bytes bytes))) {
            throw outOfTurn();
        }
        return believed(bytes);
    }

    @Override
    public Step next(long room) throws IOException {
        long most = Math.clamp(room, 0, Limits.MAX_STICK_FILE_BYTES);
        wire.send(new PeerMessage.Next(most));
        return switch (answer()) {
            case PeerMessage.End() -> new Step.End();
            case PeerMessage.Manifest(Bytes bytes) -> new Step.Shorten(believed(bytes));
            case PeerMessage.Empty() -> new Step.Write((_, _) -> Optional.empty());
            case PeerMessage.Chunk first -> new Step.Write((out, progress) -> write(first, out, most, progress));
            default -> throw outOfTurn();
        };
    }

    private Optional<Sealed> write(PeerMessage.Chunk first, OutputStream out, long most, LongConsumer progress)
            throws IOException {
        MessageDigest digest = sha256();
        long length = 0;
        PeerMessage message = first;
        while (message instanceof PeerMessage.Chunk(Bytes bytes)) {
            length += bytes.size();
            if (length > most) {
                throw new IOException("it sends more than the " + most + " bytes that it was asked for");
            }
            out.write(bytes.toArray());
            digest.update(bytes.asBuffer());
            progress.accept(length);
            message = answer();
        }
        return switch (message) {
            case PeerMessage.Empty() -> Optional.empty();
            case PeerMessage.Sealed(Bytes manifest) -> Optional.of(sealed(manifest, length, digest.digest()));
            default -> throw outOfTurn();
        };
    }

    private Sealed sealed(Bytes bytes, long length, byte[] digest) throws IOException {
        List<StickFile> named = content(bytes).files();
        if (named.isEmpty()
                || named.getLast().length() != length
                || !MessageDigest.isEqual(named.getLast().sha256().toArray(), digest)) {
            throw new IOException("what it sent is not what its manifest names");
        }
        onStick.add(named.getLast());
        return new Sealed(named.getLast(), believed(bytes));
    }

    @Override
    public Ending finish() throws IOException {
        wire.send(new PeerMessage.Finish());
        if (!(answer() instanceof PeerMessage.Finished(boolean complete, List<Integer> notes, long unreadable))) {
            throw outOfTurn();
        }
        return new Ending(
                complete,
                notes.stream().flatMap(code -> StickNote.of(code).stream()).toList(),
                unreadable);
    }

    /** A manifest that names nothing but what is on the stick. */
    private SignedManifest believed(Bytes bytes) throws IOException {
        StickManifest manifest = content(bytes);
        if (!onStick.containsAll(manifest.files())) {
            throw new IOException("its manifest names files that are not on the stick");
        }
        onStick.retainAll(manifest.files());
        return new SignedManifest(bytes, manifest);
    }

    private StickManifest content(Bytes bytes) throws IOException {
        return read(bytes.toArray()).orElseThrow(() -> new IOException("its manifest cannot be read, or is another's"));
    }

    private PeerMessage answer() throws IOException {
        try {
            PeerMessage answer = wire.receive();
            if (answer instanceof PeerMessage.Refused(PeerMessage.Reason reason)) {
                throw new IOException(reason.sentence());
            }
            return answer;
        } catch (ProtocolException e) {
            throw new IOException("it cannot be understood: " + e.getMessage(), e);
        }
    }

    private static IOException outOfTurn() {
        return new IOException("it does not answer what it was asked: update the older of the two");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
