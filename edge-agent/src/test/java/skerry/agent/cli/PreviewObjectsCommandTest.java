package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PreviewObjectsCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int objects(String input, String... arguments) {
        return objects(1 << 20, input, arguments);
    }

    private int objects(long heap, String input, String... arguments) {
        var stdin = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        var command = new PreviewObjectsCommand(stdin, out, InstantSource.fixed(Instant.EPOCH), heap);
        return new CommandLine(command).setErr(new PrintWriter(err)).execute(arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void objectsOfAFileArePrintedAsPrometheusText() throws IOException {
        Path file = Files.writeString(folder.resolve("ns.yaml"), """
                apiVersion: v1
                kind: Namespace
                metadata: {name: ü, labels: {team: blue}}
                status: {phase: Active}
                """);

        assertThat(objects("", file.toString(), "--labels", "team,other")).isZero();
        assertThat(printed()).isEqualTo("""
                # HELP kube_namespace_labels Labels of the object that are chosen to be told.
                # TYPE kube_namespace_labels gauge
                kube_namespace_labels{label_team="blue",namespace="ü"} 1
                # HELP kube_namespace_status_phase Whether the namespace is in the phase.
                # TYPE kube_namespace_status_phase gauge
                kube_namespace_status_phase{namespace="ü",phase="Active"} 1
                kube_namespace_status_phase{namespace="ü",phase="Terminating"} 0
                """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whatIsNotToldIsCountedOnStandardError() {
        assertThat(objects("""
                        {apiVersion: v1, kind: Secret, metadata: {name: s}}
                        ---
                        {apiVersion: v1, kind: Namespace, metadata: {name: n, creationTimestamp: never}}
                        ---
                        {apiVersion: v1, kind: Namespace, metadata: {name: n}}
                        """)).isZero();
        assertThat(err.toString().lines())
                .containsExactly(
                        "not told: 1 of v1 Secret",
                        "left out: 1 objects that stand there a second time",
                        "left out: 1 series, beyond the bound for one object or without a value that can be read");
    }

    @Test
    void textThatIsNoObjectEndsWithOneAndAMissingFileWithTwo() {
        assertThat(objects("{")).isEqualTo(1);
        assertThat(objects("", folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(objects("", "--unknown")).isEqualTo(2);
        assertThat(printed()).isEmpty();
        assertThat(err.toString())
                .startsWith("line 1, column 2: this is no JSON: ")
                .contains("none.yaml does not exist");
    }

    @Test
    void anEmptyTextSaysThatThereIsNothingInIt() {
        assertThat(objects("")).isZero();
        assertThat(err.toString()).isEqualTo("there are no objects in it\n");
    }

    @Test
    void whatDoesNotFitIntoMemoryIsRefusedBeforeItIsPrinted() {
        String namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: n}}";

        assertThat(objects(8 * 50, namespace)).isEqualTo(1);
        assertThat(objects(600, namespace)).isEqualTo(1);
        assertThat(printed()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        "the text is longer than the 50 bytes that fit into this program's memory: give one kind or one namespace at a time",
                        "the objects have more than the 1 samples that fit into this program's memory: give one kind or one namespace at a time");
    }
}
