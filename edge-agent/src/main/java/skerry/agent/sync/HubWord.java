package skerry.agent.sync;

/** Hears what the hub says beside receipts. Called on the thread of the link, so it must not wait for the link. */
public interface HubWord {
    /** For one who has no use for it. */
    HubWord IGNORED = new HubWord() {
        @Override
        public void command(SessionAction.Obey asked) {}

        @Override
        public void time(SessionAction.HubClock told) {}

        @Override
        public void piece(SessionAction.TakePiece came) {}

        @Override
        public void brokerTook(long millis) {}
    };

    /** A command whose signature holds and that is meant for this agent. */
    void command(SessionAction.Obey asked);

    /** The hub's time, from a signed answer. */
    void time(SessionAction.HubClock told);

    /** A piece of a release, as it came; it may be from anybody whom the broker lets say it. */
    void piece(SessionAction.TakePiece came);

    /** The broker has a message, so many milliseconds after it was handed to the connection; its own time on the link is in it. */
    void brokerTook(long millis);
}
