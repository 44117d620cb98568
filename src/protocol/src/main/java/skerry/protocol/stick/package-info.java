/**
 * Batches on a stick, and the hub's receipts on the way back.
 *
 * <pre>
 * SKERRY/UID/EPOCH-FROM-TO.skb      sealed file: batches of one epoch, at most 64 MiB
 * SKERRY/UID/manifest-N.cbor        names the sealed files and their digests; written after them
 * SKERRY/receipts/UID-N.skr         what the hub holds; written by the hub
 * SKERRY/receipts/UID-N.skc         what the hub asks of an agent; written by the hub with a receipt
 * SKERRY/invitation                 join code and keys of the hub, a line each; written by the hub
 * SKERRY/UID/join.ske, renew.ske    asks for a certificate
 * SKERRY/receipts/UID-DIGEST.skg    the hub's grant for the request of that SHA-256, of which it has 8 bytes
 * </pre>
 *
 * <p>All but the invitation begin with {@code "SKERRY"}, a letter for the kind and a byte for the version, 1, so that a program
 * can say which version it cannot read. FROM and TO are the agent's own order of batches; EPOCH has 16 hexadecimal digits.
 *
 * <p><b>Sealed file</b> ({@code b}): a header in the clear, then chunks. The header is {@code start ‖ hubKeyId (8) ‖ uid (16) ‖
 * epoch (8) ‖ from (8) ‖ enc (32)}; numbers are big-endian. Chunks are sealed one after the other in one context of HPKE
 * (RFC 9180; base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305) to the hub's X25519 key. Its info is the
 * header without {@code enc}, and the context counts its messages, so a chunk that was moved, doubled or left out does not
 * open. A chunk has 64 KiB, the last one less or as many; the additional data is one byte, 1 for the last chunk and 0 for any
 * other, so a file cut between two chunks does not open either. Inside is batch after batch, each after its length in four
 * bytes: the bytes that would have travelled over MQTT, and before the first batch that needs a dictionary chunk the batch of
 * stream {@code d} that carries it.
 *
 * <p><b>Manifest</b> ({@code m}): {@code start ‖ CBOR map ‖ Ed25519 of the agent over "skerry-stick-manifest-1" ‖ start ‖ map}.
 *
 * <pre>
 * 1 uid   2 hubKeyId   3 made, ms   4 one way   5, 6 the hub process and commit last heard of   7 agent's version
 * 8 files: [epoch, from, to, length, sha256, runs]; a run is [stream, first, last]
 * </pre>
 *
 * <p><b>Receipt</b> ({@code r}): {@code start ‖ CBOR map ‖ Ed25519 of the hub over "skerry-stick-receipt-1" ‖ start ‖ map}.
 *
 * <pre>
 * 1 uid   2 hubBoot   3 lsn   4 now, ms   5, 6 from the manifest that it answers   7 held, as in an answer to a hello
 * </pre>
 *
 * <p><b>Commands</b> ({@code c}): {@code start ‖ CBOR map ‖ Ed25519 of the hub over "skerry-stick-commands-1" ‖ start ‖ map}.
 *
 * <pre>
 * 1 uid   2, 3 from the manifest that it answers   4 commands, each as it would travel over MQTT
 * </pre>
 *
 * <p><b>Requests</b> ({@code j}, {@code n}) <b>and grants</b> ({@code g}): {@code start ‖ message}, the message as it would
 * travel over HTTP; see {@link skerry.protocol.enrol.EnrolCodec}.
 *
 * <p>Nobody sees when a receipt was made, so it repeats what the agent's manifest said it had last heard of the hub. An agent
 * that has heard nothing since knows that the receipt is the newest word; to any other it may only add, and only if the same
 * hub process speaks.
 */
@NullMarked
package skerry.protocol.stick;

import org.jspecify.annotations.NullMarked;
