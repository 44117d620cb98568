package skerry.agent.ring;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import skerry.platform.CloseStack;
import skerry.platform.sqlite.Sqlite;
import skerry.platform.sqlite.SqliteSettings;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

/** The ring keeps what every outbox promises to the session. */
class RingOutboxTest extends OutboxContract {
    private static final Uid AGENT = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final String DELETE = """
            DELETE FROM batch
             WHERE stream = ? AND seq = ? AND start = (SELECT id FROM epoch WHERE epoch = ?)
            """;

    @TempDir
    Path folder;

    private final CloseStack open = new CloseStack();

    @AfterEach
    void close() {
        open.close();
    }

    @Override
    protected Store open() {
        return new Kept(openRing());
    }

    private Ring openRing() {
        return open.push(Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                AGENT,
                InstantSource.system(),
                MonotonicClock.SYSTEM,
                Bytes.of(new byte[16]),
                _ -> true));
    }

    private final class Kept implements Store {
        private final Ring ring;

        Kept(Ring ring) {
            this.ring = ring;
        }

        @Override
        public Outbox outbox() {
            return ring.outbox();
        }

        @Override
        public BatchKey store(BatchDraft draft) {
            draft.dictRefs().forEach(hash -> ring.putDictionary(hash, new byte[] {1}));
            Closing closing = switch (draft.stream()) {
                case MINUTES -> ring.closeWindow(List.of(draft));
                case EVENTS -> ring.closeEvents(List.of(draft));
                case DICTIONARY, SUMMARIES, GAPS, RESULTS -> ring.store(List.of(draft));
            };
            return ((Closing.Stored) closing).batches().getFirst().key();
        }

        @Override
        public void evict(BatchKey key) throws SQLException {
            try (Connection other = Sqlite.open(folder.resolve("ring.db"), SqliteSettings.DEFAULT);
                    PreparedStatement delete = other.prepareStatement(DELETE)) {
                delete.setInt(1, key.stream().code());
                delete.setLong(2, key.seq());
                delete.setLong(3, key.epoch());
                delete.executeUpdate();
            }
        }

        @Override
        public Store restart() {
            ring.close();
            return new Kept(openRing());
        }
    }
}
