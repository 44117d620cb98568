package skerry.agent.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.ring.LearnedPattern;
import skerry.agent.ring.PatternNote;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Window;

class WithheldTextTest {
    private static final int K = 5;

    private final List<LearnedPattern> learned = new ArrayList<>();
    private final List<PatternNote> notes = new ArrayList<>();
    private OpenMinute minute = open();
    private long now;

    private static OpenMinute open() {
        return new OpenMinute(
                new TemplateMiner(MinerLimits.STANDARD, 1),
                100,
                new PatternSettings(K, 0, PatternSettings.USUAL.burstLines()),
                PolicyRedactor.standard());
    }

    private void line(String text) {
        minute.line("app.log", Severity.INFO, text);
    }

    private OpenMinute.Closed close() {
        var closed = minute.close(new Window(now, 60_000));
        now += 60_000;
        minute.stored(closed);
        learned.addAll(minute.learned(false).learned());
        notes.addAll(minute.known(false).notes());
        return closed;
    }

    private static List<String> texts(OpenMinute.Closed closed) {
        return closed.templates().stream().map(PatternTemplate::template).toList();
    }

    private static PatternSummary only(OpenMinute.Closed closed) {
        assertThat(closed.summary().patterns()).hasSize(1);
        return closed.summary().patterns().getFirst();
    }

    @Test
    void untilItWasSeenWithFiveDifferentValuesOnlyTheIdAndTheCountsOfAPatternLeave() {
        for (int i = 0; i < K - 1; i++) {
            line("pump " + i + " started");
        }
        var withheld = close();
        assertThat(texts(withheld)).containsExactly("");
        assertThat(only(withheld).total()).isEqualTo(4);
        assertThat(only(withheld).firstExample() + only(withheld).lastExample()).isEmpty();

        line("pump 77 started");
        var shown = close();
        assertThat(texts(shown)).containsExactly("pump <*> started");
        assertThat(only(shown).firstExample()).isEqualTo("pump 77 started");
        assertThat(only(shown).patternId()).isEqualTo(only(withheld).patternId());
    }

    @Test
    void theSameValueCountsOnceHoweverOftenAndWheneverItComes() {
        for (int i = 0; i < 1_000; i++) {
            line("2026-11-26T10:03:%02d.%03dZ pump 7 started at 17642304%02d.25".formatted(i % 60, i, i % 100));
            if (i % 100 == 0) {
                assertThat(texts(close())).containsExactly("");
            }
        }
        assertThat(texts(close())).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[26/Nov/2026:10:03:%02d +0000] GET /home took no time",
                "20261126T1003%02dZ pump 7 started",
                "[   12.3456%02d] usb 1-1 pump is gone",
                "17642304%02d.25 pump 7 started",
                "26/11/2026 10:03:%02d pump 7 started"
            })
    void aTimeIsNoValueInWhicheverFormItIsWritten(String line) {
        for (int i = 0; i < 3 * K; i++) {
            line(line.formatted(i));
        }
        assertThat(texts(close())).allMatch(String::isEmpty);
    }

    @Test
    void noLineLeavesOfThoseThatThereIsNoRoomToTellApart() {
        for (int i = 0; i < 150; i++) {
            line("lorem" + "a".repeat(i) + " said to everybody");
        }
        var closed = close();
        PatternSummary rest = closed.summary().patterns().stream()
                .filter(pattern -> pattern.patternId() == TemplateMiner.ANYTHING.id())
                .findFirst()
                .orElseThrow();
        assertThat(rest.total()).isGreaterThan(K);
        assertThat(rest.firstExample() + rest.lastExample()).isEmpty();
    }

    @Test
    void aLineWithoutValuesButItsTimeLeavesAfterFiveOfIt() {
        for (int i = 0; i < K; i++) {
            line("2026-11-26 10:03:0" + i + " the web server is ready");
            line("login of <user> refused");
            line("the web server is ready");
            assertThat(texts(close())).allMatch(i < K - 1 ? String::isEmpty : text -> !text.isEmpty());
        }
    }

    @Test
    void tokensTellPersonsApartAndTheSamePersonCountsOnce() {
        for (int i = 0; i < 20; i++) {
            line("login of <user:abcdefgh2" + (char) ('a' + i % (K - 1)) + "> refused");
        }
        assertThat(texts(close())).containsExactly("");
        line("login of <user:abcdefgh2z> refused");
        assertThat(texts(close())).containsExactly("login of <*> refused");
    }

    @Test
    void whatLeavesIsCheckedWordByWord() {
        for (int i = 0; i < K; i++) {
            line("door " + i + " opened by Fitzgerald");
        }
        var closed = close();
        assertThat(texts(closed)).containsExactly("door <*> opened by <*>");
        assertThat(only(closed).firstExample()).isEqualTo("door 0 opened by <*>");
        assertThat(only(closed).lastExample()).isEqualTo("door 4 opened by <*>");
    }

    @Test
    void howOftenAPatternWasSeenIsNotCountedAnewAfterARestart() {
        for (int i = 0; i < K - 1; i++) {
            line("pump " + i + " started");
        }
        close();
        minute = open();
        minute.restore(learned, notes);
        line("pump 77 started");

        assertThat(texts(close())).containsExactly("pump <*> started");
        assertThat(minute.templates(learned))
                .extracting(PatternTemplate::template)
                .containsExactly("pump <*> started");
    }

    @Test
    void aPatternThatOthersBecameHasTheirValues() {
        for (String name : List.of("ada", "bea", "cid", "dan", "eva", "fay", "gus")) {
            line("unit " + name + " joined the site");
        }
        assertThat(texts(close())).contains("unit <*> joined the site");
    }

    @Test
    void whatIsRememberedIsBounded() {
        var known = new KnownPatterns(3);
        for (long id = 1; id <= 5; id++) {
            known.of(id).line(1);
            known.of(1);
        }
        assertThat(known.takeForgotten()).containsExactly(2L, 3L);
        assertThat(known.takeChanged(true)).extracting(PatternNote::pattern).containsExactly(4L, 5L, 1L);
    }

    @Test
    void valuesAreNeverCountedTooHigh() {
        var pattern = new KnownPattern(1);
        for (int i = 1; i <= 200; i++) {
            pattern.line(Evidence.of("pump " + i + " started"));
            assertThat(pattern.values()).isBetween(Math.min(1, i), Math.min(i, 128));
        }
        assertThat(pattern.values()).isGreaterThan(90);
    }
}
