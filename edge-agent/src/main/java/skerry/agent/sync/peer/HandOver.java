package skerry.agent.sync.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import skerry.agent.ring.OutboxReader;
import skerry.agent.sync.usb.SignedManifest;
import skerry.agent.sync.usb.StickNote;
import skerry.agent.sync.usb.StickSource;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.peer.PeerMessage;
import skerry.protocol.stick.StickFile;

/** Hands this node's outbox to a node with a stick, as it asks. Files are sealed while they go; nothing of them is kept. */
final class HandOver {
    private final PeerWire wire;
    private final StickSource source;
    private final OutboxReader outbox;
    private int files;
    private long batches;
    private boolean receiptNotUsed;

    HandOver(PeerWire wire, StickSource source, OutboxReader outbox) {
        this.wire = wire;
        this.source = source;
        this.outbox = outbox;
    }

    /** Files that went whole. */
    int files() {
        return files;
    }

    /** Batches in them. */
    long batches() {
        return batches;
    }

    /** Whether a receipt was brought that was not this agent's hub's for it. */
    boolean receiptNotUsed() {
        return receiptNotUsed;
    }

    /** @throws ProtocolException if the other node says what cannot be understood, or does not follow */
    void run(PeerMessage.Begin begin) throws IOException, SQLException, ProtocolException {
        Optional<SignedManifest> manifest = begin.manifest()
                .flatMap(bytes -> source.read(bytes.toArray()).map(own -> new SignedManifest(bytes, own)));
        List<StickFile> needed = source.begin(begin.receipt(), manifest);
        List<StickFile> before = manifest.map(known -> known.content().files()).orElse(List.of());
        wire.send(new PeerMessage.Begun(
                outbox.bytesWaiting(), needed.stream().map(before::indexOf).toList()));
        if (!(wire.receive() instanceof PeerMessage.Keep(List<Integer> whole))) {
            throw outOfTurn();
        }
        wire.send(new PeerMessage.Manifest(
                source.keep(chosen(before, needed, whole)).bytes()));
        PeerMessage asked = wire.receive();
        while (asked instanceof PeerMessage.Next(long room)) {
            step(source.next(room));
            asked = wire.receive();
        }
        if (!(asked instanceof PeerMessage.Finish)) {
            throw outOfTurn();
        }
        StickSource.Ending ending = source.finish();
        receiptNotUsed = ending.notes().contains(StickNote.RECEIPT_NOT_USED);
        wire.send(new PeerMessage.Finished(
                ending.complete(), ending.notes().stream().map(StickNote::code).toList(), ending.unreadable()));
    }

    private static List<StickFile> chosen(List<StickFile> before, List<StickFile> needed, List<Integer> whole)
            throws ProtocolException {
        var left = new HashSet<>(needed);
        var chosen = new ArrayList<StickFile>();
        for (int index : whole) {
            if (index >= before.size() || !left.remove(before.get(index))) {
                throw outOfTurn();
            }
            chosen.add(before.get(index));
        }
        return chosen;
    }

    private void step(StickSource.Step step) throws IOException {
        switch (step) {
            case StickSource.Step.End() -> wire.send(new PeerMessage.End());
            case StickSource.Step.Shorten(SignedManifest shorter) ->
                wire.send(new PeerMessage.Manifest(shorter.bytes()));
            case StickSource.Step.Write(StickSource.Content content) -> write(content);
        }
    }

    private void write(StickSource.Content content) throws IOException {
        Optional<StickSource.Sealed> sealed;
        try (var chunks = new Chunks()) {
            sealed = content.write(chunks, _ -> {});
        }
        if (sealed.isEmpty()) {
            wire.send(new PeerMessage.Empty());
            return;
        }
        Bytes manifest = sealed.get().manifest().bytes();
        files++;
        batches += sealed.get().file().batches();
        wire.send(new PeerMessage.Sealed(manifest));
    }

    private static ProtocolException outOfTurn() {
        return new ProtocolException(Reason.SCHEMA, "The other node says what was not its turn to say.");
    }

    /** Sends what is written in pieces. */
    private final class Chunks extends OutputStream {
        private final byte[] piece = new byte[PeerMessage.MAX_CHUNK];
        private int filled;

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int at = from;
            while (at < from + length) {
                int count = Math.min(from + length - at, piece.length - filled);
                System.arraycopy(bytes, at, piece, filled, count);
                filled += count;
                at += count;
                if (filled == piece.length) {
                    send();
                }
            }
        }

        private void send() throws IOException {
            wire.send(new PeerMessage.Chunk(Bytes.of(piece, 0, filled)));
            filled = 0;
        }

        /** Sends the rest. */
        @Override
        public void close() throws IOException {
            if (filled > 0) {
                send();
            }
        }
    }
}
