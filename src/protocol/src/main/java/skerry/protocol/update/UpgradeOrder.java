package skerry.protocol.update;

import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Texts;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * The arguments of {@code upgrade}: which release, and what to ask for first. A CBOR map {1: version, 2 and 3: digest and size
 * of the manifest, 4 and 5: the same of its signatures}.
 *
 * @param version of the packages in it, as the manifest says it; for people, the manifest decides
 * @param manifest SHA-256 of the file {@code manifest}
 * @param manifestBytes its size, 1 to {@link Limits#MAX_RELEASE_TEXT_BYTES}
 * @param signatures SHA-256 of the file {@code manifest.sig}
 * @param signaturesBytes its size, likewise
 */
public record UpgradeOrder(String version, Bytes manifest, int manifestBytes, Bytes signatures, int signaturesBytes) {
    private static final String SUBJECT = "an order to upgrade";
    private static final int MAX_BYTES = 512;

    /** @throws IllegalArgumentException if a component has another size or range than its description says */
    public UpgradeOrder {
        if (!ReleaseManifest.isVersion(version)) {
            throw new IllegalArgumentException("'" + Texts.cut(version, 40) + "' is no version of a release");
        }
        if (manifest.size() != Want.DIGEST_BYTES || signatures.size() != Want.DIGEST_BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes");
        }
        if (!isTextSize(manifestBytes) || !isTextSize(signaturesBytes)) {
            throw new IllegalArgumentException("a manifest and its signatures have 1 byte to 64 KiB each");
        }
    }

    public byte[] encode() {
        var out = new CborWriter().map(5);
        out.key(1).text(version);
        out.key(2).bytes(manifest.toArray());
        out.key(3).unsigned(manifestBytes);
        out.key(4).bytes(signatures.toArray());
        out.key(5).unsigned(signaturesBytes);
        return out.toByteArray();
    }

    /** @throws ProtocolException if these arguments are of no upgrade */
    public static UpgradeOrder decode(Bytes args) throws ProtocolException {
        return UpdateMessage.read(SUBJECT, args.toArray(), MAX_BYTES, UpgradeOrder::read);
    }

    private static UpgradeOrder read(CborReader in) throws ProtocolException {
        String version = "";
        Bytes manifest = UpdateMessage.NOTHING;
        int manifestBytes = 0;
        Bytes signatures = UpdateMessage.NOTHING;
        int signaturesBytes = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> version = in.text(Limits.MAX_VERSION_BYTES);
                case 2 -> manifest = Bytes.of(in.exactBytes(Want.DIGEST_BYTES));
                case 3 -> manifestBytes = in.natural(1, Limits.MAX_RELEASE_TEXT_BYTES);
                case 4 -> signatures = Bytes.of(in.exactBytes(Want.DIGEST_BYTES));
                case 5 -> signaturesBytes = in.natural(1, Limits.MAX_RELEASE_TEXT_BYTES);
                default -> in.skip();
            }
        }
        fields.require(1, 5);
        return new UpgradeOrder(version, manifest, manifestBytes, signatures, signaturesBytes);
    }

    private static boolean isTextSize(int bytes) {
        return bytes >= 1 && bytes <= Limits.MAX_RELEASE_TEXT_BYTES;
    }
}
