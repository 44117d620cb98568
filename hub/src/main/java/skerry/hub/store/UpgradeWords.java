package skerry.hub.store;

import java.util.Map;
import skerry.protocol.Uid;

/** The last that each agent said of an upgrade of its own. Thread-safe. */
public interface UpgradeWords {
    /** Of all agents that ever said anything. */
    Map<Uid, UpgradeWord> all();
}
