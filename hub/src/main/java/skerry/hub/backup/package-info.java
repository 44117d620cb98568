/**
 * Backups of a hub in a folder that needs no trust, and how a hub is made from one.
 *
 * <pre>
 * DIR/KEY/pieces/NN/NAME.skp        sealed piece: up to 4 MiB of a file, the same content once
 * DIR/KEY/backup-TIME.skm           manifest: which pieces make which files; written last
 * </pre>
 *
 * <p>KEY names the backup key, TIME is UTC, NAME is an authentication code of the content in hexadecimal digits and NN its
 * first two. A piece begins {@code "SKERRY" ‖ 'p' ‖ 1 ‖ KEY (8) ‖ NAME (32) ‖ length (4)} in the clear; then come its
 * encapsulated key and its chunks, as on a stick (see {@link skerry.protocol.stick}). A manifest is {@code "SKERRY" ‖ 'k' ‖ 1
 * ‖ CBOR map ‖ Ed25519 over "skerry-backup-manifest-1" ‖ KEY ‖ all before}.
 *
 * <p>All keys follow from 16 random bytes, the recovery key, which only the operator has. The hub keeps what it needs to
 * seal, sign and name, and cannot open what it wrote.
 */
@NullMarked
package skerry.hub.backup;

import org.jspecify.annotations.NullMarked;
