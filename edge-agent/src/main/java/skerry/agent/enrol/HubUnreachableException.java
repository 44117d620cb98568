package skerry.agent.enrol;

import java.io.IOException;

/** Nobody answers at the hub's address; the message is one sentence. */
public final class HubUnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    HubUnreachableException(String sentence, IOException cause) {
        super(sentence, cause);
    }
}
