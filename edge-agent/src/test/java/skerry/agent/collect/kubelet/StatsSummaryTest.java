package skerry.agent.collect.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import skerry.agent.collect.scrape.ScrapeLimits;
import skerry.agent.collect.scrape.TextFormatException;

class StatsSummaryTest {
    private static final ScrapeLimits LIMITS = new ScrapeLimits(100_000, 10_000, 1_000, 64, 100);

    @Test
    void volumesCarryTheNamesOfTheirClaimsAndDisksWhatIsOnThem() throws IOException {
        assertThat(read(SummaryText.of("shop", "db-0", 5)))
                .containsEntry("skerry_kubelet_image_fs_capacity_bytes{}", 30_000_000_000.0)
                .containsEntry("skerry_kubelet_image_fs_available_bytes{}", 9_000_000_000.0)
                .containsEntry("skerry_kubelet_image_fs_used_bytes{}", 4_000_000_000.0)
                .containsEntry("skerry_kubelet_image_fs_inodes_free{}", 1_000_000.0)
                .containsEntry(
                        "kubelet_volume_stats_capacity_bytes{namespace=\"shop\",persistentvolumeclaim=\"data-db-0\"}",
                        100.0)
                .containsEntry(
                        "kubelet_volume_stats_available_bytes{namespace=\"shop\",persistentvolumeclaim=\"data-db-0\"}",
                        5.0)
                .containsEntry(
                        "kubelet_volume_stats_inodes_used{namespace=\"shop\",persistentvolumeclaim=\"data-db-0\"}",
                        11.0)
                .containsEntry("skerry_pod_ephemeral_storage_used_bytes{namespace=\"shop\",pod=\"db-0\"}", 40_960.0)
                .containsEntry("container_fs_usage_bytes{container=\"db\",namespace=\"shop\",pod=\"db-0\"}", 28_672.0)
                .containsEntry(
                        "kubelet_container_log_filesystem_used_bytes{container=\"db\",namespace=\"shop\",pod=\"db-0\"}",
                        12_288.0)
                .hasSize(6 + 6 + 2 + 2);
    }

    @Test
    void whatAKubeletDoesNotHaveIsNotTold() throws IOException {
        assertThat(read("""
                {"node": {"nodeName": "pi", "runtime": null}, "pods": [
                  {"podRef": {"name": "a", "namespace": "b", "uid": "c"}, "containers": null, "volume": null},
                  {"podRef": {"name": "d", "namespace": "b"}, "containers": [{"name": "x", "rootfs": {"usedBytes": null}}],
                   "volume": [{"name": "token", "usedBytes": 7}]}]}
                """)).isEmpty();
        assertThat(read("{\"pods\": []}")).isEmpty();
    }

    @Test
    void whatIsNoSummaryIsRefusedWithItsLine() {
        assertThat(refused("[]")).isEqualTo("line 1: it is no summary");
        assertThat(refused("{}")).isEqualTo("line 1: it is no summary");
        assertThat(refused("<html>")).isEqualTo("line 1: it is no JSON");
        assertThat(refused("{\"pods\": [\n{\"podRef\":")).isEqualTo("line 2: it ends too early");
        assertThat(refused("{\"pods\": {}}")).isEqualTo("line 1: pods is not what it should be");
        assertThat(refused("{\"pods\": [7]}")).isEqualTo("line 1: pods is not what it should be");
        assertThat(refused("{\"pods\": [{\"podRef\": \"a\"}]}")).isEqualTo("line 1: podRef is not what it should be");
        assertThat(refused("{\"pods\": [{\"podRef\": {\"name\": \"a\"}}]}"))
                .isEqualTo("line 1: a reference has no name or namespace");
        assertThat(refused("{\"pods\": [{\"podRef\": {\"name\": 7, \"namespace\": \"b\"}}]}"))
                .isEqualTo("line 1: a name is no text");
        assertThat(refused("{\"pods\": [{\"containers\": [{\"name\": \"a\"}]}]}"))
                .isEqualTo("line 1: a pod does not begin with its podRef");
    }

    @Test
    void aValueThatIsNoneIsRefused() {
        for (String value : new String[] {"\"7\"", "-1", "1e999", "true", "{}", "[1]"}) {
            assertThat(refused(
                            SummaryText.of("shop", "db-0", 5).replace("\"usedBytes\":28672", "\"usedBytes\":" + value)))
                    .as(value)
                    .isEqualTo("line 1: usedBytes is no number of bytes or inodes");
        }
    }

    @Test
    void nothingIsReadBeyondItsBounds() {
        assertThat(limit("{\"x\": " + "[".repeat(90_000))).contains("it is deeper or longer than any summary");
        assertThat(limit(SummaryText.of("shop", "p".repeat(20_000), 5))).contains("deeper or longer");
        assertThat(limit("{\"pods\": [], \"x\": " + "1".repeat(90_000) + "}")).contains("deeper or longer");
        assertThat(limit("{\"pods\": [], \"" + "n".repeat(1_000) + "\": 1}")).contains("deeper or longer");
        assertThat(limit(" ".repeat(200_000) + "{}")).contains("it is longer than 100000 bytes");
        assertThat(limit(SummaryText.of("shop", "p".repeat(101), 5))).contains("a name is longer than 100 bytes");
        var many = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            many.append(i == 0 ? "" : ",").append(SummaryText.pod("shop", "db-" + i, 5));
        }
        var few = new ScrapeLimits(1 << 20, 10_000, 1_000, 64, 100);
        var refused = catchThrowableOfType(
                TextFormatException.class, () -> read("{\"pods\":[" + many + "]}", few, new TreeMap<>()));
        assertThat(refused.isLimit()).isTrue();
        assertThat(refused).hasMessageContaining("it has more than 1000 samples");
    }

    private static String limit(String text) {
        TextFormatException refused = refusal(text);
        assertThat(refused.isLimit()).isTrue();
        return String.valueOf(refused.getMessage());
    }

    private static String refused(String text) {
        TextFormatException refused = refusal(text);
        assertThat(refused.isLimit()).isFalse();
        return String.valueOf(refused.getMessage());
    }

    private static TextFormatException refusal(String text) {
        return catchThrowableOfType(TextFormatException.class, () -> read(text));
    }

    private static Map<String, Double> read(String text) throws IOException {
        var told = new TreeMap<String, Double>();
        read(text, LIMITS, told);
        return told;
    }

    private static void read(String text, ScrapeLimits limits, Map<String, Double> told) throws IOException {
        StatsSummary.FORMAT.parse(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                limits,
                one -> told.put(one.family().name() + (one.labels().size() == 0 ? "{}" : one.labels()), one.value()));
    }
}
