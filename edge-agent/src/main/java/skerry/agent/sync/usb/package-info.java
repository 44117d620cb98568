/**
 * The USB carrier: batches go to a stick, receipts come back on it.
 *
 * <p>An export reads the ring from beside the agent and writes to the stick alone, so it works while the agent runs and when
 * it does not. What it learned on the stick goes through a folder of the agent's data, {@link
 * skerry.agent.sync.usb.ReceiptDrop}, to the one process that writes the ring.
 */
@NullMarked
package skerry.agent.sync.usb;

import org.jspecify.annotations.NullMarked;
