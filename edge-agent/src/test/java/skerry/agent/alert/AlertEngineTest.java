package skerry.agent.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.ring.Outbox;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

class AlertEngineTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE = Duration.ofMinutes(5);

    private static final String HOT = """
            groups:
              - name: pump
                interval: 15s
                rules:
                  - alert: PumpHot
                    expr: pump_celsius > 80
                    for: 5m
                    labels: {severity: warning}
                    annotations:
                      summary: "Pump {{ $labels.pump }} has {{ $value }} degrees"
                      description: Look at its cooling.
                      runbook_url: https://example.org/pump
            """;

    @TempDir
    private Path folder;

    @Test
    void anAlertIsPendingThenFiresThenIsResolvedAndOnlyTheLastTwoAreTold() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", Labels.of("pump", "a"), 70);
            node.pass(FIVE);
            assertThat(node.engine().board().alerts()).isEmpty();

            node.set("pump_celsius", Labels.of("pump", "a"), 85.5);
            node.pass(MINUTE);
            long since = node.wall - MINUTE.toMillis() + 15_000;
            assertThat(node.engine().board().alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.firing()).isFalse();
                assertThat(alert.since()).isEqualTo(since);
            });
            assertThat(node.told).isEmpty();

            node.pass(FIVE);
            node.set("pump_celsius", Labels.of("pump", "a"), 60);
            node.pass(MINUTE);

            assertThat(node.words()).containsExactly("firing PumpHot", "resolved PumpHot condition");
            Event fired = node.told.getFirst();
            assertThat(fired.type()).isEqualTo("alert");
            assertThat(fired.severity()).isEqualTo(Severity.WARNING);
            assertThat(fired.text()).isEqualTo("Pump a has 85.5 degrees");
            assertThat(fired.wallMillis()).isEqualTo(since + FIVE.toMillis());
            assertThat(fired.attributes())
                    .containsEntry("since", Long.toString(since))
                    .containsEntry("value", "85.5")
                    .containsEntry("label.pump", "a")
                    .containsEntry("label.severity", "warning")
                    .containsEntry("description", "Look at its cooling.")
                    .containsEntry("runbook", "https://example.org/pump")
                    .doesNotContainKeys("label.alertname", "label.__name__", "reason");
            assertThat(fired.attributes().get("key")).matches("[0-9a-f]{16}");
            Event resolved = node.told.getLast();
            assertThat(resolved.attributes())
                    .containsEntry("key", fired.attributes().get("key"))
                    .containsEntry("since", Long.toString(since))
                    .doesNotContainKey("value");
            assertThat(node.engine().board().alerts()).isEmpty();
        }
    }

    @Test
    void whatHeldTooShortlyIsNeverTold() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(4));
            node.set("pump_celsius", 70);
            node.pass(MINUTE);
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(4));

            assertThat(node.told).isEmpty();
            assertThat(node.engine().board().count(false)).isOne();
        }
    }

    @Test
    void aRestartInTheMiddleOfTheTimeDoesNotBeginItAgain() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(4));
            long since = node.engine().board().alerts().getFirst().since();

            node.restart(Duration.ofSeconds(30));
            node.pass(Duration.ofSeconds(75));

            assertThat(node.words()).containsExactly("firing PumpHot");
            assertThat(node.told.getFirst().attributes()).containsEntry("since", Long.toString(since));
        }
    }

    @Test
    void aRebootWithAClockThatIsRightDoesNotBeginItAgainEither() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(4));

            node.reboot(Duration.ofSeconds(45), Duration.ZERO);
            node.pass(MINUTE);

            assertThat(node.words()).containsExactly("firing PumpHot");
        }
    }

    @Test
    void afterARebootWithAClockThatIsWrongOrALongTimeAwayItBeginsAgain() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(4));
            node.reboot(Duration.ofSeconds(45), Duration.ofDays(-3_000));
            node.pass(Duration.ofMinutes(4));
            assertThat(node.told).isEmpty();
            node.restart(Duration.ofHours(2));
            node.pass(Duration.ofMinutes(4));
            assertThat(node.told).isEmpty();
            node.pass(Duration.ofMinutes(2));

            assertThat(node.words()).containsExactly("firing PumpHot");
        }
    }

    @Test
    void aWallClockThatIsSetNeitherFiresNorEndsAnything() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", Labels.of("pump", "a"), 90);
            node.pass(Duration.ofMinutes(2));
            node.wall += Duration.ofDays(400).toMillis();
            node.pass(MINUTE);
            assertThat(node.told).isEmpty();
            assertThat(node.engine().board().count(false)).isOne();

            node.pass(Duration.ofMinutes(3));
            assertThat(node.words()).containsExactly("firing PumpHot");

            node.wall -= Duration.ofDays(900).toMillis();
            node.engine().round();
            node.pass(Duration.ofMinutes(10));
            assertThat(node.words()).containsExactly("firing PumpHot");
        }
    }

    @Test
    void aCounterIsJudgedRightlyAcrossAStepOfTheWallClock() {
        try (var node = new WatchedNode(folder, """
                groups:
                  - name: kills
                    interval: 15s
                    rules:
                      - alert: Kills
                        expr: increase(kills_total[10m]) > 2
                """)) {
            node.set("kills_total", 5);
            node.pass(FIVE);
            node.wall += Duration.ofHours(7).toMillis();
            node.set("kills_total", 9);
            node.pass(MINUTE);

            assertThat(node.words()).containsExactly("firing Kills");
        }
    }

    @Test
    void aFiringAlertIsToldAgainAfterEachStartAndOnceADay() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(6));
            node.restart(MINUTE);
            node.pass(Duration.ofMinutes(3));
            assertThat(node.words()).containsExactly("firing PumpHot", "firing PumpHot");

            node.passSlowly(Duration.ofHours(25));
            assertThat(node.words()).hasSize(3).containsOnly("firing PumpHot");
            assertThat(node.told)
                    .extracting(event -> event.attributes().get("since"))
                    .containsOnly(node.told.getFirst().attributes().get("since"));
        }
    }

    @Test
    void aKillBeforeTheCommitForgetsTheWordAndTheStateTogether() throws IOException {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            for (int i = 0; i < 40 && node.told.isEmpty(); i++) {
                node.pass(WatchedNode.EVERY);
            }
            assertThat(node.told).hasSize(1);
            long since = node.engine().board().alerts().getFirst().since();
            assertThat(node.ring().notes())
                    .singleElement()
                    .satisfies(stored -> assertThat(stored.note().state())
                            .as("still pending on disk")
                            .contains("\"firing\":false"));

            node.kill(WatchedNode.EVERY);
            node.told.clear();
            node.pass(Duration.ofMinutes(2));

            assertThat(node.words()).containsExactly("firing PumpHot");
            assertThat(node.told.getFirst().attributes()).containsEntry("since", Long.toString(since));
        }
    }

    @Test
    void aKillAfterTheCommitLeavesBothAndWhatEndedMeanwhileIsResolved() throws IOException {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(6));
            node.kill(Duration.ofMinutes(20));
            node.set("pump_celsius", 50);
            node.pass(Duration.ofMinutes(2));

            assertThat(node.words()).containsExactly("firing PumpHot", "resolved PumpHot condition");
        }
    }

    @Test
    void anAlertWhoseRuleWasRemovedIsResolvedAsGone() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(6));
            node.rules("groups: []");
            node.restart(MINUTE);
            node.pass(MINUTE);
            node.restart(MINUTE);
            node.pass(MINUTE);

            assertThat(node.words()).containsExactly("firing PumpHot", "resolved PumpHot gone");
        }
    }

    @Test
    void aFlappingAlertKeepsFiringAsLongAsItsRuleSays() {
        try (var node = new WatchedNode(folder, """
                groups:
                  - name: door
                    interval: 15s
                    rules:
                      - alert: DoorOpen
                        expr: door_open == 1
                        keep_firing_for: 3m
                """)) {
            for (int i = 0; i < 5; i++) {
                node.set("door_open", 1);
                node.pass(MINUTE);
                node.set("door_open", 0);
                node.pass(Duration.ofMinutes(2));
            }
            assertThat(node.words()).containsExactly("firing DoorOpen");

            node.pass(Duration.ofMinutes(2));
            assertThat(node.words()).containsExactly("firing DoorOpen", "resolved DoorOpen condition");
        }
    }

    @Test
    void theTimeThatAnAlertKeepsFiringGoesOnAfterARestart() {
        try (var node = new WatchedNode(folder, HOT.replace("for: 5m", "keep_firing_for: 5m"))) {
            node.set("pump_celsius", 90);
            node.pass(MINUTE);
            node.set("pump_celsius", 50);
            node.pass(Duration.ofMinutes(3));
            node.restart(Duration.ofSeconds(15));
            node.told.clear();
            node.pass(Duration.ofMinutes(2));

            assertThat(node.words()).containsExactly("firing PumpHot", "resolved PumpHot condition");
        }
    }

    @Test
    void ofAThousandSeriesAHundredBecomeAlertsAndTheRestAreCounted() {
        try (var node = new WatchedNode(folder, HOT.replace("5m", "0s"))) {
            for (int i = 0; i < 1_000; i++) {
                node.set("pump_celsius", Labels.of("pump", "p" + i), 90);
            }
            node.pass(MINUTE);

            assertThat(node.told).hasSize(RuleState.MOST_ALERTS);
            assertThat(node.engine().board().leftOut()).isEqualTo(2 * 900);
            assertThat(node.engine().board().alerts()).hasSize(RuleState.MOST_ALERTS);
        }
    }

    @Test
    void aRuleThatCannotBeEvaluatedSaysWhyAndCostsTheOthersNothing() {
        try (var node = new WatchedNode(folder, """
                groups:
                  - name: mixed
                    interval: 15s
                    rules:
                      - alert: Broken
                        expr: left_value * right_value > 0
                      - alert: Works
                        expr: left_value > 0
                """)) {
            node.set("left_value", Labels.of("a", "1"), 1);
            node.set("right_value", Labels.of("a", "1"), 1);
            node.pass(MINUTE);
            assertThat(node.words()).containsExactlyInAnyOrder("firing Broken", "firing Works");

            node.rules("""
                    groups:
                      - name: mixed
                        interval: 15s
                        rules:
                          - alert: Broken
                            expr: left_value * on() right_value > 0
                          - alert: Works
                            expr: left_value > 0
                    """);
            node.set("right_value", Labels.of("a", "2"), 1);
            node.restart(WatchedNode.EVERY);
            node.told.clear();
            node.pass(MINUTE);

            assertThat(node.words()).containsExactly("firing Works");
            assertThat(node.engine().board().troubles()).singleElement().satisfies(trouble -> {
                assertThat(trouble.alert()).isEqualTo("Broken");
                assertThat(trouble.problem()).isNotBlank();
            });
            assertThat(node.engine().board().failures()).isPositive();
            assertThat(node.engine().board().alerts()).as("not said to be well").hasSize(2);
        }
    }

    @Test
    void whatTwoSeriesWouldShareIsNoAlert() {
        try (var node = new WatchedNode(
                folder, HOT.replace("severity: warning", "pump: all").replace("5m", "0s"))) {
            node.set("pump_celsius", Labels.of("pump", "a"), 90);
            node.set("pump_celsius", Labels.of("pump", "b"), 90);
            node.pass(MINUTE);

            assertThat(node.told).isEmpty();
            assertThat(node.engine().board().troubles())
                    .singleElement()
                    .satisfies(trouble -> assertThat(trouble.problem()).contains("two series would be one alert"));
        }
    }

    @Test
    void anAcknowledgementIsToldOnceAndOutlivesARestart() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(6));
            String key = node.engine().board().alerts().getFirst().key();
            var by = new Acknowledgement("Ada", "mail me at ada@example.org", node.wall);

            assertThat(node.engine().acknowledge("0123456789abcdef", by)).isFalse();
            assertThat(node.engine().acknowledge(key, by)).isTrue();
            assertThat(node.engine().acknowledge(key, by)).isTrue();
            assertThat(node.words()).containsExactly("firing PumpHot", "acknowledged PumpHot");
            assertThat(node.told.getLast().attributes())
                    .containsEntry("by", "Ada")
                    .extractingByKey("note")
                    .asString()
                    .doesNotContain("ada@example.org");

            node.restart(MINUTE);
            assertThat(node.engine().board().alerts().getFirst().acknowledged()).isPresent();
            node.pass(MINUTE);
            assertThat(node.words())
                    .containsExactly(
                            "firing PumpHot", "acknowledged PumpHot", "firing PumpHot", "acknowledged PumpHot");

            assertThat(node.engine().unacknowledge(key)).isTrue();
            assertThat(node.engine().board().alerts().getFirst().acknowledged()).isEmpty();
            assertThat(node.words()).last().isEqualTo("unacknowledged PumpHot");
        }
    }

    @Test
    void wordsThatWereLeftInTheDataFolderAreTaken() throws IOException {
        var words = new AckFolder(folder.resolve("acknowledgements"));
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(6));
            String key = node.engine().board().alerts().getFirst().key();

            words.leave(key, Optional.of(new Acknowledgement("Ada", "on my way", node.wall)));
            words.take(node.engine());
            words.take(node.engine());
            assertThat(node.words()).containsExactly("firing PumpHot", "acknowledged PumpHot");

            words.leave(key, Optional.empty());
            words.take(node.engine());
            assertThat(node.engine().board().alerts().getFirst().isOpen()).isTrue();
        }
    }

    @Test
    void whileTheRingCannotBeReadAlertsBeginByWhatWaitsAndNoneEnds() throws IOException {
        try (var node = new WatchedNode(folder, """
                groups:
                  - name: disk
                    interval: 15s
                    rules:
                      - alert: ReadOnly
                        expr: node_filesystem_readonly == 1
                        for: 1m
                      - alert: Seen
                        expr: seen == 1
                """)) {
            node.set("node_filesystem_readonly", 0);
            node.set("seen", 1);
            node.pass(FIVE);
            assertThat(node.words()).containsExactly("firing Seen");

            node.hideRing(true);
            node.set("node_filesystem_readonly", 1);
            node.remove("seen");
            node.pass(Duration.ofMinutes(8));
            assertThat(node.words()).containsExactly("firing Seen", "firing ReadOnly");
            assertThat(node.engine().board().count(true)).isEqualTo(2);

            node.hideRing(false);
            node.set("node_filesystem_readonly", 0);
            node.pass(Duration.ofMinutes(2));
            assertThat(node.words())
                    .startsWith("firing Seen", "firing ReadOnly")
                    .contains("resolved Seen condition", "resolved ReadOnly condition");
        }
    }

    @Test
    void whatThereIsNoRoomForIsToldLaterInItsOrder() {
        try (var node = new WatchedNode(folder, HOT.replace("5m", "0s"))) {
            node.full = true;
            node.set("pump_celsius", 90);
            node.pass(MINUTE);
            node.set("pump_celsius", 50);
            node.pass(MINUTE);
            node.set("pump_celsius", 95);
            node.pass(MINUTE);
            assertThat(node.told).isEmpty();

            node.full = false;
            String key = node.engine().board().alerts().getFirst().key();
            assertThat(node.engine().acknowledge(key, new Acknowledgement("Ada", "", node.wall)))
                    .isTrue();
            node.pass(MINUTE);
            assertThat(node.words())
                    .containsExactly(
                            "firing PumpHot", "resolved PumpHot condition", "firing PumpHot", "acknowledged PumpHot");
            assertThat(node.ring().notes()).hasSize(1);
        }
    }

    @Test
    void aRoundThatTakesTooLongLeavesTheRestToTheNext() {
        try (var node = new WatchedNode(folder, """
                groups:
                  - name: three
                    interval: 15s
                    rules:
                      - {alert: A, expr: x > 0}
                      - {alert: B, expr: x > 0}
                      - {alert: C, expr: x > 0}
                """)) {
            node.set("x", 1);
            node.lookNanos = Duration.ofSeconds(6).toNanos(); // the second look of a round is too late for a rule
            node.pass(Duration.ofSeconds(45));
            assertThat(node.words()).containsExactly("firing A");
            assertThat(node.engine().board().troubles())
                    .hasSize(2)
                    .allSatisfy(trouble -> assertThat(trouble.problem()).contains("all the time of a round"));

            node.pass(Duration.ofSeconds(15));
            assertThat(node.words()).containsExactly("firing A", "firing B");
            node.pass(Duration.ofSeconds(15));
            assertThat(node.words()).containsExactly("firing A", "firing B", "firing C");

            node.lookNanos = 0;
            node.pass(Duration.ofSeconds(15));
            assertThat(node.engine().board().troubles()).isEmpty();
        }
    }

    @Test
    void twoRulesDoNotShareAnAlert() {
        try (var node = new WatchedNode(folder, """
                groups:
                  - name: two
                    interval: 15s
                    rules:
                      - {alert: A, expr: x > 0, labels: {n: '{{ $value }}'}}
                      - {alert: A, expr: x > 0, labels: {n: '1'}}
                """)) {
            node.set("x", 1);
            node.pass(MINUTE);

            assertThat(node.words()).containsExactly("firing A");
            assertThat(node.engine().board().troubles())
                    .singleElement()
                    .satisfies(trouble ->
                            assertThat(trouble.problem()).contains("another rule has an alert with the same labels"));
        }
    }

    @Test
    void anAgentThatEndsBlamesNoRule() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofSeconds(30));
            node.wall += 60_000;
            node.mono += 60_000;
            Thread.currentThread().interrupt();
            node.engine().round();
            assertThat(Thread.interrupted()).isTrue();

            assertThat(node.engine().board().troubles()).isEmpty();
            assertThat(node.engine().board().failures()).isZero();
        }
    }

    @Test
    void whatWasRememberedIsWrittenAgainWhenTheFileIsAnother() throws IOException {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(2));
            change(folder.resolve("ring.db"), "DELETE FROM alert");
            node.damage("alert");
            assertThat(node.ring().notes())
                    .as("of the file that took its place")
                    .isEmpty();
            node.pass(Duration.ofSeconds(30));

            assertThat(node.ring().standing().sentence()).isEmpty();
            assertThat(node.ring().notes()).hasSize(1);
        }
    }

    @Test
    void theWordOfAnAlertTravelsInABatchOfEvents() throws Exception {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", Labels.of("pump", "a"), 90);
            node.pass(Duration.ofMinutes(6));
            Outbox outbox = node.ring().outbox();
            var sent = new ArrayList<Event>();
            for (Outbox.Entry entry : outbox.pending(Stream.EVENTS, 0, 100)) {
                Batch batch = BatchCodec.decode(outbox.load(entry.key()).orElseThrow());
                sent.addAll(EventCodec.decode(batch.header(), batch.payload()));
            }

            assertThat(sent).contains(node.told.getFirst());
        }
    }

    @Test
    void aWordThatAnAgentWasEndedOverIsTakenByTheNextAndAnythingElseIsRemoved() throws IOException {
        Path words = folder.resolve("acknowledgements");
        var desk = new AckFolder(words);
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(6));
            String key = node.engine().board().alerts().getFirst().key();
            desk.leave(key, Optional.of(new Acknowledgement("Ada", "", node.wall)));
            Files.move(words.resolve(key + ".ack"), words.resolve(key + ".taken"));
            Files.writeString(words.resolve("odd.ack"), "{".repeat(50_000));
            Files.writeString(words.resolve("list.ack"), "[1]");
            Files.createSymbolicLink(words.resolve("link.ack"), folder.resolve("ring.db"));
            Files.writeString(words.resolve("readme"), "not ours");

            desk.take(node.engine());

            assertThat(node.words()).containsExactly("firing PumpHot", "acknowledged PumpHot");
            assertThat(words.toFile().list()).containsExactly("readme");
        }
    }

    @Test
    void aSelectorThatWantsTooMuchGoesWithoutAndTheOthersDoNot() {
        try (var node = new WatchedNode(folder, """
                groups:
                  - name: much
                    interval: 15s
                    rules:
                      - alert: Everything
                        expr: 'count(count_over_time({__name__=~"pump.*"}[10h])) > 0'
                      - alert: Little
                        expr: other > 0
                """)) {
            for (int i = 0; i < 3_000; i++) {
                node.set("pump_celsius", Labels.of("pump", "p" + i / 2, "side", "s" + i % 2), i);
            }
            node.set("other", 1);
            node.pass(Duration.ofMinutes(15));

            assertThat(node.words()).containsExactlyInAnyOrder("firing Everything", "firing Little");
            assertThat(node.engine().board().troubles()).singleElement().satisfies(trouble -> {
                assertThat(trouble.alert()).isEqualTo("Everything");
                assertThat(trouble.problem()).contains("more samples than the 150000");
            });
        }
    }

    @Test
    void whatLooksTooFarBackForTheTimeThereIsGoesWithoutAndTheOthersDoNot() {
        try (var node = new WatchedNode(folder, """
                groups:
                  - name: far
                    interval: 15s
                    rules:
                      - alert: Far
                        expr: count(count_over_time(pump_celsius[1h])) > 0
                      - alert: Near
                        expr: count(pump_celsius) > 0
                """)) {
            for (int i = 0; i < 1_000; i++) {
                node.set("pump_celsius", Labels.of("pump", "p" + i / 2, "side", "s" + i % 2), i);
            }
            node.pass(Duration.ofMinutes(15));
            assertThat(node.engine().board().troubles()).isEmpty();

            node.lookNanos = Duration.ofMillis(100).toNanos(); // 40 looks, one each 1,024 samples
            node.pass(WatchedNode.EVERY);
            assertThat(node.engine().board().troubles()).singleElement().satisfies(trouble -> {
                assertThat(trouble.alert()).isEqualTo("Far");
                assertThat(trouble.problem()).contains("further back than the ring can be read");
            });
        }
    }

    @Test
    void whatIsPendingAndEndsIsForgottenOnDiskToo() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(2));
            assertThat(node.ring().notes()).hasSize(1);
            node.set("pump_celsius", 50);
            node.pass(Duration.ofMinutes(2));

            assertThat(node.ring().notes()).isEmpty();
        }
    }

    @Test
    void aDamagedMemoryOfAnAlertIsToldAsResolvedAndTheAlertAnew() {
        try (var node = new WatchedNode(folder, HOT)) {
            node.set("pump_celsius", 90);
            node.pass(Duration.ofMinutes(6));
            node.told.clear();
            node.restart(
                    WatchedNode.EVERY, file -> change(file, "UPDATE alert SET state = replace(state, 'degrees', 'x')"));
            node.pass(Duration.ofMinutes(6));

            assertThat(node.words()).containsExactly("resolved PumpHot restart", "firing PumpHot");
        }
    }

    private static void change(Path ring, String sql) {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + ring);
                var statement = file.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
