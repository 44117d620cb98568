package skerry.hub.ingest;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayList;
import java.util.List;
import skerry.hub.store.BatchLog.ToDecode;
import skerry.hub.store.ContentReader;
import skerry.hub.store.FleetStore;
import skerry.hub.store.ReadModels.Content;
import skerry.hub.store.ReadModels.Decoded;

/** Decodes stored batches into the read models, in steps that can be repeated. Used by one thread at a time. */
public final class Decoder {
    private static final int GROUP = 64;
    /** Ended the process that often while it was being decoded: it is taken for the cause. */
    private static final int FATAL_RUNS = 2;

    private static final System.Logger LOG = System.getLogger(Decoder.class.getName());

    private final FleetStore store;
    private final ContentReader contents;
    private final IngestCounts counts;

    public Decoder(FleetStore store, IngestCounts counts) {
        this.store = store;
        this.contents = new ContentReader(store.models());
        this.counts = counts;
    }

    /**
     * Decodes some batches.
     *
     * @return how many; 0 if there is nothing to do
     * @throws skerry.hub.store.StoreException if the store failed; the batches will come again
     */
    public int step() {
        List<ToDecode> group = store.batches().takeForDecoding(GROUP);
        var decoded = new ArrayList<Decoded>(group.size());
        for (ToDecode batch : group) {
            // Within a group a chunk may come just before the first batch that needs it.
            boolean names = batch.batch().header().kind() == skerry.protocol.BatchHeader.Kind.DICTIONARY;
            if (names && !decoded.isEmpty()) {
                store.models().apply(decoded);
                decoded.clear();
            }
            decoded.add(new Decoded(batch, read(batch)));
            if (names) {
                store.models().apply(decoded);
                decoded.clear();
            }
        }
        store.models().apply(decoded);
        return group.size();
    }

    /** Decodes all there is. */
    public void drain() {
        while (step() > 0) {
            // on to the next group
        }
    }

    private Content read(ToDecode batch) {
        Content content = batch.attempts() >= FATAL_RUNS
                ? new Content.Refused("the hub ended twice while decoding it")
                : contents.read(batch.batch());
        if (content instanceof Content.Refused(String reason)) {
            var key = batch.batch().header().key();
            LOG.log(
                    WARNING,
                    "batch {0} {1} of agent {2} cannot be decoded and is kept as refused: {3}",
                    key.stream(),
                    key.seq(),
                    key.uid(),
                    reason);
            counts.decoded(false);
        } else {
            counts.decoded(true);
        }
        return content;
    }
}
