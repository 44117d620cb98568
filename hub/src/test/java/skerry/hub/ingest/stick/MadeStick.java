package skerry.hub.ingest.stick;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import skerry.hub.FakeAgent;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.SeqRange;
import skerry.protocol.identity.HubCard;
import skerry.protocol.stick.SealedHeader;
import skerry.protocol.stick.SealedWriter;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickManifest;

/** A stick as agents write it, made by hand so that anything may be wrong with it. */
public final class MadeStick {
    private final Path root;
    private final HubCard hub;
    private final List<StickFile> files = new ArrayList<>();
    private long order;
    private long manifests;

    public MadeStick(Path stick, HubCard hub) {
        this.root = stick.resolve("SKERRY");
        this.hub = hub;
    }

    public Path folder(FakeAgent agent) throws IOException {
        return Files.createDirectories(root.resolve(agent.uid().value()));
    }

    /** Seals batches into a file, not yet named by a manifest. */
    StickFile file(FakeAgent agent, List<Batch> batches) throws IOException {
        long from = order + 1;
        order += batches.size();
        byte[] sealed = sealed(new SealedHeader(hub.keyId(), agent.uid(), agent.epoch(), from), batches);
        var runs = new TreeMap<Stream, SeqRange>();
        for (Batch batch : batches) {
            BatchKey key = batch.header().key();
            runs.merge(
                    key.stream(),
                    new SeqRange(key.seq(), key.seq()),
                    (a, b) -> new SeqRange(Math.min(a.first(), b.first()), Math.max(a.last(), b.last())));
        }
        var file = new StickFile(
                agent.epoch(),
                from,
                order,
                sealed.length,
                Bytes.of(sealed).sha256(),
                runs.entrySet().stream()
                        .map(run -> new StickFile.Run(run.getKey(), run.getValue()))
                        .toList());
        Files.write(folder(agent).resolve(file.name()), sealed);
        return file;
    }

    /** Seals batches into a file and names it with all before it. */
    public StickFile put(FakeAgent agent, List<Batch> batches) throws IOException {
        StickFile file = file(agent, batches);
        files.add(file);
        manifest(agent, files, false);
        return file;
    }

    void manifest(FakeAgent agent, List<StickFile> named, boolean oneWay) throws IOException {
        Files.write(nextManifest(agent), manifest(agent, named, oneWay, hub));
    }

    Path nextManifest(FakeAgent agent) throws IOException {
        return folder(agent).resolve("manifest-" + ++manifests + ".cbor");
    }

    static byte[] manifest(FakeAgent agent, List<StickFile> named, boolean oneWay, HubCard hub) {
        return new StickManifest(agent.uid(), hub.keyId(), 0, oneWay, 7, 70, "test", named)
                .encode(agent.identity().signingKey());
    }

    byte[] sealed(SealedHeader header, List<Batch> batches) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new SealedWriter(out, header, hub);
        for (Batch batch : batches) {
            writer.batch(batch.encode());
        }
        writer.finish();
        return out.toByteArray();
    }
}
