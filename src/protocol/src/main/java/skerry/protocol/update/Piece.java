package skerry.protocol.update;

import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * The hub's answer to a {@link Want} ({@code dn/piece}). A CBOR map {1: digest, 2: offset, 3: size of the whole file, 4: bytes},
 * or {1: digest, 2: offset, 5: why not, 6: seconds until it is worth to ask again}.
 */
public sealed interface Piece {
    /** Of the file that was asked for. */
    Bytes digest();

    /** That was asked for. */
    long offset();

    /**
     * A piece of a file. Nothing proves it but the digest of the whole, once that is there.
     *
     * @param total the size of the whole file, 1 to {@link Limits#MAX_RELEASE_FILE_BYTES}
     * @param bytes 1 to {@link Limits#MAX_PIECE_BYTES} of them, from {@code offset} on
     */
    record Content(Bytes digest, long offset, long total, Bytes bytes) implements Piece {
        /** @throws IllegalArgumentException if the bytes do not lie within the file */
        public Content {
            requireDigest(digest);
            if (total < 1 || total > Limits.MAX_RELEASE_FILE_BYTES) {
                throw new IllegalArgumentException("a file of a release has 1 byte to 4 GiB, was " + total);
            }
            if (bytes.size() < 1 || bytes.size() > Limits.MAX_PIECE_BYTES) {
                throw new IllegalArgumentException("a piece has 1 byte to 32 KiB, was " + bytes.size());
            }
            if (offset < 0 || offset > total - bytes.size()) {
                throw new IllegalArgumentException("a piece lies within its file");
            }
        }
    }

    /**
     * No piece.
     *
     * @param laterSeconds when it is worth to ask again, 0 to a day
     */
    record Refused(Bytes digest, long offset, Refusal why, int laterSeconds) implements Piece {
        /** @throws IllegalArgumentException if the time is out of range */
        public Refused {
            requireDigest(digest);
            if (offset < 0 || offset > Limits.MAX_RELEASE_FILE_BYTES) {
                throw new IllegalArgumentException("an offset lies within a file, was " + offset);
            }
            if (laterSeconds < 0 || laterSeconds > MAX_LATER_SECONDS) {
                throw new IllegalArgumentException("later is within a day, was " + laterSeconds + " s");
            }
        }
    }

    /** Why there is no piece; the wire code is stable. */
    enum Refusal {
        /** The hub has no such file, or it ends before the offset: asking again does not help. */
        UNKNOWN(1),
        /** Others are served at present. */
        BUSY(2),
        /** Anything a later version names; to be asked again. */
        OTHER(0);

        private final int code;

        Refusal(int code) {
            this.code = code;
        }

        private static Refusal of(int code) {
            return code == UNKNOWN.code ? UNKNOWN : code == BUSY.code ? BUSY : OTHER;
        }
    }

    /** A day. */
    int MAX_LATER_SECONDS = 86_400;

    /** As it travels. */
    default byte[] encode() {
        return switch (this) {
            case Content content -> {
                var out = new CborWriter(content.bytes().size() + 64).map(4);
                out.key(1).bytes(content.digest().toArray());
                out.key(2).unsigned(content.offset());
                out.key(3).unsigned(content.total());
                out.key(4).bytes(content.bytes().toArray());
                yield out.toByteArray();
            }
            case Refused refused -> {
                var out = new CborWriter(64).map(4);
                out.key(1).bytes(refused.digest().toArray());
                out.key(2).unsigned(refused.offset());
                out.key(5).unsigned(refused.why().code);
                out.key(6).unsigned(refused.laterSeconds());
                yield out.toByteArray();
            }
        };
    }

    /** @throws ProtocolException if this is no piece */
    static Piece decode(byte[] bytes) throws ProtocolException {
        return UpdateMessage.read("a piece of a release", bytes, Limits.MAX_PIECE_MESSAGE_BYTES, Piece::read);
    }

    private static Piece read(CborReader in) throws ProtocolException {
        Bytes digest = UpdateMessage.NOTHING;
        long offset = 0;
        long total = 0;
        Optional<Bytes> bytes = Optional.empty();
        Optional<Refusal> why = Optional.empty();
        int laterSeconds = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> digest = Bytes.of(in.exactBytes(Want.DIGEST_BYTES));
                case 2 -> offset = in.naturalUpTo(Limits.MAX_RELEASE_FILE_BYTES);
                case 3 -> total = in.naturalUpTo(Limits.MAX_RELEASE_FILE_BYTES);
                case 4 -> bytes = Optional.of(Bytes.of(in.bytes(Limits.MAX_PIECE_BYTES)));
                case 5 -> why = Optional.of(Refusal.of(in.natural(0, Integer.MAX_VALUE)));
                case 6 -> laterSeconds = in.natural(0, MAX_LATER_SECONDS);
                default -> in.skip();
            }
        }
        fields.require(1, 2);
        if (why.isPresent() == bytes.isPresent()) {
            throw new ProtocolException(
                    Reason.SCHEMA, "In a piece of a release there are either bytes or a reason why not, and not both.");
        }
        return why.isPresent()
                ? new Refused(digest, offset, why.get(), laterSeconds)
                : new Content(digest, offset, total, bytes.get());
    }

    private static void requireDigest(Bytes digest) {
        if (digest.size() != Want.DIGEST_BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes");
        }
    }
}
