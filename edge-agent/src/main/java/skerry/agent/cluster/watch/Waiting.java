package skerry.agent.cluster.watch;

import java.time.Duration;

/** Lets a thread wait; tests need not. */
@FunctionalInterface
public interface Waiting {
    Waiting SLEEPING = Thread::sleep;

    void pause(Duration time) throws InterruptedException;
}
