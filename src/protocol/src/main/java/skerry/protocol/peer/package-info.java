/**
 * What two nodes of one site say to each other, over TLS with the certificates that their hub granted both: one asks, the
 * other answers. The first message says what a connection is for: {@code B} and {@code R} come from the one that holds a
 * stick, {@code L} from one that wants to go to the hub over the other.
 *
 * <p>A message is {@code kind (1 byte) ‖ length (4 bytes, big-endian) ‖ body}. Bodies are CBOR maps unless said otherwise.
 *
 * <pre>
 * asks:     B begin     1 version, 1   2 one way   3 manifest   4 receipt; the last two as they are on the stick, if there
 *           K keep      1 array of indices of files of that manifest
 *           N next      1 bytes that the stick may still take
 *           F finish    empty map
 *           R renew     1 version, 1
 *           G grant     bytes of the hub's grant, as on the stick
 *           L link      1 version, 1   2 host   3 port
 * answers:  b begun     1 bytes that wait   2 array of indices of files of the manifest that are still needed
 *           m manifest  bytes of a manifest: what stays; what is shorter than before
 *           c chunk     bytes of a sealed file, at most 64 KiB
 *           s sealed    bytes of a manifest, whose last file is the one that ended
 *           v void      empty map: nothing was in the file
 *           e end       empty map: nothing more, or no room
 *           f finished  1 complete   2 array of codes of notes   3 batches that could not be read
 *           r asking    1 bytes of the request to renew, as they are to be on the stick; nothing if there is none
 *           g granted   1 whether the grant was believed
 *           l linked    empty map: what follows goes between the asker and the hub
 *           x refused   1 code of the reason
 * </pre>
 *
 * <p>{@code B} is answered by {@code b}, {@code K} by {@code m}, {@code N} by {@code m}, {@code e}, or any number of {@code c}
 * and {@code s} or {@code v}, {@code F} by {@code f}. {@code R} is answered by {@code r}; if that asks for something, {@code G}
 * follows, answered by {@code g}, or {@code F}, which nothing answers here: the request is on the stick. {@code L} is answered
 * by {@code l}. Each may be answered by {@code x} instead, after which nothing comes; a program older than {@code R} answers it
 * by {@code x} of code 3. Manifest, receipt, request and grant keep their own signatures, and files are sealed as on any stick.
 */
@NullMarked
package skerry.protocol.peer;

import org.jspecify.annotations.NullMarked;
