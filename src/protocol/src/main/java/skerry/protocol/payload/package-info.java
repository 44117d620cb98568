/**
 * What a batch holds: summaries of windows, events, dictionary chunks, gap tables, answers to commands; as records, and as bytes.
 *
 * <h2>Container</h2>
 *
 * <p>Every payload has the same form: a directory, then chunks.
 *
 * <pre>
 * directory   CBOR array of three numbers per chunk, ids ascending:
 *             id, length of the content, length as stored
 * chunks      one behind the other, in that order
 * </pre>
 *
 * <p>Each chunk is compressed alone, with the header's {@code enc} and {@code dictId}, or stored as it is, which is the case
 * when both lengths are equal. A reader inflates only the chunks it wants; those with an id it does not know it passes over.
 * The contents' lengths add up to the header's {@code rawLen}. All lengths are checked before anything is inflated, and
 * inflating stops at the length announced.
 *
 * <pre>
 * kind                      chunk         content
 * MINUTE, HOUR, DAY         1 window      CBOR array [start, length], ms
 *                           2 gauges      columns, {@link skerry.protocol.payload.GaugeColumns}
 *                           3 counters    columns, {@link skerry.protocol.payload.CounterColumns}
 *                           4 patterns    columns, {@link skerry.protocol.payload.PatternColumns}: counts per severity
 *                           5 examples    columns, of the same
 *                           6 sketches    columns, {@link skerry.protocol.payload.SketchColumns}
 *                           7 histograms: reserved; those that are scraped travel as counters, a series for each bound
 * DICTIONARY                1 series      columns, {@link skerry.protocol.payload.SeriesColumns}
 *                           2 patterns    columns, {@link skerry.protocol.payload.TemplateColumns}
 * EVENTS                    1 events      CBOR rows, {@link skerry.protocol.payload.EventCodec}
 * GAP_TABLE                 1 gaps        CBOR rows, {@link skerry.protocol.payload.GapTableCodec}
 * TICKET_RESULT             1 answer      CBOR array, {@link skerry.protocol.payload.AnswerCodec}
 * </pre>
 *
 * <h2>Columns</h2>
 *
 * <p>A chunk of columns is a CBOR map: under 0 the number of rows, under 1, 2, 3… one byte string per column, none where a
 * column is empty. A column is made of varints (seven bits a byte, the lowest first), with zig-zag where a number may be
 * negative, of single bytes, or of eight-byte values, lowest byte first. Columns with other numbers are passed over: a
 * later version adds to what is known of a row, it never changes what a column means.
 *
 * <p>Numbers are doubles and come back to the last bit. Most are short decimals, so they are written as integers
 * ({@link skerry.protocol.payload.Decimal}), and these as differences to a neighbour; the few that are not are written as
 * their eight bytes. 300 series, 50 patterns and 5 examples make 2.8 kB of columns and 1.5 kB of payload.
 *
 * <h2>Dictionaries</h2>
 *
 * <p>Series and patterns are named by position in the dictionary chunks that the header lists, joined in that order. A chunk
 * is named by its content before compression, so the name does not depend on who compresses it, and equal chunks of two
 * agents have one name.
 *
 * <h2>Compression</h2>
 *
 * <p>Raw deflate, level 6. What two versions of zlib make of the same content may differ, so batches are compared, signed
 * and named by what was made once, never by compressing again. Preset dictionary 1 is a resource of this module; what a
 * dictionary's number means never changes.
 */
@NullMarked
package skerry.protocol.payload;

import org.jspecify.annotations.NullMarked;
