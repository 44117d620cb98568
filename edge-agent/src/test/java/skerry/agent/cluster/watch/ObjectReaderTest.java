package skerry.agent.cluster.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ObjectReaderTest {
    @Test
    void whatNobodyAsksForIsSkippedButNotALabelOfThatName() throws IOException {
        ObjectNode pod = read("""
                {"metadata": {"name": "a", "labels": {"env": "prod", "template": "x"}, "managedFields": [{"f:a": {}}],
                  "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "note": "b"}},
                 "spec": {"containers": [{"name": "app", "env": [{"name": "A", "value": "secret"}], "args": ["x"],
                   "resources": {"limits": {"cpu": 2}}}], "template": {"metadata": {}}}}""");

        assertThat(pod)
                .hasToString("{\"metadata\":{\"name\":\"a\",\"labels\":{\"env\":\"prod\",\"template\":\"x\"},"
                        + "\"annotations\":{\"note\":\"b\"}},"
                        + "\"spec\":{\"containers\":[{\"name\":\"app\",\"resources\":{\"limits\":{\"cpu\":2}}}]}}");
    }

    @Test
    void anObjectOfTooManyValuesOrTooDeepIsRefused() {
        assertThatThrownBy(() -> read("{\"a\":[" + "1,".repeat(100_001) + "1]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("an object of more than 100000 values");
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{\"a\": 1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("[]")).hasMessageContaining("something else where an object is expected");
    }

    @Test
    void aNumberBeyondAllNumbersOfKubernetesIsNoNumber() throws IOException {
        assertThat(read("{\"a\":" + "9".repeat(900) + "}").path("a").asText()).isEmpty();
    }

    private static ObjectNode read(String text) throws IOException {
        try (JsonParser parser = ObjectReader.parser(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            parser.nextToken();
            return ObjectReader.object(parser);
        }
    }
}
