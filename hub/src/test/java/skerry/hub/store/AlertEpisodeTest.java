package skerry.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.hub.AlertEvents;
import skerry.hub.store.AlertWord.Place;
import skerry.hub.store.AlertWord.Reading;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

class AlertEpisodeTest {
    private static final long NOON = 1_790_000_040_000L;
    private static final long MINUTE = 60_000;
    private static final AlertEvents.Named DISK = new AlertEvents.Named("DiskFills", "/data", NOON - 5 * MINUTE);

    private static AlertWord word(Event event, long startNo, long seq, int index, long arrivedAt) {
        return ((Reading.Read) AlertWord.read(event, new Place(startNo, -startNo, seq, index), 0, arrivedAt)).word();
    }

    private static AlertEpisode all(List<AlertWord> words) {
        return words.stream().map(AlertEpisode::of).reduce(AlertEpisode::with).orElseThrow();
    }

    private static List<AlertWord> life() {
        return List.of(
                word(DISK.firing(NOON), 1, 1, 0, NOON + 1),
                word(DISK.acknowledged(NOON + MINUTE, "Kim"), 1, 1, 1, NOON + 1),
                word(DISK.firing(NOON + 1440 * MINUTE), 1, 2, 0, NOON + 9_000),
                word(DISK.acknowledged(NOON + 1500 * MINUTE, "Robin"), 2, 1, 0, NOON + 9_000),
                word(DISK.firing(NOON + 1510 * MINUTE), 2, 2, 0, NOON + 7_000),
                word(DISK.resolved(NOON + 1600 * MINUTE), 2, 3, 0, NOON + 8_000));
    }

    @Test
    void wordsInAnyOrderAndAnyNumberGiveTheSameEpisode() {
        AlertEpisode inOrder = all(life());
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            var words = new ArrayList<>(life());
            for (int again = random.nextInt(4); again > 0; again--) {
                words.add(words.get(random.nextInt(life().size())));
            }
            Collections.shuffle(words, random);
            assertThat(all(words)).isEqualTo(inOrder);
        }
    }

    @Test
    void partsThatWerePutTogetherBeforeGiveTheSame() {
        var random = new Random(8);
        for (int round = 0; round < 500; round++) {
            var words = new ArrayList<>(life());
            Collections.shuffle(words, random);
            int cut = 1 + random.nextInt(words.size() - 1);
            AlertEpisode one = all(words.subList(0, cut));
            AlertEpisode other = all(words.subList(cut, words.size()));
            assertThat(one.with(other)).isEqualTo(other.with(one)).isEqualTo(all(life()));
            assertThat(one.with(one)).isEqualTo(one);
        }
    }

    @Test
    void anAcknowledgementThatWasTakenBackIsNoneUntilTheNext() {
        AlertWord known = word(DISK.acknowledged(NOON, "Kim"), 1, 1, 0, NOON);
        AlertWord back = word(DISK.unacknowledged(NOON + MINUTE), 1, 2, 0, NOON + MINUTE);
        AlertWord again = word(DISK.acknowledged(NOON + 2 * MINUTE, "Robin"), 1, 3, 0, NOON + 2 * MINUTE);

        assertThat(all(List.of(known, back)).acknowledgement()).isEmpty();
        assertThat(all(List.of(back, known)).acknowledgement()).isEmpty();
        assertThat(all(List.of(again, known, back))
                        .acknowledgement()
                        .orElseThrow()
                        .detail())
                .isEqualTo("Robin");
    }

    @Test
    void theAgentsOwnOrderSaysWhatIsTrueAndNoClockDoes() {
        AlertWord ended = word(DISK.resolved(NOON - MINUTE), 2, 1, 0, NOON);
        AlertWord old = word(DISK.firing(NOON + 60 * MINUTE), 1, 9, 3, NOON + 99 * MINUTE);
        AlertWord anew = word(DISK.firing(NOON - 2 * MINUTE), 2, 1, 1, NOON + 100 * MINUTE);

        assertThat(all(List.of(ended, old)).isResolved()).isTrue();
        assertThat(all(List.of(old, ended)).isResolved()).isTrue();
        assertThat(all(List.of(anew, ended, old)).isResolved()).isFalse();
        assertThat(all(List.of(old)).isResolved()).isFalse();
    }

    @Test
    void theFirstFiringTheNewestValueAndTheNewestHandCount() {
        AlertEpisode episode = all(life());
        assertThat(episode.first().orElseThrow().at().millis()).isEqualTo(NOON);
        assertThat(episode.last().orElseThrow().at().millis()).isEqualTo(NOON + 1510 * MINUTE);
        assertThat(episode.acknowledged().orElseThrow().detail()).isEqualTo("Robin");
        assertThat(episode.about().began().millis()).isEqualTo(NOON - 5 * MINUTE);
        assertThat(episode.heardAt()).isEqualTo(NOON + 9_000);
    }

    @Test
    void aWordThatComesAgainToARestoredHubKeepsItsFirstArrival() {
        AlertWord first = word(DISK.firing(NOON), 1, 1, 0, NOON + 1);
        AlertWord again = word(DISK.firing(NOON), 1, 1, 0, NOON + 50_000);
        assertThat(all(List.of(again, first)))
                .isEqualTo(all(List.of(first, again)))
                .isEqualTo(all(List.of(first)));
    }

    @Test
    void onlyOneEpisodesWordsGoTogether() {
        var later = new AlertEvents.Named("DiskFills", "/data", NOON);
        var one = AlertEpisode.of(word(DISK.firing(NOON), 1, 1, 0, NOON));
        var other = AlertEpisode.of(word(later.firing(NOON), 1, 1, 1, NOON));
        assertThatThrownBy(() -> one.with(other)).hasMessageContaining("are two");
    }

    @Test
    void aWordIsReadWithItsLabelsAndOfALaterVersionWhatIsKnown() {
        var event = new AlertEvents.Named("DiskFills", "/data", NOON, Severity.FATAL)
                .event(NOON + MINUTE, Map.of("state", "firing", "value", "3", "colour", "red", "label.", "x"));
        var read = (Reading.Read) AlertWord.read(event, new Place(1, 1, 1, 0), 4, NOON);
        assertThat(read.unknown()).isEqualTo(2);
        assertThat(read.word().about().labels()).isEqualTo(Map.of("device", "/data"));
        assertThat(read.word().about().severity()).isEqualTo(AlertSeverity.CRITICAL);
        assertThat(read.word().about().began().base())
                .as("on the clock of its stamp")
                .isEqualTo(4);
        assertThat(read.word().at().millis() - read.word().about().began().millis())
                .isEqualTo(MINUTE);
    }

    @Test
    void whatNamesNoAlertOrNoKnownStateIsToldApart() {
        for (var broken : List.of(
                Map.of("key", "12"),
                Map.of("key", "0123456789ABCDEF"),
                Map.of("alert", " "),
                Map.of("since", ""),
                Map.of("since", "-5"),
                Map.of("since", "9".repeat(15)),
                Map.of("since", "9".repeat(40)))) {
            var more = new HashMap<String, String>(broken);
            more.put("state", "firing");
            assertThat(AlertWord.read(DISK.event(NOON, more), new Place(1, 1, 1, 0), 0, NOON))
                    .as(broken.toString())
                    .isEqualTo(new Reading.Unreadable());
        }
        assertThat(AlertWord.read(DISK.event(NOON, Map.of("state", "silenced")), new Place(1, 1, 1, 0), 0, NOON))
                .isEqualTo(new Reading.UnknownState());
    }
}
