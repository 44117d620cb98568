package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;

class EarlyLossesTest {
    private static final long EPOCH = 7;
    /** More than any hour has. */
    private static final int MANY = 2_000;

    private final EarlyLosses early = new EarlyLosses();

    private static StoredBatch minute(long seq) {
        var records = new RecordCounts(300, 0, 0);
        return new StoredBatch(seq, 1, Stream.MINUTES, seq, StoredBatch.WAITING, 20_000, records, 0, 60_000, 2_000, 0);
    }

    private void lose(long seq) {
        early.begin();
        early.add(EPOCH, minute(seq));
        early.committed();
    }

    @Test
    void aMinuteIsKnownFromTheTransactionThatLosesItOn() {
        early.begin();
        early.add(EPOCH, minute(1));
        assertThat(early.find(EPOCH, 1)).contains(minute(1));

        early.committed();
        early.begin();
        assertThat(early.find(EPOCH, 1)).contains(minute(1));
    }

    @Test
    void whatATransactionLostThatWasRolledBackIsNotLost() {
        lose(1);
        early.begin();
        early.add(EPOCH, minute(2));

        early.begin();
        early.committed();

        assertThat(early.find(EPOCH, 1)).isPresent();
        assertThat(early.find(EPOCH, 2)).isEmpty();
    }

    @Test
    void aMinuteOfAnotherEpochIsAnother() {
        lose(1);

        assertThat(early.find(EPOCH + 1, 1)).isEmpty();
    }

    @Test
    void anHourOfThemIsKeptAndNeverAllOfThem() {
        for (int seq = 1; seq <= MANY; seq++) {
            lose(seq);
        }

        for (int seq = MANY - 60; seq <= MANY; seq++) {
            assertThat(early.find(EPOCH, seq)).isPresent();
        }
        assertThat(early.find(EPOCH, 1)).isEmpty();
        assertThat(early.find(EPOCH, MANY / 2)).isEmpty();
    }
}
