package skerry.agent.collect.scrape;

/** Memory that several share. Thread-safe. */
public interface ByteRoom {
    /** There is none. */
    ByteRoom NONE = new ByteRoom() {
        @Override
        public boolean take(int bytes) {
            return false;
        }

        @Override
        public void give(int bytes) {
            // nothing was taken
        }
    };

    /** @return false if there is not so much left; then nothing is taken */
    boolean take(int bytes);

    /** Gives back what was taken. */
    void give(int bytes);
}
