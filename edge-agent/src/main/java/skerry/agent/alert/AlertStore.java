package skerry.agent.alert;

import java.util.Optional;
import skerry.agent.ring.AlertNote;
import skerry.protocol.payload.Event;

/** Where alerts are remembered and told. */
@FunctionalInterface
public interface AlertStore {
    /**
     * Stores both, in one transaction or, if the machine loses its power before that, neither.
     *
     * @return false if there was no room for the event: then nothing is stored
     */
    boolean tell(Optional<Event> event, AlertNote note);
}
