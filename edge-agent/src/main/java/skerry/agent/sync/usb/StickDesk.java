package skerry.agent.sync.usb;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import skerry.agent.left.LeftDrop;

/** The thread that takes up what exports left, and looks for sticks. */
public final class StickDesk implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StickDesk.class.getName());

    private final ReceiptDrop drop;
    private final LeftDrop left;
    private final LeftDrop.Taker ledger;
    private final StickPapers papers;
    private final Optional<StickWatch> watch;
    private final Duration every;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private String trouble = "";

    /**
     * @param left where exports note what left
     * @param ledger takes that up
     * @param every how often to look
     */
    public StickDesk(
            ReceiptDrop drop,
            LeftDrop left,
            LeftDrop.Taker ledger,
            StickPapers papers,
            Optional<StickWatch> watch,
            Duration every) {
        this.drop = drop;
        this.left = left;
        this.ledger = ledger;
        this.papers = papers;
        this.watch = watch;
        this.every = every;
        this.thread = Thread.ofPlatform().name("sticks").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** What came of the last stick, as a sentence; empty if none was put in. */
    public Optional<String> last() {
        return watch.flatMap(StickWatch::last);
    }

    /** Ends the thread. An export that is under way stops where it is, as on a stick that is pulled out. */
    @Override
    public void close() {
        closing.countDown();
        watch.ifPresent(StickWatch::close);
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                look();
            } while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once. A fault is told once, and looked for again the next time. */
    void look() {
        try {
            drop.make();
            drop.takeUp(papers);
            left.make();
            left.takeUp(ledger);
            trouble = "";
        } catch (IOException | RuntimeException e) {
            tell("what a stick brought cannot be taken up (" + e.getMessage()
                    + "): make the folder and what is in it the agent's own");
        }
        watch.ifPresent(StickWatch::look);
    }

    private void tell(String sentence) {
        if (closing.getCount() > 0 && !sentence.equals(trouble)) {
            LOG.log(WARNING, "{0}", sentence);
        }
        trouble = sentence;
    }
}
