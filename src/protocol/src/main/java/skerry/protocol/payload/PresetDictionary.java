package skerry.protocol.payload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import skerry.protocol.Bytes;

/**
 * The bytes that a compressor may refer to before a chunk's first byte. Each has a number that is in batch headers, so
 * what a number means never changes; a better dictionary gets a new one.
 */
final class PresetDictionary {
    static final int NONE = 0;

    /** The one that new batches use. */
    static final int CURRENT = 1;

    private PresetDictionary() {}

    /** The dictionary of a number; empty for {@link #NONE} and for one of a later version. */
    static Optional<Bytes> of(int id) {
        return id == CURRENT ? Optional.of(First.BYTES) : Optional.empty();
    }

    /** Loaded when first used. */
    private static final class First {
        static final Bytes BYTES = resource("preset-1.bin");
    }

    private static Bytes resource(String name) {
        try (var in = PresetDictionary.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the preset dictionary " + name + " is missing from this program");
            }
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("reading the preset dictionary " + name, e);
        }
    }
}
