package skerry.hub.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.Road;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.PatternTemplate;

class DictionariesTest {
    private static final long NOON = 1_795_003_200_000L;

    @TempDir
    Path folder;

    @Test
    void ofABatchThatNamesTooManyEntriesNoMoreChunksAreReadThanABatchMayName() throws IOException, ProtocolException {
        var agent = new FakeAgent(1);
        var chunk = new DictionaryChunk(
                List.of(),
                IntStream.range(0, Limits.MAX_CHUNK_ENTRIES)
                        .mapToObj(i -> new PatternTemplate(1_000L + i, "", 0))
                        .toList());
        Bytes name = DictionaryCodec.named(chunk).hash();
        try (var store = new SqliteFleetStore(folder, () -> Instant.ofEpochMilli(NOON), 1)) {
            store.registry().addSite(FakeAgent.NORTH);
            store.registry().addAgent(agent.enrolledAt("north", "a"));
            store.batches().append(List.of(new Arrival(agent.dictionary(chunk, NOON), Road.MQTT, NOON)));
            new Decoder(store, new IngestCounts(), _ -> {}).drain();
            int most = Limits.MAX_DICT_ENTRIES / Limits.MAX_CHUNK_ENTRIES;
            var refs = new ArrayList<>(Collections.nCopies(most, name));
            assertThat(store.models().dictionary(refs).orElseThrow().patternCount())
                    .isEqualTo(Limits.MAX_DICT_ENTRIES);
            refs.add(name);
            refs.add(Bytes.of(new byte[Limits.DICT_HASH_BYTES]));

            assertThatThrownBy(() -> store.models().dictionary(refs))
                    .as("the one that is missing is not looked for")
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("more than 100000 series or patterns");
        }
    }
}
