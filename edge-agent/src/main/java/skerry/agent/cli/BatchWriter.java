package skerry.agent.cli;

import java.io.IOException;
import skerry.agent.ring.OutboxReader.Fate;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.Dictionary;

/** Writes all that a batch says. */
interface BatchWriter {
    /**
     * @param bytes of the whole batch as it travels
     * @param dictionary what its positions stand for
     * @throws ProtocolException if it cannot be decoded; then nothing of it is written
     */
    void write(Fate fate, Batch batch, int bytes, Dictionary dictionary) throws IOException, ProtocolException;
}
