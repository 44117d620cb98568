/**
 * The batch on the wire: {@code header ‖ payload ‖ signature}.
 *
 * <p>The header is a CBOR map that ends by itself; the signature is the last 64 bytes; the payload is what lies between.
 * The signature covers {@code "skerry-batch-1" ‖ header}, and the header holds the payload's SHA-256, so a program can check
 * whose batch it is and that it is whole without looking into the payload. The hub does so before it stores a batch, and
 * decodes it only afterwards.
 *
 * <pre>
 * key  field                        form
 *   1  version                      1; any other is refused
 *   2  uid                          16 bytes
 *   3  epoch                        unsigned 64 bits
 *   4  startNo                      unsigned
 *   5  stream                       its letter's code
 *   6  seq                          unsigned, from 1
 *   7  kind                         BatchHeader.Kind
 *   8  schema                       version of the payload's layout
 *   9  policyId                     text
 *  10  dictRefs                     16 bytes each, joined in one byte string
 *  11  enc                          BatchHeader.Encoding
 *  12  dictId                       preset dictionary of enc
 *  13  rawLen                       bytes
 *  14  payloadSha256                32 bytes
 *  15  records                      [samples, lines, events]; a later version may append further kinds
 *  16  bootId                       16 bytes
 *  17  monoFirst, 18 monoLast       ms
 *  19  wallFirst, 20 wallLast       ms, signed
 *  21  clock quality                ClockQuality
 *  22  clock error                  ms; absent if unknown
 *  23  hubKeyId                     8 bytes; absent on MQTT
 * </pre>
 */
@NullMarked
package skerry.protocol.batch;

import org.jspecify.annotations.NullMarked;
