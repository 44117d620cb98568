package skerry.hub.store;

import java.util.List;
import java.util.Optional;
import skerry.hub.store.ReadModels.Content;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.SummaryCodec;

/** Decodes the payload of a stored batch, whatever its bytes are. Thread-safe. */
public final class ContentReader {
    private final ReadModels models;

    public ContentReader(ReadModels models) {
        this.models = models;
    }

    /** What the batch holds; one that cannot be read is {@link Content.Refused} with the reason. */
    public Content read(Batch batch) {
        try {
            return switch (batch.header().kind()) {
                case MINUTE, HOUR, DAY -> summary(batch);
                case EVENTS -> new Content.Happened(EventCodec.decode(batch.header(), batch.payload()));
                case DICTIONARY -> new Content.Names(DictionaryCodec.decode(batch.header(), batch.payload()));
                case GAP_TABLE -> new Content.Gaps(GapTableCodec.decode(batch.header(), batch.payload()));
                case TICKET_RESULT -> new Content.Answered(AnswerCodec.decode(batch.header(), batch.payload()));
            };
        } catch (ProtocolException e) {
            return new Content.Refused(String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            throw e; // not the batch's fault: it will be decoded later
        } catch (RuntimeException | StackOverflowError e) {
            return new Content.Refused("decoding it failed with " + e.getClass().getSimpleName());
        }
    }

    private Content summary(Batch batch) throws ProtocolException {
        List<Bytes> refs = batch.header().dictRefs();
        Optional<Dictionary> dictionary = models.dictionary(refs);
        if (dictionary.isEmpty()) {
            return new Content.Missing(models.missing(refs));
        }
        return new Content.Summarised(SummaryCodec.decode(batch.header(), batch.payload(), dictionary.get()));
    }
}
