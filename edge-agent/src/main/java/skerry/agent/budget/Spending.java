package skerry.agent.budget;

/** Decides what the link may cost at a moment, and hears what was sent. */
public interface Spending {
    /** Without a limit. */
    Spending UNLIMITED = new Spending() {
        @Override
        public Plan plan() {
            return Plan.UNLIMITED;
        }

        @Override
        public void handedOver(int bytes) {
            // Nobody counts.
        }

        @Override
        public void toldLive() {
            // Nobody counts.
        }
    };

    Plan plan();

    /** A batch goes to the carrier. */
    void handedOver(int bytes);

    /** A live message goes to the carrier. */
    void toldLive();
}
