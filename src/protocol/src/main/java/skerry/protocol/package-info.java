/**
 * What travels between a site and the hub: the words of the protocol and its {@linkplain skerry.protocol.Limits limits}. No
 * threads, no frameworks, no library but the JDK.
 *
 * <p>The other packages write these words: {@code cbor} the bytes of single values, {@code batch} the signed batch,
 * {@code payload} what is in one, {@code control} the small messages beside them, {@code identity} the keys. All of it is
 * version 1, and the files under {@code golden/v1} in the tests pin it byte by byte. It can grow in these ways without a
 * version 2: new keys in maps, new items behind those of a row, new chunks and columns, new codes where a reader counts the
 * unknown under "other"; programs pass over what they do not know. A new kind, encoding, or schema is refused by older
 * programs with a reason, and the batch stays stored for a newer one.
 */
@NullMarked
package skerry.protocol;

import org.jspecify.annotations.NullMarked;
