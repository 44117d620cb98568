package skerry.agent.summary;

/**
 * Says that a pattern has become another one.
 *
 * @param sequence grows with each alias that a miner makes
 * @param from the id that was used before
 * @param to what it is now
 */
public record PatternAlias(long sequence, long from, Pattern to) {}
