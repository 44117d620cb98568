package skerry.agent.collect.targets;

/**
 * What a target answered with status 200.
 *
 * @param contentType as it was sent; empty if it was not
 * @param gzip whether the body is compressed
 * @param body the bytes that came
 */
record HttpReply(String contentType, boolean gzip, ReceivedBody body) {}
