package skerry.protocol.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.peer.PeerMessage.Asking;
import skerry.protocol.peer.PeerMessage.Begin;
import skerry.protocol.peer.PeerMessage.Begun;
import skerry.protocol.peer.PeerMessage.Chunk;
import skerry.protocol.peer.PeerMessage.Empty;
import skerry.protocol.peer.PeerMessage.End;
import skerry.protocol.peer.PeerMessage.Finish;
import skerry.protocol.peer.PeerMessage.Finished;
import skerry.protocol.peer.PeerMessage.Grant;
import skerry.protocol.peer.PeerMessage.Granted;
import skerry.protocol.peer.PeerMessage.Keep;
import skerry.protocol.peer.PeerMessage.Link;
import skerry.protocol.peer.PeerMessage.Linked;
import skerry.protocol.peer.PeerMessage.Manifest;
import skerry.protocol.peer.PeerMessage.Next;
import skerry.protocol.peer.PeerMessage.Refused;
import skerry.protocol.peer.PeerMessage.Renew;
import skerry.protocol.peer.PeerMessage.Sealed;
import skerry.protocol.stick.StickEnrol;

/** Messages between nodes as bytes of a stream. */
public final class PeerCodec {
    private static final String SUBJECT = "a message between nodes";
    private static final int HEAD = 1 + Integer.BYTES;

    /** A body with less than a list of files, a manifest or a chunk. */
    private static final int SHORT = 1_024;

    private static final byte[] NOTHING = new CborWriter(1).map(0).toByteArray();

    private PeerCodec() {}

    /** Writes a message, and lets it go. */
    public static void write(OutputStream out, PeerMessage message) throws IOException {
        byte[] body = body(message);
        out.write(ByteBuffer.allocate(HEAD)
                .put((byte) kind(message))
                .putInt(body.length)
                .array());
        out.write(body);
        out.flush();
    }

