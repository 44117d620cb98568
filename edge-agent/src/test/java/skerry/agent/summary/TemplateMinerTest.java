package skerry.agent.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.ring.LearnedPattern;

class TemplateMinerTest {
    private static final String[] WORDS =
            ("alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec"
                            + " romeo sierra tango uniform victor whiskey xray yankee zulu")
                    .split(" ", -1);

    private final TemplateMiner miner = new TemplateMiner(MinerLimits.STANDARD, 1);

    @Test
    void anIdIsTheStartOfTheTemplatesHash() {
        Pattern pattern = miner.mine("s", "valve 17 opened after 3 s");

        assertThat(pattern.template()).isEqualTo("valve <*> opened after <*>");
        // printf 'valve <*> opened after <*>' | sha256sum
        assertThat(HexFormat.of().toHexDigits(pattern.id())).isEqualTo(VALVE);
    }

    private static final String VALVE = "f83cdd96a062b6e1";

    @Test
    void aStructuredLineHasThePatternOfItsMessage() {
        Pattern plain = miner.mine("a", "valve 17 opened");

        assertThat(miner.mine("b", "{\"level\":\"info\",\"msg\":\"valve 4 opened\"}"))
                .isSameAs(plain);
        assertThat(miner.mine("c", "level=info msg=\"valve 5 opened\" x=y")).isSameAs(plain);
    }

    @Test
    void aTokenMakesNoDifferenceSoThatEverySiteHasThePattern() {
        for (String form : List.of(
                "login of %s from %s port 4711 failed",
                "{\"msg\":\"login of %s\",\"from\":\"%s\"}",
                "level=info msg=\"%s came\" address=%s:17",
                "GET /home/%s/x?from=%s",
                "%s%s")) {
            Pattern masked = miner.mine("s", form.formatted("<user>", "<ipv4>"));

            assertThat(miner.mine("s", form.formatted("<user:abcdefgh27>", "<ipv4:2345672345>")))
                    .isSameAs(masked);
        }
    }

    @Test
    void wordsThatMeanSomethingStayApart() {
        List<Pattern> states = Arrays.stream("opened closed stuck leaking cleaned".split(" ", -1))
                .map(state -> miner.mine("s", "valve 7 of line north is " + state))
                .toList();

        assertThat(states).doesNotHaveDuplicates();
        assertThat(states).allSatisfy(state -> assertThat(miner.current(state)).isEqualTo(state));
    }

    @Test
    void manyWordsInOnePlaceBecomeAVariableAndLeaveAliases() {
        var before = new ArrayList<Pattern>();
        for (int i = 0; i < 6; i++) {
            before.add(miner.mine("s", "unit [" + WORDS[i] + "] joined the site"));
        }
        Pattern merged = miner.mine("s", "unit [" + WORDS[9] + "] joined the site");

        assertThat(merged.template()).isEqualTo("unit [<*>] joined the site");
        assertThat(before.subList(0, 5)).allSatisfy(old -> {
            assertThat(old).isNotEqualTo(merged);
            assertThat(miner.current(old)).isEqualTo(merged);
        });
        assertThat(miner.aliasesAfter(0))
                .hasSize(6)
                .allSatisfy(alias -> assertThat(alias.to()).isEqualTo(merged));
        assertThat(miner.aliasesAfter(miner.aliasesAfter(0).getLast().sequence()))
                .isEmpty();
        assertThat(miner.size()).isEqualTo(1);
    }

    @Test
    void aWordJoinsAPlaceThatIsKnownToVary() {
        Pattern known = miner.mine("s", "synchronized with peer 17, stratum 2");

        assertThat(miner.mine("s", "synchronized with peer local, stratum 3")).isSameAs(known);
        assertThat(miner.mine("s", "synchronized with peer LOCAL(0), stratum 3"))
                .isSameAs(known);
        assertThat(miner.mine("s", "synchronized with host local, stratum 3")).isNotSameAs(known);
    }

