package skerry.protocol.payload;

import skerry.protocol.Bytes;

/**
 * A dictionary chunk with its name.
 *
 * @param hash 16 bytes, what {@code dictRefs} hold: the first half of the SHA-256 of its content before compression, so
 *     that it does not depend on who compressed it
 */
public record NamedChunk(Bytes hash, DictionaryChunk chunk) {}
