package skerry.agent.sync;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;

/**
 * The question what the hub holds: page by page, each repeated until it is answered. While the hub is known to be away
 * the repeats become rare instead of ending. Not thread-safe.
 */
final class HelloTalk {
    private static final int TRIES = 5;

    /** A hub that asks for a hello after every hello is not answered faster than this. */
    private static final long LEAST_PAUSE = 1_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final long every;
    private final long most;
    private List<List<EpochHead>> pages = List.of();
    private int page;
    private int tries;
    private long pause;
    private long nextSend;
    private long sentAt = NEVER;

    HelloTalk(long every, long most) {
        this.every = every;
        this.most = most;
    }

    /** What to do at a moment. */
    enum Step {
        NOTHING,
        SEND,
        GIVE_UP
    }

    /** Begins to ask about all of {@code heads}. */
    void start(List<EpochHead> heads, long nowMillis) {
        var cut = new ArrayList<List<EpochHead>>();
        for (int from = 0; from == 0 || from < heads.size(); from += Hello.MAX_EPOCHS) {
            cut.add(List.copyOf(heads.subList(from, Math.min(heads.size(), from + Hello.MAX_EPOCHS))));
        }
        pages = cut;
        page = 0;
        nextPage(Math.max(nowMillis, sentAt + LEAST_PAUSE));
    }

    /** The connection is gone or blocked: nothing is asked. */
    void stop() {
        pages = List.of();
        sentAt = NEVER;
    }

    boolean isOpen() {
        return !pages.isEmpty();
    }

    List<EpochHead> heads() {
        return pages.get(page);
    }

    int page() {
        return page;
    }

    int pages() {
        return pages.size();
    }

    long sentAt() {
        return sentAt;
    }

    /** @param hubAway the hub is known to be away, so that waiting is better than a new connection */
    Step step(long nowMillis, boolean hubAway) {
        if (pages.isEmpty() || nowMillis < nextSend) {
            return Step.NOTHING;
        }
        return tries < TRIES || hubAway ? Step.SEND : Step.GIVE_UP;
    }

    void sent(long nowMillis) {
        sentAt = nowMillis;
        tries++;
        pause = tries <= TRIES ? every : Math.min(most, pause * 2);
        nextSend = nowMillis + pause;
    }

    /** The hub is there again: ask now. */
    void hurry(long nowMillis) {
        if (tries > 1) {
            tries = 0;
            nextSend = Math.max(nowMillis, sentAt + LEAST_PAUSE);
        }
    }

    /** The page was answered; returns whether it was the last. */
    boolean answered(long nowMillis) {
        if (page + 1 == pages.size()) {
            pages = List.of();
            return true;
        }
        page++;
        nextPage(nowMillis);
        return false;
    }

    long nextStep() {
        return pages.isEmpty() ? Long.MAX_VALUE : nextSend;
    }

    private void nextPage(long atMillis) {
        tries = 0;
        pause = every;
        nextSend = atMillis;
    }
}
