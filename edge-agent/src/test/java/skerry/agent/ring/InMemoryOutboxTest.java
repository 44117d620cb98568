package skerry.agent.ring;

import java.util.concurrent.atomic.AtomicLong;
import skerry.protocol.BatchKey;
import skerry.protocol.Uid;

class InMemoryOutboxTest extends OutboxContract {
    private static final Uid AGENT = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");

    @Override
    protected Store open() {
        return new Kept(new InMemoryOutbox(AGENT, new AtomicLong(100)::incrementAndGet));
    }

    private record Kept(InMemoryOutbox outbox) implements Store {
        @Override
        public BatchKey store(BatchDraft draft) {
            return outbox.store(draft);
        }

        @Override
        public void evict(BatchKey key) {
            outbox.evict(key);
        }

        @Override
        public Store restart() {
            outbox.restart();
            return this;
        }
    }
}
