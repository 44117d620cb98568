package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.SessionInput;

/** What a carrier reported, in order, for a test to wait for. */
public final class Inputs implements Carrier.Inbox {
    private static final long LIMIT_SECONDS = 20;

    private final BlockingQueue<SessionInput> inputs = new LinkedBlockingQueue<>();

    @Override
    public void put(SessionInput input) {
        inputs.add(input);
    }

    /** The next input of a kind, if it comes in time; others before it are passed over. */
    <T extends SessionInput> Optional<T> within(Duration limit, Class<T> kind) throws InterruptedException {
        while (true) {
            var input = inputs.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (input == null) {
                return Optional.empty();
            }
            if (kind.isInstance(input)) {
                return Optional.of(kind.cast(input));
            }
        }
    }

    /** The next input of a kind; others before it are passed over. */
    public <T extends SessionInput> T await(Class<T> kind) throws InterruptedException {
        while (true) {
            var input = inputs.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(input)
                    .as("a %s within %d s", kind.getSimpleName(), LIMIT_SECONDS)
                    .isNotNull();
            if (kind.isInstance(input)) {
                return kind.cast(input);
            }
        }
    }
}
