package skerry.agent.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/** Lines that were made up for this, of the formats that are known, and of none. */
class AccessLogsTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final LogSource DOOR = new LogSource(
            "/var/log/pods/door", Labels.of("namespace", "web", "pod", "door-5f6b7c8d9f-zzzzz", "container", "c"));
    private static final String COMMON = "192.0.2.7 - eve [01/Jun/2026:14:00:00 +0200] \"GET /secret?q=eve HTTP/1.1\" ";
    private static final String COMBINED = COMMON + "200 512 \"https://example.net/eve\" \"agent \\\"eve\\\" 1.0\"";

    private final ServiceBoard board = new ServiceBoard(20, () -> 0);
    private final List<LogRecord> handedOn = new ArrayList<>();
    private final Told values = new Told();
    private final AccessLogs logs = new AccessLogs(
            board,
            new LogIntake() {
                @Override
                public void record(LogRecord record) {
                    handedOn.add(record);
                }

                @Override
                public void checkpoint(Checkpoint checkpoint) {}

                @Override
                public void lost(LogSource source, long records, String cause) {}
            },
            values,
            InstantSource.fixed(NOON));

    private void lines(LogSource source, int times, String text) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            logs.record(new LogRecord(source, NOON.toEpochMilli(), "stdout", Severity.UNKNOWN, text, 1, false));
        }
    }

    private Map<String, Double> told() {
        var told = new TreeMap<String, Double>();
        for (int round = 0; round < 2; round++) {
            board.collect((family, labels, value) -> told.put(family.name() + labels, value));
        }
        return told;
    }

    private static String requests(String status, String namespace, String service) {
        return "skerry_service_requests_total{class=\"" + status + "\","
                + (namespace.isEmpty() ? "" : "namespace=\"" + namespace + "\",") + "service=\"" + service
                + "\",source=\"log\"}";
    }

    private static String bucket(String le, String namespace, String service) {
        Labels labels = Labels.of("le", le, "namespace", namespace, "service", service, "source", "log");
        return "skerry_service_request_duration_seconds_bucket" + labels;
    }

    @Test
    void linesOfTheCommonFormatAreCountedByClassAndTellNoDuration() throws Exception {
        lines(DOOR, 7, COMMON + "200 512");
        lines(DOOR, 2, COMMON + "503 -");

        assertThat(told()).containsEntry(requests("2xx", "web", "door"), 7.0);
        assertThat(told()).containsEntry(requests("5xx", "web", "door"), 2.0);
        assertThat(told().keySet()).noneMatch(series -> series.contains("duration"));
        assertThat(handedOn).hasSize(9);
    }

    @Test
    void nothingOfWhoAskedForWhatIsTold() throws Exception {
        lines(DOOR, 6, COMBINED);
        lines(DOOR, 6, COMBINED + " 431 0.012 [web-cart-80] [] 192.0.2.9:8080 512 0.012 200 4f6a");

        assertThat(told()).isNotEmpty();
        assertThat(told().keySet()).noneMatch(series -> series.matches(".*(192|eve|secret|4f6a).*"));
    }

    @Test
    void ingressNginxTellsTheServiceBehindItAndTheDuration() throws Exception {
        lines(DOOR, 6, COMBINED + " 431 0.300 [web-cart-80] [] 192.0.2.9:8080 512 0.012 200 4f6a");
        lines(DOOR, 1, COMBINED + " 431 0.004 [] [] - - - - 4f6a");

        assertThat(told()).containsEntry(requests("2xx", "", "web-cart-80"), 6.0);
        assertThat(told()).containsEntry(bucket("0.25", "", "web-cart-80"), 0.0);
        assertThat(told()).containsEntry(bucket("0.5", "", "web-cart-80"), 6.0);
        assertThat(told()).containsEntry(bucket("0.01", "web", "door"), 1.0);
    }

    @Test
    void traefikTellsTheDurationInEitherOfItsFormats() throws Exception {
        lines(DOOR, 6, COMBINED + " 17 \"web-example@kubernetes\" \"http://192.0.2.9:80\" 75ms");
        assertThat(told()).containsEntry(bucket("0.05", "web", "door"), 0.0);
        assertThat(told()).containsEntry(bucket("0.1", "web", "door"), 6.0);

        lines(
                DOOR,
                3,
                "{\"ClientAddr\":\"192.0.2.7:4\",\"DownstreamStatus\":404,\"Duration\":2000000000,\"ServiceName\":"
                        + "\"web-shop-80@kubernetes\",\"StartUTC\":\"2026-06-01T11:59:59.5Z\",\"x\":{\"DownstreamStatus\":1}}");
        assertThat(told()).containsEntry(requests("4xx", "", "web-shop-80"), 3.0);
        assertThat(told()).containsEntry(bucket("2.5", "", "web-shop-80"), 3.0);
    }

    @Test
    void caddyTellsTheDurationInSeconds() throws Exception {
        lines(
                DOOR,
                5,
                "{\"level\":\"info\",\"ts\":1780315200.25,\"logger\":\"http.log.access.log0\",\"msg\":\"handled request\","
                        + "\"request\":{\"uri\":\"/}\\\"{\",\"status\":1},\"duration\":0.7,\"status\":502}");

        assertThat(told()).containsEntry(requests("5xx", "web", "door"), 5.0);
        assertThat(told()).containsEntry(bucket("1", "web", "door"), 5.0);
    }

    @Test
    void aFileAndAUnitAreNamedByTheirOwnNames() throws Exception {
        lines(new LogSource("1", Labels.of("filename", "/var/log/nginx/access.log")), 5, COMBINED);
        lines(new LogSource("2", Labels.of("filename", "/var/log/nginx/shop.access.log")), 5, COMBINED);
        lines(new LogSource("3", Labels.of("unit", "gate.service")), 5, COMBINED);

        assertThat(told().keySet())
                .contains(requests("2xx", "", "nginx"), requests("2xx", "", "shop"), requests("2xx", "", "gate"));
    }

    @Test
    void aLogIsAnAccessLogOnceSuchLinesOutnumberTheOthersByFiveAndThoseBeforeCountToo() throws Exception {
        lines(DOOR, 3, "started");
        lines(DOOR, 4, COMMON + "200 1");
        assertThat(told()).isEmpty();

        lines(DOOR, 1, COMMON + "200 1");
        assertThat(told()).containsEntry(requests("2xx", "web", "door"), 5.0);
    }

    @Test
    void anApplicationThatQuotesAnAccessLineNowAndThenHasNoAccessLog() throws Exception {
        for (int i = 0; i < 200; i++) {
            lines(DOOR, 1, COMMON + "200 1");
            lines(DOOR, 2, "done with request " + i);
        }

        assertThat(told()).isEmpty();
    }

    @Test
    void aLogThatTurnsIntoAnAccessLogIsNoticedThoughFewOfItsLinesAreLookedAt() throws Exception {
        lines(DOOR, 500, "nothing of interest");
        lines(DOOR, 40, COMMON + "200 1");

        assertThat(told().get(requests("2xx", "web", "door"))).isGreaterThan(30.0);
    }

    @Test
    void linesOfLongAgoDoNotLookLikeRequestsOfNow() throws Exception {
        lines(DOOR, 6, COMMON.replace("14:00:00", "13:50:00") + "200 1");

        assertThat(told()).containsEntry("skerry_service_log_lines_total{outcome=\"late\"}", 6.0);
        assertThat(told().keySet()).noneMatch(series -> series.contains("requests_total"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"DownstreamStatus\"",
                "{\"DownstreamStatus\":\"wide\"}",
                "{\"DownstreamStatus\":999}",
                "{\"logger\":\"http.log.access\",\"status\":-20}",
                "{\"logger\":\"http.log.access\\",
                "a b c [01/Jun/2026:14:00:00 +0200]",
                "a b c [01/Jun/2026:14:00:00 +0200] \"GET / HTTP/1.1",
                "a b c [01/Jun/2026:14:00:00 +0200] \"GET / HTTP/1.1\\",
                "a b c [01/Jun/2026:14:00:00 +0200] \"GET / HTTP/1.1\" 99",
                "a b c [01/Jun/2026:14:00:00 +0200] \"GET / HTTP/1.1\" 999 1",
                "a b c [1/June/2026 14:00:00 +0200] \"GET / HTTP/1.1\" 200 1",
                "a b [01/Jun/2026:14:00:00 +0200] \"GET / HTTP/1.1\" 200 1"
            })
    void whatIsNoAccessLineIsNone(String text) throws Exception {
        lines(DOOR, 10, text);

        assertThat(told()).isEmpty();
        assertThat(handedOn).hasSize(10);
    }

    @Test
    void aDateThatIsNoneAndANameThatIsNoneCostOnlyThemselves() throws Exception {
        lines(DOOR, 6, COMBINED.replace("01/Jun", "99/Xyz") + " 431 0.1 [192.0.2.9:80/eve] [] -");

        assertThat(told()).containsEntry(requests("2xx", "web", "door"), 6.0);
    }

    @Test
    void durationsOfRequestsAreTheValuesOfTheirServicesDistribution() throws Exception {
        lines(DOOR, 6, COMBINED + " 431 0.300 [web-cart-80] [] 192.0.2.9:8080 512 0.012 200 4f6a");
        lines(DOOR, 1, COMBINED + " 431 0.004 [] [] - - - - 4f6a");
        lines(
                DOOR,
                1,
                COMMON.replace("14:00:00", "13:00:00") + "200 512 \"-\" \"-\" 431 9.9 [web-cart-80] [] - - - - 4f6a");

        assertThat(values.values)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "skerry_service_request_duration_seconds{service=\"web-cart-80\",source=\"log\"}",
                        List.of(0.3, 0.3, 0.3, 0.3, 0.3, 0.3),
                        "skerry_service_request_duration_seconds{namespace=\"web\",service=\"door\",source=\"log\"}",
                        List.of(0.004)));
    }

    @Test
    void durationsOfServicesBeyondThoseToldApartAreOfTheServiceOther() throws Exception {
        for (int service = 0; service < 25; service++) {
            lines(DOOR, 5, COMBINED + " 431 0.300 [service-" + service + "] [] - - - - 4f6a");
        }
        assertThat(values.values).hasSize(21);
        assertThat(values.values.get("skerry_service_request_duration_seconds{service=\"other\",source=\"log\"}"))
                .hasSize(25);
    }

    @Test
    void linesThatAProcessBeforeStoredBringTheirDurationsButAreNotCountedAgain() {
        String line = COMBINED + " 431 0.300 [web-cart-80] [] 192.0.2.9:8080 512 0.012 200 4f6a";
        for (int i = 0; i < 6; i++) {
            logs.replayed(new LogRecord(DOOR, NOON.toEpochMilli(), "stdout", Severity.UNKNOWN, line, 1, false));
        }
        logs.replayed(new LogRecord(DOOR, 0, "stdout", Severity.UNKNOWN, "backup done took=2s", 1, false));

        assertThat(values.values.values()).containsExactly(List.of(0.3, 0.3, 0.3, 0.3, 0.3, 0.3), List.of(2.0));
        assertThat(told().keySet()).noneMatch(series -> series.contains("requests_total"));
        assertThat(handedOn).isEmpty();
    }

    @Test
    void otherLinesBringTheDurationsOfTheirFieldsOfAsManyFieldsAsThereIsRoomFor() throws Exception {
        for (int pod = 0; pod < 20; pod++) {
            var source = new LogSource(
                    "/var/log/pods/" + pod,
                    Labels.of("namespace", "web", "pod", "p" + (char) ('a' + pod), "container", "c"));
            lines(source, 2, "level=info msg=done dur=5ms");
        }
        assertThat(values.values).hasSize(LogValues.MOST_FIELDS);
        assertThat(values.values)
                .containsEntry(
                        "skerry_log_duration_seconds{field=\"dur\",namespace=\"web\",service=\"pa\",source=\"log\"}",
                        List.of(0.005, 0.005));
        assertThat(values.leftOut).isEqualTo(2 * (20 - LogValues.MOST_FIELDS));
    }
}
