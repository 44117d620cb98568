package skerry.agent.ring;

import skerry.protocol.Bytes;

/**
 * A copy of what was recorded before something crashed.
 *
 * @param key of the crash; a box takes the place of one with the same key
 * @param about as its owner writes it; empty to forget the key
 * @param body the copy; empty until it is made
 */
public record Box(String key, String about, Bytes body) {}
