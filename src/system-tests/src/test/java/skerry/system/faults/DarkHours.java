package skerry.system.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Hours that a node lived through without a hub, in its ring before its agent starts: a batch a minute that still has to go. */
final class DarkHours {
    private DarkHours() {}

    /** Fills the ring of an agent that was never started; one line a step is in it. */
    static void liveThrough(Path data, Duration length) throws Exception {
        long start = InstantSource.system().millis() - length.toMillis();
        try (var node = new QuickNode(data, start, () -> {})) {
            for (long steps = length.dividedBy(QuickNode.STEP); steps > 0; steps--) {
                node.step();
            }
            node.finish();
        }
    }
}