    /**
     * Reads the next message.
     *
     * @throws EOFException if the stream ends before it or within it
     * @throws ProtocolException if it is none, or longer than its kind may be
     */
    public static PeerMessage read(InputStream in) throws IOException, ProtocolException {
        ByteBuffer head = ByteBuffer.wrap(exactly(in, HEAD));
        char kind = (char) (head.get() & 0xff);
        int length = head.getInt();
        int most = most(kind);
        if (length < 0 || length > most) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "There is " + SUBJECT + " of " + Integer.toUnsignedString(length) + " bytes where at most " + most
                            + " are allowed.");
        }
        return message(kind, exactly(in, length));
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the other node ended the connection");
        }
        return bytes;
    }

    private static char kind(PeerMessage message) {
        return switch (message) {
            case Begin _ -> 'B';
            case Keep _ -> 'K';
            case Next _ -> 'N';
            case Finish _ -> 'F';
            case Link _ -> 'L';
            case Renew _ -> 'R';
            case Grant _ -> 'G';
            case Begun _ -> 'b';
            case Manifest _ -> 'm';
            case Chunk _ -> 'c';
            case Sealed _ -> 's';
            case Empty _ -> 'v';
            case End _ -> 'e';
            case Finished _ -> 'f';
            case Linked _ -> 'l';
            case Asking _ -> 'r';
            case Granted _ -> 'g';
            case Refused _ -> 'x';
        };
    }

    private static int most(char kind) throws ProtocolException {
        return switch (kind) {
            case 'B' -> PeerMessage.maxBody();
            case 'm', 's' -> Limits.MAX_MANIFEST_BYTES;
            case 'c' -> PeerMessage.MAX_CHUNK;
            case 'K', 'b' -> SHORT + Limits.MAX_STICK_FILES * Integer.BYTES;
            case 'r' -> SHORT + StickEnrol.MAX_BYTES;
            case 'G' -> StickEnrol.MAX_BYTES;
            case 'N', 'F', 'L', 'R', 'v', 'e', 'f', 'l', 'g', 'x' -> SHORT;
            default -> throw new ProtocolException(Reason.SCHEMA, "This is not " + SUBJECT + ": it begins otherwise.");
        };
    }

    private static byte[] body(PeerMessage message) {
        return switch (message) {
            case Begin begin -> begin(begin);
            case Keep(List<Integer> files) -> {
                var out = new CborWriter().map(1);
                numbers(out.key(1), files);
                yield out.toByteArray();
            }
            case Next(long room) ->
                new CborWriter().map(1).key(1).unsigned(room).toByteArray();
            case Begun(long waiting, List<Integer> needed) -> {
                var out = new CborWriter().map(2).key(1).unsigned(waiting);
                numbers(out.key(2), needed);
                yield out.toByteArray();
            }
            case Manifest(Bytes bytes) -> bytes.toArray();
            case Sealed(Bytes manifest) -> manifest.toArray();
            case Chunk(Bytes bytes) -> bytes.toArray();
            case Grant(Bytes bytes) -> bytes.toArray();
            case Finished(boolean complete, List<Integer> notes, long unreadable) -> {
                var out = new CborWriter().map(3).key(1).bool(complete);
                numbers(out.key(2), notes);
                yield out.key(3).unsigned(unreadable).toByteArray();
            }
            case Renew(int version) ->
                new CborWriter().map(1).key(1).unsigned(version).toByteArray();
            case Asking(Optional<Bytes> request) -> {
                var out = new CborWriter().map(request.isPresent() ? 1 : 0);
                request.ifPresent(file -> out.key(1).bytes(file.toArray()));
                yield out.toByteArray();
            }
            case Granted(boolean taken) ->
                new CborWriter().map(1).key(1).bool(taken).toByteArray();
            case Refused(PeerMessage.Reason reason) ->
                new CborWriter().map(1).key(1).unsigned(reason.code()).toByteArray();
            case Link(int version, String host, int port) ->
                new CborWriter()
                        .map(3)
                        .key(1)
                        .unsigned(version)
                        .key(2)
                        .text(host)
                        .key(3)
                        .unsigned(port)
                        .toByteArray();
            case Finish _, Empty _, End _, Linked _ -> NOTHING;
        };
    }

    private static byte[] begin(Begin begin) {
        int entries =
                2 + (begin.manifest().isPresent() ? 1 : 0) + (begin.receipt().isPresent() ? 1 : 0);
        var out = new CborWriter().map(entries).key(1).unsigned(begin.version());
        out.key(2).bool(begin.oneWay());
        begin.manifest().ifPresent(manifest -> out.key(3).bytes(manifest.toArray()));
        begin.receipt().ifPresent(receipt -> out.key(4).bytes(receipt.toArray()));
        return out.toByteArray();
    }

    private static void numbers(CborWriter out, List<Integer> numbers) {
        out.array(numbers.size());
        numbers.forEach(out::unsigned);
    }

    private static PeerMessage message(char kind, byte[] body) throws ProtocolException {
        return switch (kind) {
            case 'B' -> read(body, PeerCodec::readBegin);
            case 'K' -> new Keep(read(body, in -> readNumbers(in)));
            case 'N' -> read(body, in -> new Next(readNumber(in)));
            case 'b' -> read(body, PeerCodec::readBegun);
            case 'm' -> new Manifest(Bytes.of(body));
            case 's' -> new Sealed(Bytes.of(body));
            case 'c' -> new Chunk(Bytes.of(body));
            case 'f' -> read(body, PeerCodec::readFinished);
            case 'x' ->
                read(body, in -> new Refused(PeerMessage.Reason.of((int) Math.min(readNumber(in), Integer.MAX_VALUE))));
            case 'L' -> read(body, PeerCodec::readLink);
            case 'R' -> read(body, in -> new Renew((int) Math.min(readNumber(in), Integer.MAX_VALUE)));
            case 'r' -> read(body, PeerCodec::readAsking);
            case 'G' -> new Grant(Bytes.of(body));
            case 'g' -> read(body, PeerCodec::readGranted);
            case 'l' -> nothing(body, new Linked());
            case 'F' -> nothing(body, new Finish());
            case 'v' -> nothing(body, new Empty());
            case 'e' -> nothing(body, new End());
            default -> throw new IllegalArgumentException("not a kind: " + kind);
        };
    }

    private static <T> T read(byte[] body, CborReader.Body<T> reader) throws ProtocolException {
        return CborReader.message(SUBJECT, body, 0, body.length, reader);
    }

    private static PeerMessage nothing(byte[] body, PeerMessage message) throws ProtocolException {
        return read(body, in -> {
            var fields = in.fields();
            while (fields.next()) {
                in.skip();
            }
            return message;
        });
    }

    private static PeerMessage readBegin(CborReader in) throws ProtocolException {
        int version = 0;
        boolean oneWay = false;
        Optional<Bytes> manifest = Optional.empty();
        Optional<Bytes> receipt = Optional.empty();
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> version = in.natural(1, Integer.MAX_VALUE);
                case 2 -> oneWay = in.bool();
                case 3 -> manifest = Optional.of(Bytes.of(in.bytes(Limits.MAX_MANIFEST_BYTES)));
                case 4 -> receipt = Optional.of(Bytes.of(in.bytes(Limits.MAX_STICK_RECEIPT_BYTES)));
                default -> in.skip();
            }
        }
        fields.require(1, 2);
        return new Begin(version, oneWay, manifest, receipt);
    }

    private static PeerMessage readBegun(CborReader in) throws ProtocolException {
        long waiting = 0;
        List<Integer> needed = List.of();
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> waiting = in.natural();
                case 2 -> needed = readArray(in, Limits.MAX_STICK_FILES);
                default -> in.skip();
            }
        }
        fields.require(1, 2);
        return new Begun(waiting, needed);
    }

    private static PeerMessage readFinished(CborReader in) throws ProtocolException {
        boolean complete = false;
        List<Integer> notes = List.of();
        long unreadable = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> complete = in.bool();
                case 2 -> notes = readArray(in, PeerMessage.MAX_NOTES);
                case 3 -> unreadable = in.natural();
                default -> in.skip();
            }
        }
        fields.require(1, 3);
        return new Finished(complete, notes, unreadable);
    }

    private static Link readLink(CborReader in) throws ProtocolException {
        int version = 0;
        String host = "";
        int port = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> version = in.natural(1, Integer.MAX_VALUE);
                case 2 -> host = in.text(PeerMessage.MAX_HOST);
                case 3 -> port = in.natural(1, 65_535);
                default -> in.skip();
            }
        }
        fields.require(1, 3);
        return new Link(version, host, port);
    }

    private static Asking readAsking(CborReader in) throws ProtocolException {
        Optional<Bytes> request = Optional.empty();
        var fields = in.fields();
        while (fields.next()) {
            if (fields.key() == 1) {
                request = Optional.of(Bytes.of(in.bytes(StickEnrol.MAX_BYTES)));
            } else {
                in.skip();
            }
        }
        return new Asking(request);
    }

    private static Granted readGranted(CborReader in) throws ProtocolException {
        boolean taken = false;
        var fields = in.fields();
        while (fields.next()) {
            if (fields.key() == 1) {
                taken = in.bool();
            } else {
                in.skip();
            }
        }
        fields.require(1, 1);
        return new Granted(taken);
    }

    private static long readNumber(CborReader in) throws ProtocolException {
        long number = 0;
        var fields = in.fields();
        while (fields.next()) {
            if (fields.key() == 1) {
                number = in.natural();
            } else {
                in.skip();
            }
        }
        fields.require(1, 1);
        return number;
    }

    private static List<Integer> readNumbers(CborReader in) throws ProtocolException {
        List<Integer> numbers = List.of();
        var fields = in.fields();
        while (fields.next()) {
            if (fields.key() == 1) {
                numbers = readArray(in, Limits.MAX_STICK_FILES);
            } else {
                in.skip();
            }
        }
        fields.require(1, 1);
        return numbers;
    }

    private static List<Integer> readArray(CborReader in, int max) throws ProtocolException {
        int count = in.array(max);
        var numbers = new ArrayList<Integer>(count);
        for (int i = 0; i < count; i++) {
            numbers.add(in.natural(0, Integer.MAX_VALUE));
        }
        return numbers;
    }
}