    @Test
    void anAliasOfAnAliasLeadsToTheEnd() {
        var first = new ArrayList<Pattern>();
        for (int a = 0; a < 6; a++) {
            first.add(miner.mine("s", "move from " + WORDS[a] + " to north side now"));
        }
        for (int b = 0; b < 7; b++) {
            for (int a = 0; a < 7; a++) {
                miner.mine("s", "move from " + WORDS[a] + " to " + WORDS[10 + b] + " side now");
            }
        }

        Pattern last = miner.current(first.getFirst());
        assertThat(last.template()).isEqualTo("move from <*> to <*> side now");
        assertThat(first).allSatisfy(old -> assertThat(miner.current(old)).isEqualTo(last));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theOrderOfArrivalDoesNotChangeIds(long seed) {
        List<String> lines = mixedLines(seed);
        Map<String, Long> reference = ids(lines);

        for (int round = 0; round < 5; round++) {
            var shuffled = new ArrayList<>(lines);
            Collections.shuffle(shuffled, new Random(seed * 100 + round));
            assertThat(ids(shuffled)).isEqualTo(reference);
        }
    }

    /** Messages with numbers, paths and names, and with three places where many words occur. */
    private static List<String> mixedLines(long seed) {
        var random = new Random(seed);
        var lines = new ArrayList<String>();
        for (int i = 0; i < 3_000; i++) {
            String word = WORDS[random.nextInt(WORDS.length)];
            int n = random.nextInt(1_000);
            lines.add(
                    switch (random.nextInt(8)) {
                        case 0 -> "unit " + word + " joined the site";
                        case 1 -> "session of operator " + word + " closed after " + n + " s";
                        case 2 -> "reading " + n + " from /dev/tty" + n;
                        case 3 -> "pump " + n + (random.nextBoolean() ? " started" : " stopped");
                        case 4 -> "config: owner=" + word + " rev=" + n;
                        case 5 -> "frame " + Integer.toHexString(n) + "0f dropped: bad checksum";
                        case 6 -> "mode " + WORDS[random.nextInt(3)] + " entered by plan";
                        default -> "temperature " + n / 10.0 + " °C at probe " + random.nextInt(4);
                    });
        }
        return lines;
    }

    private static Map<String, Long> ids(List<String> lines) {
        var miner = new TemplateMiner(MinerLimits.STANDARD, 9);
        var mined = new HashMap<String, Pattern>();
        lines.forEach(line -> mined.put(line, miner.mine("s", line)));
        var ids = new HashMap<String, Long>();
        mined.forEach((line, pattern) -> ids.put(line, miner.current(pattern).id()));
        return ids;
    }

    @Test
    void aFloodOfDifferentLinesStaysBoundedAndIsCounted() {
        var limits = new MinerLimits(300, 100, 50);
        var flooded = new TemplateMiner(limits, 1);
        var random = new Random(5);
        int anything = 0;
        for (int i = 0; i < 20_000; i++) {
            Pattern pattern = flooded.mine("source-" + i % 7, sentence(random));
            anything += pattern.equals(TemplateMiner.ANYTHING) ? 1 : 0;
            assertThat(flooded.size()).isLessThanOrEqualTo(300);
        }

        assertThat(flooded.aliasesAfter(0)).hasSizeLessThanOrEqualTo(50);
        assertThat(flooded.overflowed()).isEqualTo(anything).isGreaterThan(15_000);
    }

    @Test
    void aNoisySourceCostsAQuietOneNothing() {
        var limited = new TemplateMiner(new MinerLimits(200, 150, 50), 1);
        List<String> quiet = IntStream.range(0, 20)
                .mapToObj(i -> "quiet task " + WORDS[i] + " of the " + WORDS[25 - i] + " done")
                .toList();
        Map<String, Pattern> learned = new HashMap<>();
        quiet.forEach(line -> learned.put(line, limited.mine("quiet", line)));
        var random = new Random(6);
        for (int i = 0; i < 30_000; i++) {
            limited.mine("noisy", sentence(random));
        }

        quiet.forEach(line -> assertThat(limited.mine("quiet", line)).isSameAs(learned.get(line)));
    }

    @Test
    void patternsInUseSurviveThoseThatWereSeenOnce() {
        var limited = new TemplateMiner(new MinerLimits(60, 60, 50), 1);
        Pattern used = limited.mine("s", "the daily backup finished well");
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            limited.mine("s", sentence(random));
            assertThat(limited.mine("s", "the daily backup finished well")).isSameAs(used);
        }
    }

    private static String sentence(Random random) {
        var words = new ArrayList<String>();
        for (int i = 0; i < 9; i++) {
            words.add(WORDS[random.nextInt(WORDS.length)]);
        }
        return String.join(" ", words);
    }

