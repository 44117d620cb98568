package skerry.agent.command;

import skerry.protocol.Bytes;

/** What one type of command does; called by one thread, for as long as it takes. */
@FunctionalInterface
public interface Work {
    /**
     * @throws Refusal if this agent does not do it
     * @throws Exception with one sentence for the hub's people, if it cannot be done
     */
    Done run(Bytes args) throws Exception;

    /** Why this agent does not do it, in one sentence for the hub's people. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        public Refusal(String sentence) {
            super(sentence);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * What came of it.
     *
     * @param sentence for people
     * @param name a plain file name for the content
     */
    record Done(String sentence, String name, Bytes content) {}
}
