package skerry.agent.collect.logs.pods;

/** Looks at pods for those who found a log of one that is not known yet. Any thread. */
public interface PodLook {
    /** Pods are told of as they come, before their logs begin: there is nothing to ask. */
    PodLook FOLLOWED = new PodLook() {
        @Override
        public boolean knows(String uid) {
            return false;
        }

        @Override
        public long ask() {
            return 0;
        }

        @Override
        public boolean isAnswered(long ticket) {
            return true;
        }
    };

    /** Whether the last look saw the pod. */
    boolean knows(String uid);

    /**
     * Asks for a look soon.
     *
     * @return by which the answer is known
     */
    long ask();

    /** Whether a look that began after the question is whole, or it is known that there will be none. */
    boolean isAnswered(long ticket);
}
