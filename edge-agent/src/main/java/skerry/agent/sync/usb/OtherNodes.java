package skerry.agent.sync.usb;

import java.util.List;

/** The other nodes of the site, which may have something for a stick too. */
public interface OtherNodes {
    /** There are none. */
    OtherNodes NONE = new OtherNodes() {
        @Override
        public List<String> ask(StickFiller stick) {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /** Puts on the stick what each of them has; a sentence of each. What one does not give stops nothing. */
    List<String> ask(StickFiller stick);

    /** Stops asking, for ever. */
    void close();
}
