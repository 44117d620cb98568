package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skerry.agent.cluster.state.ShownNames;

class ObjectPreviewTest {
    private static final String POD = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"}}";

    private final ObjectPreview preview = new ObjectPreview(ShownNames.NONE);

    private ObjectPreview.Contents read(String text) throws ObjectTextException {
        return preview.read(text.getBytes(StandardCharsets.UTF_8), (family, labels, value) -> {});
    }

    @Test
    void listsObjectsAndDocumentsAreReadAlike() throws ObjectTextException {
        var expected = Told.of(POD);

        assertThat(Told.of("{\"apiVersion\":\"v1\",\"items\":[" + POD + "],\"kind\":\"List\"}"))
                .isEqualTo(expected);
        assertThat(Told.of("{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"p\"}}]}"))
                .isEqualTo(expected);
        assertThat(Told.of("---\n---\n" + POD + "\n---\n")).isEqualTo(expected);
        assertThat(Told.of("\uFEFF" + POD)).isEqualTo(expected);
        assertThat(Told.of("  \n" + POD + "\n" + POD)).isEqualTo(expected);
    }

    @Test
    void kindsThatAreNotToldAreCountedByName() throws ObjectTextException {
        var contents = read("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
                ---
                {apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: c}}
                ---
                {a: b}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: d}}
                """);

        assertThat(contents.told()).isEqualTo(1);
        assertThat(contents.untold())
                .isEqualTo(Map.of(
                        "v1 ConfigMap", 2,
                        "autoscaling/v1 HorizontalPodAutoscaler", 1,
                        "objects without a kind", 1));
    }

    @Test
    void theNamesOfUntoldKindsAreBounded() throws ObjectTextException {
        var text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("{\"apiVersion\":\"v1\",\"kind\":\"K").append(i).append("\"}\n");
        }

        var contents = read(text.toString());

        assertThat(contents.untold()).hasSize(101).containsEntry("other kinds", 200);
    }

    @Test
    void aStrangePartOfWhichNothingTellsCostsNoObject() throws ObjectTextException {
        String strange =
                "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {affinity: 3, volumes: [{name: v, secret: [4]}]}}";

        assertThat(Told.of(strange)).isEqualTo(Told.of(POD));
    }

    @Test
    void anObjectThatStandsThereTwiceIsToldOnceAndCounted() throws ObjectTextException {
        var contents = read(POD + POD);

        assertThat(contents.told()).isEqualTo(1);
        assertThat(contents.repeated()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":|line 1, column 6: this is no JSON: ",
                "[]|line 1, column 1: a Kubernetes object is expected here: ",
                "hello|line 1, column 1: a Kubernetes object is expected here: ",
                "'a: ['|line 1, column 5: this is no YAML: ",
                "{\"kind\":\"Pod\",\"kind\":\"Pod\"}|this is no JSON: Duplicate field 'kind'",
                "'x: &a 1\ny: *a'|line 2, column 6: this is no YAML: aliases are not read",
                "'{kind: List, items: [3]}'|line 1, column 22: an item of the list is no object",
                "'{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n}, spec: {containers: 3}}'|object 1 (Pod n/p) cannot be read: spec.containers is not of the type that Kubernetes has there",
                "'{apiVersion: v1, kind: Pod, metadata: {name: p}, status: {containerStatuses: [{name: a}, {restartCount: often}]}}'|status.containerStatuses.1.restartCount is not of the type",
            })
    void whatIsNoObjectIsRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ObjectTextException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> read(text)).message().doesNotContain("\n");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertThatThrownBy(() -> read("{\"a\":".repeat(100_000)))
                .isInstanceOf(ObjectTextException.class)
                .hasMessageContaining("this is no JSON: ");
        assertThatThrownBy(() -> read("a: " + "[".repeat(100_000)))
                .isInstanceOf(ObjectTextException.class)
                .hasMessageContaining("no YAML: ");
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> preview.read(new byte[ObjectPreview.MAX_BYTES + 1], (family, labels, value) -> {}))
                .hasMessage("the text is longer than 33554432 bytes: give one kind or one namespace at a time");
    }

    @Test
    void tooManyObjectsAreRefused() {
        assertThatThrownBy(() -> read("{\"kind\":\"X\"}".repeat(ObjectPreview.MAX_OBJECTS + 1)))
                .hasMessage("there are more than 20000 objects: give one kind or one namespace at a time");
    }

    @Test
    void aPodWithHundredsOfContainersAndStrangeLabelsIsBounded() throws ObjectTextException {
        var text = new StringBuilder(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"status\":{")
                .append("\"phase\":\"Running\",\"containerStatuses\":[");
        for (int i = 0; i < 3_000; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"c")
                    .append(i)
                    .append("\",\"image\":\"")
                    .append("\\n\\\"x\\u0000".repeat(500))
                    .append("\",\"state\":{\"waiting\":{\"reason\":\"r\"}}}");
        }
        text.append("]}}");
        var series = new HashSet<String>();
        int[] longest = {0};

        var contents = preview.read(text.toString().getBytes(StandardCharsets.UTF_8), (family, labels, value) -> {
            assertThat(series.add(family.name() + labels)).isTrue();
            longest[0] = Math.max(longest[0], labels.get("image").length());
        });

        assertThat(series).hasSize(10_000);
        assertThat(contents.seriesLeftOut()).isPositive();
        assertThat(longest[0]).isEqualTo(1_024);
    }

    @Test
    void amountsAndTimesThatCannotBeReadAreCounted() throws ObjectTextException {
        var contents = read("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p, creationTimestamp: yesterday}
                spec: {containers: [{name: a, resources: {limits: {cpu: lots, memory: 1e99}}}, null]}
                """);

        assertThat(contents.seriesLeftOut()).isEqualTo(3);
    }
}
