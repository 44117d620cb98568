package skerry.system.privacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.SummaryCodec;

/** Batches as whoever may read them all reads them: decompressed, and with the names that their positions stand for. */
final class Batches {
    private final List<Batch> batches = new ArrayList<>();
    private final Map<Bytes, DictionaryChunk> chunks = new HashMap<>();

    void add(byte[] encoded) throws ProtocolException {
        Batch batch = BatchCodec.decode(encoded);
        batches.add(batch);
        if (batch.header().kind() == Kind.DICTIONARY) {
            var named = DictionaryCodec.decode(batch.header(), batch.payload());
            chunks.put(named.hash(), named.chunk());
        }
    }

    int size() {
        return batches.size();
    }

    /** All that they say. */
    List<String> texts() throws ProtocolException {
        var texts = new ArrayList<String>();
        for (Batch batch : batches) {
            texts.add(batch.header() + " " + content(batch));
        }
        return texts;
    }

    private Object content(Batch batch) throws ProtocolException {
        var header = batch.header();
        return switch (header.kind()) {
            case DICTIONARY -> DictionaryCodec.decode(header, batch.payload());
            case EVENTS -> EventCodec.decode(header, batch.payload());
            case GAP_TABLE -> GapTableCodec.decode(header, batch.payload());
            case TICKET_RESULT -> AnswerCodec.decode(header, batch.payload());
            case MINUTE, HOUR, DAY ->
                SummaryCodec.decode(
                        header,
                        batch.payload(),
                        new Dictionary(
                                header.dictRefs().stream().map(chunks::get).toList()));
        };
    }
}
