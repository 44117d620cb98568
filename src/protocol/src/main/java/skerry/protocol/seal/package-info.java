/**
 * Files that only the holder of one key can read: something in the clear, then chunks sealed in one context of HPKE (RFC 9180).
 * Sticks and backups are such files; {@link skerry.protocol.stick} tells the bytes.
 */
@NullMarked
package skerry.protocol.seal;

import org.jspecify.annotations.NullMarked;
