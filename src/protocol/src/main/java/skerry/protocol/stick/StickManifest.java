package skerry.protocol.stick;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.Signer;
import skerry.protocol.identity.VerifyKey;

/**
 * What an agent has on a stick; what it does not name is not there.
 *
 * @param hubKeyId the one hub that can open the files, 8 bytes
 * @param madeAt the agent's wall clock, UTC epoch milliseconds; for people
 * @param oneWay whether the agent expects no receipt
 * @param lastHubBoot and {@code lastLsn}: what the agent last heard of the hub, 0 if nothing
 */
public record StickManifest(
        Uid uid,
        Bytes hubKeyId,
        long madeAt,
        boolean oneWay,
        long lastHubBoot,
        long lastLsn,
        String agentVersion,
        List<StickFile> files) {
    private static final SignedFile FORM = new SignedFile(
            "the manifest of a stick", StickStart.MANIFEST, "skerry-stick-manifest-1", Limits.MAX_MANIFEST_BYTES);
    private static final Bytes NOTHING = Bytes.of(new byte[0]);

    /** @throws IllegalArgumentException if a component has another size or range than its description says */
    public StickManifest {
        files = List.copyOf(files);
        if (hubKeyId.size() != 8 || files.size() > Limits.MAX_STICK_FILES || lastLsn < 0) {
            throw new IllegalArgumentException("a manifest has a hub key's id of 8 bytes and at most "
                    + Limits.MAX_STICK_FILES + " files, and no commit below 0");
        }
        if (!Limits.isWallTime(madeAt)) {
            throw new IllegalArgumentException("a manifest from beyond the year 9999");
        }
    }

    public byte[] encode(Signer agentKey) {
        var out = new CborWriter(1024).map(8);
        out.key(1).bytes(uid.bits().toArray());
        out.key(2).bytes(hubKeyId.toArray());
        out.key(3).integer(madeAt);
        out.key(4).bool(oneWay);
        out.key(5).unsigned(lastHubBoot);
        out.key(6).unsigned(lastLsn);
        out.key(7).text(agentVersion);
        out.key(8).array(files.size());
        files.forEach(file -> write(out, file));
        return FORM.write(out, agentKey);
    }

    /** Reads it without knowing who wrote it, to see whose key to ask; nothing may be done by it. */
    public static StickManifest peek(byte[] file) throws ProtocolException {
        return FORM.peek(file, StickManifest::read);
    }

    /** @throws ProtocolException with reason {@code SIGNATURE} if this agent did not sign it */
    public static StickManifest decode(byte[] file, VerifyKey agentKey) throws ProtocolException {
        return FORM.read(file, agentKey, StickManifest::read);
    }

    private static void write(CborWriter out, StickFile file) {
        out.array(6)
                .unsigned(file.epoch())
                .unsigned(file.from())
                .unsigned(file.to())
                .unsigned(file.length())
                .bytes(file.sha256().toArray())
                .array(file.runs().size());
        file.runs()
                .forEach(run -> out.array(3)
                        .unsigned(run.stream().code())
                        .unsigned(run.range().first())
                        .unsigned(run.range().last()));
    }

    private static StickManifest read(CborReader in) throws ProtocolException {
        Bytes uid = NOTHING;
        Bytes hubKeyId = NOTHING;
        long madeAt = 0;
        boolean oneWay = false;
        long lastHubBoot = 0;
        long lastLsn = 0;
        String agentVersion = "";
        List<StickFile> files = List.of();
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> uid = Bytes.of(in.exactBytes(16));
                case 2 -> hubKeyId = Bytes.of(in.exactBytes(8));
                case 3 -> madeAt = in.integer();
                case 4 -> oneWay = in.bool();
                case 5 -> lastHubBoot = in.unsigned();
                case 6 -> lastLsn = in.natural();
                case 7 -> agentVersion = in.text(Limits.MAX_VERSION_BYTES);
                case 8 -> files = readFiles(in);
                default -> in.skip();
            }
        }
        fields.require(1, 8);
        return new StickManifest(Uid.of(uid), hubKeyId, madeAt, oneWay, lastHubBoot, lastLsn, agentVersion, files);
    }

    private static List<StickFile> readFiles(CborReader in) throws ProtocolException {
        int count = in.array(Limits.MAX_STICK_FILES);
        var files = new ArrayList<StickFile>(count);
        for (int i = 0; i < count; i++) {
            int more = in.tuple(6);
            files.add(new StickFile(
                    in.unsigned(),
                    in.natural(),
                    in.natural(),
                    in.natural(),
                    Bytes.of(in.exactBytes(32)),
                    readRuns(in)));
            in.skip(more);
        }
        return files;
    }

    private static List<StickFile.Run> readRuns(CborReader in) throws ProtocolException {
        int count = in.array(Limits.MAX_STICK_RUNS);
        var runs = new ArrayList<StickFile.Run>(count);
        for (int i = 0; i < count; i++) {
            int more = in.tuple(3);
            var stream = Stream.of((char) in.natural(0, Character.MAX_VALUE));
            runs.add(new StickFile.Run(stream, new SeqRange(in.natural(), in.natural())));
            in.skip(more);
        }
        return runs;
    }
}
