package skerry.agent.sync.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.sync.EpochSpans;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.control.SeqRange;
import skerry.protocol.stick.SealedReader;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickLayout;
import skerry.protocol.stick.StickManifest;
import skerry.protocol.stick.StickReceipt;

/** A stick as a hub reads it: the newest manifest that is whole, and what it names. */
public final class ReadStick {
    private final Path root;
    private final StickSite site;

    public ReadStick(Path stick, StickSite site) {
        this.root = stick.resolve("SKERRY");
        this.site = site;
    }

    /** Everything that the manifest names is there as it says, and every batch comes behind the chunks it needs. */
    public Map<BatchKey, Bytes> batches() throws IOException, ProtocolException {
        var all = new LinkedHashMap<BatchKey, Bytes>();
        Optional<StickManifest> manifest = manifest();
        for (StickFile file : manifest.map(StickManifest::files).orElse(List.of())) {
            Path path = folder().resolve(file.name());
            assertThat(Bytes.of(Files.readAllBytes(path)).sha256())
                    .as(file.name())
                    .isEqualTo(file.sha256());
            all.putAll(content(file, path));
        }
        return all;
    }

    private static Map<BatchKey, Bytes> content(StickFile file, Path path) throws IOException, ProtocolException {
        var content = new LinkedHashMap<BatchKey, Bytes>();
        var named = new EpochSpans();
        file.runs().forEach(run -> named.add(file.epoch(), run.stream(), run.range()));
        long own = 0;
        boolean chunk = false;
        try (var in = new BufferedInputStream(Files.newInputStream(path))) {
            var reader = new SealedReader(in, StickSite.HUB);
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                var header = BatchCodec.readHeader(next.get());
                chunk |= header.key().stream() == Stream.DICTIONARY;
                assertThat(header.dictRefs().isEmpty() || chunk)
                        .as("a chunk before " + header.key())
                        .isTrue();
                own += named.contains(
                                header.key().epoch(),
                                header.key().stream(),
                                header.key().seq())
                        ? 1
                        : 0;
                assertThat(content.put(header.key(), Bytes.of(next.get())))
                        .as("twice in one file")
                        .isNull();
            }
        }
        assertThat(own).as("what the manifest says is in " + file.name()).isEqualTo(file.batches());
        return content;
    }

    public Optional<StickManifest> manifest() throws IOException {
        for (String name : StickLayout.newestFirst(names(folder()), StickLayout::manifestNumber)) {
            try {
                return Optional.of(StickManifest.decode(
                        Files.readAllBytes(folder().resolve(name)),
                        site.agent.card().verifyKey()));
            } catch (ProtocolException e) {
                // An older one may be whole.
            }
        }
        return Optional.empty();
    }

    /** Writes what a hub says that holds all of these. */
    public void receipt(long number, long boot, long lsn, Iterable<BatchKey> held) throws IOException {
        var answered = manifest().orElseThrow();
        receipt(
                number,
                new StickReceipt(
                        site.agent.uid(), boot, lsn, 0, answered.lastHubBoot(), answered.lastLsn(), rows(held)));
    }

    public void receipt(long number, StickReceipt receipt) throws IOException {
        Path receipts = Files.createDirectories(root.resolve("receipts"));
        Files.write(
                receipts.resolve(StickLayout.receipt(site.agent.uid(), number)),
                receipt.encode(StickSite.HUB.signingKey()));
    }

    public static List<Held> rows(Iterable<BatchKey> keys) {
        var rows = new LinkedHashMap<Map.Entry<Long, Stream>, List<SeqRange>>();
        for (BatchKey key : keys) {
            rows.computeIfAbsent(Map.entry(key.epoch(), key.stream()), _ -> new ArrayList<>())
                    .add(new SeqRange(key.seq(), key.seq()));
        }
        return rows.entrySet().stream()
                .map(row -> new Held(
                        row.getKey().getKey(), row.getKey().getValue(), 0, row.getValue(), List.of(), List.of()))
                .toList();
    }

    public Path folder() {
        return root.resolve(site.agent.uid().value());
    }

    public static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
