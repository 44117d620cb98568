/**
 * The bounded SQLite store of a node: raw detail, places in logs, the outbox, gaps, and the account of every record.
 *
 * <p><b>One file, one writer.</b> The write-ahead log is on; one connection writes, short readers look. {@link
 * skerry.agent.ring.Ring} holds the lock, {@link skerry.agent.ring.Intake} what is in memory and not yet committed. Lines
 * and samples become compressed columnar blocks, one row each; a record counts as collected when its block is committed,
 * in the transaction that stores the place in its log.
 *
 * <p><b>Two kinds of commit.</b> Raw detail is committed without waiting for the disk: a power cut may forget it together
 * with the places, so the lines are read again. The transaction that closes a window marks blocks as covered, gives
 * sequence numbers and stores the batches, and waits for the disk; nothing of a batch leaves before.
 *
 * <p><b>Bound.</b> Database and log together stay below a budget. Room is made before an insert, in the order of {@link
 * skerry.agent.ring.Eviction}; what is lost by that is counted in the same transaction, in the table {@code gap} for the
 * hub and in {@code ledger} for the account. {@code max_page_count} is the last guard.
 *
 * <p><b>Healing.</b> Every row has a CRC, since SQLite does not notice a flipped bit inside a value. At start the small
 * tables are checked, blocks later; a damaged file is set aside, what is readable goes into a new one ({@link
 * skerry.agent.ring.Healing}), and what is missing is counted with cause {@code corruption}. The agent always starts.
 */
@NullMarked
package skerry.agent.ring;

import org.jspecify.annotations.NullMarked;
