/**
 * The hub's store in one folder of SQLite files.
 *
 * <pre>
 * control.db            registry, ranges held, dictionary chunks, gaps, alerts, present states: what outlives days
 * day/day-2026-11-21.db the batches that arrived on that UTC day and the read models over them; retention deletes it
 * proof/2026-11.db      headers and signatures of what was compacted, kept for good
 * </pre>
 *
 * <p><b>One commit counts.</b> A batch is durable when its row is committed to its day file with a flushed disk. All else
 * follows from that row: the ranges in {@code control.db} are written lazily and brought up to date at start from rows
 * with a later commit number; the read models of the day are written in one transaction with the row's new state.
 *
 * <p><b>Order between files.</b> What decoding tells {@code control.db} (chunks, gaps, alerts, patterns, boots) can be told
 * twice without harm, and is committed before the day file marks the batch as decoded.
 *
 * <p>Each file has one writer at a time and a few readers; SQLite's write-ahead log keeps them apart.
 */
@NullMarked
package skerry.hub.store.sqlite;

import org.jspecify.annotations.NullMarked;
