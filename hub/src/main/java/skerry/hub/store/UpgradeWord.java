package skerry.hub.store;

import skerry.protocol.Uid;

/**
 * What an agent told last of an upgrade of its own.
 *
 * @param state as the protocol calls it, such as {@code staged}
 * @param version to which it goes
 * @param from the version before; empty if it did not say
 * @param reason one sentence; empty if it did not say
 * @param at as the node saw it, UTC epoch milliseconds
 * @param heardAt when that arrived, by the hub's clock
 */
public record UpgradeWord(Uid uid, String state, String version, String from, String reason, long at, long heardAt) {}
