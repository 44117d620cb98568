package skerry.agent.sync.usb;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickManifest;

/**
 * What one agent has for a stick, asked step by step by whoever holds the stick: {@link #begin}, {@link #keep}, {@link #next}
 * until there is nothing more, {@link #finish}. Only it can seal for the hub and sign a manifest. Not thread-safe.
 */
public interface StickSource {
    /** Whose data it is. */
    Uid uid();

    /** The content of a manifest that was found on the stick, if it is this agent's. */
    Optional<StickManifest> read(byte[] manifest);

    /**
     * Takes up what the stick brought.
     *
     * @param receipt of the hub, for this agent by its name
     * @param manifest of this agent, as {@link #read} believed it
     * @return files of the manifest that are still needed on the stick
     */
    List<StickFile> begin(Optional<Bytes> receipt, Optional<SignedManifest> manifest) throws IOException;

    /**
     * Names what stays on the stick.
     *
     * @param whole those of the needed files that are on the stick as the manifest says
     */
    SignedManifest keep(List<StickFile> whole) throws IOException;

    /** What is to be done next. */
    sealed interface Step {
        /** A file is to be written. */
        record Write(Content content) implements Step {}

        /** A file gave way to newer data: the stick is to have this manifest, and what it does not name is to go. */
        record Shorten(SignedManifest manifest) implements Step {}

        /** There is nothing more to write, or no room. */
        record End() implements Step {}
    }

    /** A file that is made while it is written. */
    @FunctionalInterface
    interface Content {
        /**
         * Writes it.
         *
         * @param progress told of the file's bytes so far
         * @return empty if nothing is in it, and it is to be forgotten
         */
        Optional<Sealed> write(OutputStream out, LongConsumer progress) throws IOException;
    }

    /** @param manifest names the file, beside all that the stick has already */
    record Sealed(StickFile file, SignedManifest manifest) {}

    /** @param room bytes that the stick may still take */
    Step next(long room) throws IOException;

    /**
     * How it ended.
     *
     * @param complete whether all that waits for a receipt is on the stick
     * @param unreadable batches that the ring could not give
     */
    record Ending(boolean complete, List<StickNote> notes, long unreadable) {
        public Ending {
            notes = List.copyOf(notes);
        }
    }

    /** Hears that all it gave is on the stick. */
    Ending finish() throws IOException;
}
