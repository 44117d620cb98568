/** What a batch holds: summaries of windows, events, dictionary chunks, gap tables. */
@NullMarked
package skerry.protocol.payload;

import org.jspecify.annotations.NullMarked;
