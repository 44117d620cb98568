package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.SealedNames;

class HiddenPlacesTest {
    private static final String PERSONAL = "/home/anna.berg/app.log#1";

    /** Rows as the ring keeps them: the newest of each key, none with an empty state. */
    private final Map<String, String> rows = new LinkedHashMap<>();

    private final LogIntake ring = new LogIntake() {
        @Override
        public void record(LogRecord record) {}

        @Override
        public void checkpoint(Checkpoint checkpoint) {
            rows.remove(checkpoint.sourceKey());
            if (!checkpoint.state().isEmpty()) {
                rows.put(checkpoint.sourceKey(), checkpoint.state());
            }
        }

        @Override
        public void lost(LogSource source, long records, String cause) {}
    };

    private HiddenPlaces places(byte node) {
        byte[] secret = new byte[48];
        secret[0] = node;
        return new HiddenPlaces(new SealedNames(secret, PolicyRedactor.standard()), ring, () -> stored());
    }

    private List<Checkpoint> stored() {
        var stored = new ArrayList<Checkpoint>();
        rows.forEach((key, state) -> stored.add(new Checkpoint(key, state)));
        return stored;
    }

    @Test
    void aPlaceIsFoundAgainAlthoughItsNameIsStoredNowhere() throws Exception {
        places((byte) 1).checkpoint(new Checkpoint(PERSONAL, "at 12"));
        places((byte) 1).checkpoint(new Checkpoint(PERSONAL, "at 15"));

        assertThat(rows).hasSize(1);
        assertThat(rows.toString()).doesNotContain("anna");
        assertThat(places((byte) 1).load()).containsExactly(new Checkpoint(PERSONAL, "at 15"));
    }

    @Test
    void whatAnEarlierReleaseLeftReadableIsHiddenWithTheNextPlace() throws Exception {
        rows.put(PERSONAL, "at 12");
        var places = places((byte) 1);

        assertThat(places.load()).containsExactly(new Checkpoint(PERSONAL, "at 12"));
        places.checkpoint(new Checkpoint("/var/log/syslog#2", "at 3"));

        assertThat(rows.toString()).doesNotContain("anna");
        assertThat(places((byte) 1).load())
                .containsExactlyInAnyOrder(
                        new Checkpoint(PERSONAL, "at 12"), new Checkpoint("/var/log/syslog#2", "at 3"));
    }

    @Test
    void placesThatAnotherNodeHidAreDroppedAndTheOthersKept() throws Exception {
        places((byte) 1).checkpoint(new Checkpoint(PERSONAL, "at 12"));
        places((byte) 1).checkpoint(new Checkpoint("/var/log/syslog#2", "at 3"));
        var other = places((byte) 2);

        assertThat(other.load()).containsExactly(new Checkpoint("/var/log/syslog#2", "at 3"));
        other.checkpoint(new Checkpoint("/var/log/syslog#2", "at 4"));

        assertThat(rows).containsOnlyKeys("/var/log/syslog#2");
    }

    @Test
    void aSourceThatIsGoneIsForgotten() throws Exception {
        places((byte) 1).checkpoint(new Checkpoint(PERSONAL, "at 12"));
        places((byte) 1).checkpoint(new Checkpoint(PERSONAL, ""));

        assertThat(rows).isEmpty();
    }
}
