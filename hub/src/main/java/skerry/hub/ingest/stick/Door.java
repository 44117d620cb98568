package skerry.hub.ingest.stick;

import java.io.IOException;
import skerry.protocol.Bytes;
import skerry.protocol.stick.StickEnrol;

/** Where sticks hand in what asks to join or to renew. What is refused is an answer; what throws is the hub itself. */
@FunctionalInterface
public interface Door {
    /** What became of a request. */
    sealed interface Answer {
        /** @param grant bytes of a {@link skerry.protocol.enrol.Grant} for this request */
        record Granted(Bytes grant) implements Answer {}

        /** @param why as a sentence */
        record Refused(String why) implements Answer {}
    }

    /**
     * Asks.
     *
     * @param kind to join or to renew
     * @param request bytes of any origin
     */
    Answer ask(StickEnrol kind, byte[] request) throws IOException;
}
