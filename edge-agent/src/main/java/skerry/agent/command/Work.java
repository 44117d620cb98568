package skerry.agent.command;

import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.payload.TicketWord;

/** What one type of command does; called by one thread, for as long as it takes. */
@FunctionalInterface
public interface Work {
    /**
     * @param cmdId of the command, 16 bytes
     * @throws Refusal if this agent does not do it
     * @throws Waits if it has not come to its end, which {@link Waiting#look} then tells
     * @throws Exception with one sentence for the hub's people, if it cannot be done
     */
    Done run(Bytes cmdId, Bytes args) throws Exception;

    /** Why this agent does not do it, in one sentence for the hub's people. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Optional<TicketWord> ticket;

        public Refusal(String sentence) {
            this(sentence, Optional.empty());
        }

        public Refusal(String sentence, Optional<TicketWord> ticket) {
            super(sentence);
            this.ticket = ticket;
        }

        Optional<TicketWord> ticket() {
            return ticket;
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
     * @param ticket how far a ticket has come
     */
    record Done(String sentence, String name, Bytes content, Optional<TicketWord> ticket) {
        public Done(String sentence, String name, Bytes content) {
            this(sentence, name, content, Optional.empty());
        }
    }

    /** It waits for somebody at the site; one sentence for the hub's people. */
    final class Waits extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient TicketWord ticket;

        public Waits(String sentence, TicketWord ticket) {
            super(sentence);
            this.ticket = ticket;
        }

        TicketWord ticket() {
            return ticket;
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** Work of which some commands wait. */
    interface Waiting extends Work {
        /** Whether a command waits and will come to an end. */
        boolean waits(Bytes cmdId);

        /** Ends those that need not wait any more; called now and then, by the thread that calls {@link #run}. */
        void look(Ends ends) throws InterruptedException;
    }

    /** Takes the ends of commands that waited; returns when they are durable. */
    interface Ends {
        void done(Bytes cmdId, Done done) throws InterruptedException;

        void refused(Bytes cmdId, Refusal why) throws InterruptedException;
    }
}
