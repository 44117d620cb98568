package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripsTest {
    private final RoundTrips trips = new RoundTrips();

    @Test
    void aMessageTookFromItsHandOverToTheBrokersAnswerOnce() {
        trips.sent(1, 100);
        trips.sent(2, 150);
        assertThat(trips.taken(2, 190)).isEqualTo(40);
        assertThat(trips.taken(1, 300)).isEqualTo(200);
        assertThat(trips.taken(1, 400)).isEqualTo(-1);
    }

    @Test
    void whatWasSentOnAConnectionBeforeIsNotMeasured() {
        trips.sent(1, 100);
        trips.begin();
        assertThat(trips.taken(1, 900_000)).isEqualTo(-1);
    }
}