    @Test
    void afterARestartItGoesOnWithWhatItKnew() {
        var kept = new LinkedHashMap<Long, LearnedPattern>();
        List<String> lines = mixedLines(3);
        keep(miner.changes(), kept);
        for (int i = 0; i < 10; i++) {
            miner.mine("s", "removing " + WORDS[i]);
            keep(miner.changes(), kept);
        }
        lines.forEach(line -> miner.mine("s", line));
        keep(miner.changes(), kept);

        var restored = new TemplateMiner(MinerLimits.STANDARD, 3);
        assertThat(restored.restore(List.copyOf(kept.values()))).isZero();

        assertThat(restored.size()).isEqualTo(miner.size());
        assertThat(restored.changes()).isEqualTo(new PatternMiner.Changes(List.of(), List.of()));
        assertThat(restored.mine("s", "removing more").template()).isEqualTo("removing <*>");
        lines.forEach(line -> assertThat(restored.mine("s", line)).isEqualTo(miner.mine("s", line)));
        assertThat(restored.changes()).isEqualTo(new PatternMiner.Changes(List.of(), List.of()));
    }

    @Test
    void whatIsKeptIsWhatItKnowsHoweverMuchItForgot() {
        var limited = new TemplateMiner(new MinerLimits(60, 60, 50), 1);
        var kept = new LinkedHashMap<Long, LearnedPattern>();
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            limited.mine("s", sentence(random));
            if (i % 100 == 0) {
                keep(limited.changes(), kept);
                assertThat(kept).hasSize(limited.size());
            }
        }
        keep(limited.changes(), kept);

        assertThat(limited.everything().learned()).containsExactlyInAnyOrderElementsOf(kept.values());
    }

    private static void keep(PatternMiner.Changes changes, Map<Long, LearnedPattern> kept) {
        changes.forgotten().forEach(id -> assertThat(kept.remove(id)).isNotNull());
        changes.learned().forEach(pattern -> kept.put(pattern.id(), pattern));
    }

    @Test
    void aMemoryThatDoesNotFitItsIdsIsRefusedAndTheRestUsed() {
        miner.mine("s", "pump 1 started");
        LearnedPattern good = miner.changes().learned().getFirst();

        var restored = new TemplateMiner(MinerLimits.STANDARD, 3);

        assertThat(restored.restore(List.of(
                        new LearnedPattern(good.id() + 1, 0, "s", good.template()),
                        new LearnedPattern(good.id(), 0, "s", ""),
                        good,
                        good)))
                .isEqualTo(3);
        assertThat(restored.size()).isEqualTo(1);
    }

    @Test
    void aMemoryOfAnyTextsIsSurvivedWithinTheLimits() {
        mixedLines(4).forEach(line -> miner.mine("s", line));
        List<LearnedPattern> kept = miner.changes().learned();
        var random = new Random(8);
        for (int round = 0; round < 200; round++) {
            List<LearnedPattern> damaged = new ArrayList<>();
            for (LearnedPattern pattern : kept) {
                var text = new StringBuilder(pattern.template());
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
                damaged.add(new LearnedPattern(
                        PatternId.of(text.toString()), random.nextLong(), pattern.source(), text.toString()));
            }
            var restored = new TemplateMiner(new MinerLimits(20, 10, 5), 3);
            restored.restore(damaged);
            restored.mine("s", "pump 1 started");
            assertThat(restored.size()).isLessThanOrEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1:zz:", "1:", "a1 b ", "x=1,", "<", "<*>", "...a", "(", "é1 ", "/a?b=", "://", "a.b.com:1:q "})
    void aMessageOfOnePieceEndlesslyIsCut(String piece) {
        assertThat(miner.mine("s", piece.repeat(5_000)).template().length()).isLessThan(700);
    }

    @Test
    void anyMessageHasAPattern() {
        var random = new Random(10);
        String pieces = "ab Z09 .:/-_=\"'()[]{}<>*,;|\t\n\\%$#@!?ü😀\0\uD800<*><ip>...";
        for (int i = 0; i < 20_000; i++) {
            var message = new StringBuilder();
            for (int k = random.nextInt(80); k > 0; k--) {
                message.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            boolean endless = i % 100 == 0;
            Pattern pattern = miner.mine("s", endless ? message.toString().repeat(200) : message.toString());
            assertThat(pattern.template()).doesNotContain("\n", "\t");
            assertThat(pattern.template().length()).isLessThan(700);
        }
    }
}
