package skerry.hub.backup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import skerry.hub.backup.BackedFile.Piece;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.identity.SignedMessage;

/**
 * Which pieces make which files of a hub; what no manifest names is not there.
 *
 * @param madeAt UTC epoch milliseconds by the hub's clock
 * @param lsn the last durable commit that is in it
 * @param version of the hub
 */
record Manifest(long madeAt, long lsn, String version, List<BackedFile> files) {
    static final int MAX_BYTES = 64 << 20;
    private static final int MAX_FILES = 16_384;
    private static final int MAX_NAME = 64;
    private static final int MAX_VERSION = 64;
    private static final String SUBJECT = "the manifest of a backup";
    private static final String CONTEXT = "skerry-backup-manifest-1";
    private static final byte[] START = "SKERRYk\1".getBytes(StandardCharsets.ISO_8859_1);
    private static final int PIECE = 64;

    /** @throws IllegalArgumentException if a file comes twice or a number is out of range */
    Manifest {
        files = List.copyOf(files);
        var names = new HashSet<String>();
        files.forEach(file -> names.add(file.name()));
        if (names.size() != files.size() || files.size() > MAX_FILES || lsn < 0 || !Limits.isWallTime(madeAt)) {
            throw new IllegalArgumentException("a backup has each file once, and no time or commit out of range");
        }
    }

    long bytes() {
        return files.stream().mapToLong(BackedFile::bytes).sum();
    }

    byte[] encode(BackupKey key) {
        var out = new CborWriter(4096).map(4);
        out.key(1).integer(madeAt);
        out.key(2).unsigned(lsn);
        out.key(3).text(version);
        out.key(4).array(files.size());
        for (BackedFile file : files) {
            byte[] pieces = new byte[file.pieces().size() * PIECE];
            for (int i = 0; i < file.pieces().size(); i++) {
                file.pieces().get(i).name().asBuffer().get(pieces, i * PIECE, PIECE / 2);
                file.pieces().get(i).sha256().asBuffer().get(pieces, i * PIECE + PIECE / 2, PIECE / 2);
            }
            out.array(4)
                    .text(file.name())
                    .unsigned(file.bytes())
                    .text(file.mark())
                    .bytes(pieces);
        }
        byte[] map = out.toByteArray();
        byte[] body = Arrays.copyOf(START, START.length + map.length);
        System.arraycopy(map, 0, body, START.length, map.length);
        return SignedMessage.of(body, key.signingKey(), CONTEXT, key.id());
    }

    /** @throws ProtocolException if it was not signed under this key, or is of a version that this program does not know */
    static Manifest decode(byte[] bytes, BackupKey key) throws ProtocolException {
        if (bytes.length > MAX_BYTES) {
            throw new ProtocolException(Reason.SIZE, "There is " + SUBJECT + " of more than " + MAX_BYTES + " bytes.");
        }
        int version = START.length - 1;
        if (bytes.length < START.length || !Arrays.equals(bytes, 0, version, START, 0, version)) {
            throw new ProtocolException(Reason.SCHEMA, "This is not " + SUBJECT + ": it begins with other bytes.");
        }
        if (bytes[version] != START[version]) {
            throw new ProtocolException(
                    Reason.SCHEMA,
                    "There is " + SUBJECT + " of version " + (bytes[version] & 0xff)
                            + ", and this program knows version 1: update it.");
        }
        int end = SignedMessage.check(SUBJECT, bytes, key.verifyKey(), CONTEXT, key.id());
        return CborReader.message(SUBJECT, bytes, START.length, Math.max(START.length, end), Manifest::read);
    }

    private static Manifest read(CborReader in) throws ProtocolException {
        long madeAt = 0;
        long lsn = 0;
        String version = "";
        List<BackedFile> files = List.of();
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> madeAt = in.integer();
                case 2 -> lsn = in.natural();
                case 3 -> version = in.text(MAX_VERSION);
                case 4 -> files = readFiles(in);
                default -> in.skip();
            }
        }
        fields.require(1, 4);
        return new Manifest(madeAt, lsn, version, files);
    }

    private static List<BackedFile> readFiles(CborReader in) throws ProtocolException {
        int count = in.array(MAX_FILES);
        var files = new ArrayList<BackedFile>();
        for (int i = 0; i < count; i++) {
            int more = in.tuple(4);
            files.add(new BackedFile(
                    in.text(MAX_NAME), in.natural(), in.text(BackedFile.MAX_MARK), pieces(in.bytes(MAX_BYTES))));
            in.skip(more);
        }
        return files;
    }

    private static List<Piece> pieces(byte[] bytes) {
        if (bytes.length % PIECE != 0) {
            throw new IllegalArgumentException("a piece has " + PIECE + " bytes in a manifest");
        }
        var pieces = new ArrayList<Piece>(bytes.length / PIECE);
        for (int at = 0; at < bytes.length; at += PIECE) {
            pieces.add(new Piece(Bytes.of(bytes, at, at + PIECE / 2), Bytes.of(bytes, at + PIECE / 2, at + PIECE)));
        }
        return pieces;
    }
}
