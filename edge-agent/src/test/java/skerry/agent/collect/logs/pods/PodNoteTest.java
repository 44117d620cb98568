package skerry.agent.collect.logs.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skerry.protocol.series.Labels;

class PodNoteTest {
    private final List<String> problems = new ArrayList<>();

    @Test
    void aContainersOwnWordGoesBeforeThePods() {
        PodNote note = read(Map.of("skerry.io/logs", "off", "skerry.io/logs.web", "on"));

        assertThat(note.isOff("web")).isFalse();
        assertThat(note.isOff("proxy")).isTrue();
        assertThat(read(Map.of("skerry.io/logs.proxy", "off")).isOff("web")).isFalse();
    }

    @Test
    void whatCannotBeUsedIsSaidInASentenceAndCountsAsNotSaid() {
        PodNote note = read(Map.of("skerry.io/logs", "no\nway", "skerry.io/multiline", "(", "other.io/logs", "off"));

        assertThat(note).isEqualTo(PodNote.NONE);
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "the annotation skerry.io/logs must be \"on\" or \"off\", and is \"no?way\"",
                        "the annotation skerry.io/multiline cannot be used: \"(\" is no regular expression: missing"
                                + " closing )");
    }

    private PodNote read(Map<String, String> annotations) {
        return PodNote.of(annotations, Labels.NONE, problems::add);
    }
}
