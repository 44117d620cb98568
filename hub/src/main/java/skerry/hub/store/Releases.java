package skerry.hub.store;

import java.util.List;
import java.util.Optional;
import skerry.protocol.Bytes;

/** Releases that the hub holds, and the key that signs them. Durable when a call returns; thread-safe. */
public interface Releases {
    /** The release key that this hub trusts, as the text that machines pin; empty before the first release. */
    Optional<String> key();

    /**
     * Adds a release, and trusts its key from now on.
     *
     * @param keyText as {@link #key} gives it
     * @throws StoreException if there is one of that version with another manifest
     */
    void add(Release release, String keyText);

    /** The newest first. */
    List<Release> all();

    Optional<Release> find(String version);

    /** A file of any release; from memory, for each piece that an agent asks for. */
    Optional<Release.File> file(Bytes sha256);

    /** @return whether there was one */
    boolean remove(String version);
}
