package skerry.agent.cli;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.agent.ring.OutboxReader;
import skerry.agent.ring.OutboxReader.Kept;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;

/**
 * Prints all that batches say, from the signed bytes that travel: for those who want to see what leaves a site and not to be told.
 */
@Command(
        name = "batches",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the batches of a span word for word, decoded from the signed bytes that travel, oldest first.",
            "What the hub confirmed stays here until its space is needed."
        })
final class QueryBatchesCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(QueryBatchesCommand.class.getName());

    private static final int AT_ONCE = 32;
    /** Chunks kept at hand; a node uses a few at a time. */
    private static final int CHUNKS = 64;

    private final InstantSource wall;
    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Mixin
    private SpanOption span = new SpanOption();

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Map<Bytes, DictionaryChunk> chunks = new LinkedHashMap<>(CHUNKS, 0.75f, true);

    QueryBatchesCommand(InstantSource wall, PrintStream target) {
        this.wall = wall;
        this.target = target;
    }

    @Override
    public Integer call() throws Exception {
        long from = span.fromMillis(wall);
        long to = span.toMillis(wall);
        int unreadable = 0;
        try (OutboxReader outbox = ring.openOutbox();
                var out = new QueryOutput(target)) {
            BatchWriter writer = json ? new BatchJson(out) : new BatchText(out);
            List<Kept> some = outbox.ofSpan(0, from, to, AT_ONCE);
            boolean read = true;
            while (!some.isEmpty() && read) {
                for (Kept kept : some) {
                    Optional<byte[]> bytes = outbox.load(kept.order());
                    if (bytes.isEmpty() || !isPrinted(outbox, kept, bytes.get(), writer)) {
                        unreadable++;
                    }
                    read = out.next();
                    if (!read) {
                        break;
                    }
                }
                some = outbox.ofSpan(some.getLast().order(), from, to, AT_ONCE);
            }
        }
        if (unreadable > 0) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "skerry-agent: " + unreadable
                                    + " batches gave way meanwhile or are damaged, and are left out; the agent counts what it loses");
        }
        return 0;
    }

    private boolean isPrinted(OutboxReader outbox, Kept kept, byte[] bytes, BatchWriter writer)
            throws IOException, SQLException {
        try {
            Batch batch = BatchCodec.decode(bytes);
            writer.write(kept.fate(), batch, bytes.length, dictionary(outbox, batch));
            return true;
        } catch (ProtocolException e) {
            LOG.log(DEBUG, "a batch cannot be decoded", e);
            return false;
        }
    }

    /** What the batch's positions stand for. */
    private Dictionary dictionary(OutboxReader outbox, Batch batch) throws SQLException, ProtocolException {
        var named = new ArrayList<DictionaryChunk>();
        for (Bytes hash : batch.header().dictRefs()) {
            DictionaryChunk chunk = chunks.get(hash);
            if (chunk == null) {
                OptionalLong carrier = outbox.carrier(hash);
                Optional<byte[]> bytes = carrier.isPresent() ? outbox.load(carrier.getAsLong()) : Optional.empty();
                if (bytes.isEmpty()) {
                    throw new ProtocolException(
                            ProtocolException.Reason.SCHEMA, "the dictionary chunk " + hash + " that it needs is gone");
                }
                Batch carried = BatchCodec.decode(bytes.get());
                chunk = DictionaryCodec.decode(carried.header(), carried.payload())
                        .chunk();
                chunks.put(hash, chunk);
                if (chunks.size() > CHUNKS) {
                    chunks.remove(chunks.keySet().iterator().next());
                }
            }
            named.add(chunk);
        }
        return new Dictionary(named);
    }
}
