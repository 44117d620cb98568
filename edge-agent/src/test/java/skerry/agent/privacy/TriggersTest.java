package skerry.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TriggersTest {
    /** A detector that is nothing but its triggers. */
    private record Named(String kind, List<String> triggers) implements Detector {
        @Override
        public Span find(Text text, int at) {
            return Span.NONE;
        }
    }

    @Test
    void aTriggerIsSeenWhereItEndsAndNowhereElse() {
        assertThat(hits("xx ab12 AB9", new Named("a", List.of("ab%d")))).containsExactly("a@6", "a@11");
        assertThat(hits("fa:0c g1:2", new Named("h", List.of("%x:%x")))).containsExactly("h@4", "h@10");
    }

    @Test
    void aTriggerInsideAnotherIsSeenAndTheOrderIsThePolicys() {
        var longer = new Named("longer", List.of("token"));
        var end = new Named("end", List.of("ken"));

        assertThat(hits("token", longer, end)).containsExactly("longer@5", "end@5");
        assertThat(hits("token", end, longer)).containsExactly("end@5", "longer@5");
    }

    @Test
    void agreesWithAnExpressionForEachTriggerOnRandomTexts() {
        var random = new Random(11);
        for (int round = 0; round < 300; round++) {
            var detectors = new ArrayList<Named>();
            for (int d = random.nextInt(4); d >= 0; d--) {
                detectors.add(new Named("d" + d, List.of(trigger(random), trigger(random))));
            }
            String text = text(random);
            var expected = new ArrayList<String>();
            for (int end = 1; end <= text.length(); end++) {
                for (Named detector : detectors) {
                    if (endsWithOneOf(detector.triggers, text.substring(0, end))) {
                        expected.add(detector.kind + "@" + end);
                    }
                }
            }
            assertThat(hits(text, detectors.toArray(Named[]::new)))
                    .as("%s in %s", detectors, text)
                    .isEqualTo(expected);
        }
    }

    @Test
    void aTriggerThatIsEmptyIsRefused() {
        assertThatThrownBy(() -> new Triggers(List.of(new Named("a", List.of("")))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCharacterOutsideAsciiStandsForAnySuch() {
        var detector = new Named("a", List.of("tél:"));

        assertThat(hits("tél: tel: tèl: t手l: t_l:", detector)).hasSize(3);
    }

    private static List<String> hits(String text, Named... detectors) {
        var triggers = new Triggers(List.of(detectors));
        var hits = new ArrayList<String>();
        int state = Triggers.START;
        for (int i = 0; i < text.length(); i++) {
            state = triggers.next(state, text.charAt(i));
            if (triggers.hit(state)) {
                for (Detector detector : triggers.detectors(state)) {
                    hits.add(detector.kind() + "@" + (i + 1));
                }
            }
        }
        return hits;
    }

    private static boolean endsWithOneOf(List<String> triggers, String text) {
        return triggers.stream().anyMatch(trigger -> {
            String expression = "(?is).*"
                    + Pattern.quote(trigger)
                            .replace("%d", "\\E[0-9]\\Q")
                            .replace("%x", "\\E[0-9a-f]\\Q")
                            .replace("\u00f6", "\\E[^\\x00-\\x7f]\\Q");
            return Pattern.matches(expression, text);
        });
    }

    private static String trigger(Random random) {
        String[] elements = {"a", "b", "g", "%d", "%x", "\u00f6", ":", "-", "%"};
        var trigger = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            trigger.append(elements[random.nextInt(elements.length)]);
        }
        return trigger.toString();
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(60); i >= 0; i--) {
            text.append("abgABG0159:-%xü".charAt(random.nextInt(15)));
        }
        return text.toString();
    }
}
