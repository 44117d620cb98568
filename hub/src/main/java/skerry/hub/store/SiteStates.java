package skerry.hub.store;

import java.util.Map;

/** Since when each site is in its state, by site id: what a restart must not forget. Thread-safe. */
public interface SiteStates {
    /** Remembers nothing. */
    SiteStates NONE = new SiteStates() {
        @Override
        public Map<String, Entered> all() {
            return Map.of();
        }

        @Override
        public void put(Map<String, Entered> entered) {
            // Nothing outlives the process.
        }
    };

    /**
     * @param state its word
     * @param since UTC epoch milliseconds by the hub's clock
     */
    record Entered(String state, long since) {}

    Map<String, Entered> all();

    /** @throws StoreException if nothing was written */
    void put(Map<String, Entered> entered);
}
