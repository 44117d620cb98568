package skerry.agent.sync;

import java.util.List;
import skerry.agent.ring.Outbox.HubMark;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.Live;

/** What a session says of its node. Here alone wall time comes in, to be told and never to be decided by. */
public interface Presence {
    Hello hello(long conn, List<EpochHead> epochs, int page, int pages, long bytesQueued, HubMark last);

    /** At most 2 KiB once encoded. */
    Live live(long conn, List<EpochHead> heads, long bytesQueued);
}
