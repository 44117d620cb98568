package skerry.hub.fleet;

import java.util.List;

/**
 * What the hub knows of a node when it judges it. Times are UTC epoch milliseconds by the hub's clock, 0 for never.
 *
 * @param connected whether it has said hello and not good-bye
 * @param seen last contact
 * @param dataTo newest sample held without a gap before it, in corrected time
 * @param filledTo how far the back-fill has got, in corrected time
 * @param backlogBytes what the node says it still holds for the hub
 * @param problems open problems, one sentence each, the gravest first
 */
public record NodeFacts(
        String name,
        boolean connected,
        long seen,
        long dataTo,
        long filledTo,
        long backlogBytes,
        List<String> problems) {
    public NodeFacts {
        problems = List.copyOf(problems);
    }

    NodeFacts asConnected() {
        return new NodeFacts(name, true, seen, dataTo, filledTo, backlogBytes, problems);
    }
}
