package skerry.hub.ingest.stick;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Where the papers and files of sticks are handed in. What is refused is an answer; what throws is the hub itself. */
public interface Desk {
    /** What became of a manifest. */
    sealed interface Opening {
        /**
         * Its files may be handed in.
         *
         * @param id names it from now on
         * @param agent site and node of the agent, for people
         * @param oneWay whether the agent expects no receipt
         * @param files names of the sealed files
         */
        record Accepted(String id, String agent, boolean oneWay, List<String> files) implements Opening {
            public Accepted {
                files = List.copyOf(files);
            }
        }

        /**
         * Not to be used.
         *
         * @param damaged whether an older manifest of the stick may be better
         */
        record Refused(boolean damaged, String why) implements Opening {}
    }

    /**
     * What became of a sealed file.
     *
     * @param stored batches that are new
     * @param known batches held already
     * @param refused batches not taken
     * @param problem why the rest of it was not read, as a sentence
     */
    record Taken(long stored, long known, long refused, Optional<String> problem) {}

    Opening open(byte[] manifest) throws IOException;

    /**
     * Takes a file in.
     *
     * @param id of its manifest
     * @param content not closed by this
     */
    Taken take(String id, String file, InputStream content) throws IOException;

    /** The hub's receipt for what a manifest names, as it holds it now; empty if it does not know the manifest any more. */
    Optional<byte[]> receipt(String id) throws IOException;

    /** What the hub asks of the agent of a manifest; empty if that is nothing, or the manifest is not known any more. */
    Optional<byte[]> commands(String id) throws IOException;
}
