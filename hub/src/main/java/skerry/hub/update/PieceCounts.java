package skerry.hub.update;

/**
 * What was handed out since the hub started.
 *
 * @param pieces sent
 * @param bytes of releases in them
 * @param busy answers that it is to be asked again later
 * @param unknown answers that there is no such file
 * @param garbled messages that could not be read, or came from nobody
 */
public record PieceCounts(long pieces, long bytes, long busy, long unknown, long garbled) {}
