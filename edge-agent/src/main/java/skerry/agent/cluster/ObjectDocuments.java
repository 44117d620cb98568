package skerry.agent.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;

/** The objects in JSON or YAML, one at a time: of a list only one is in memory. */
final class ObjectDocuments {
    private static final int MAX_DEPTH = 100;
    /** A ConfigMap's largest value is 1 MiB. */
    private static final int MAX_STRING = 2 << 20;

    private static final int MAX_NAME = 4_096;

    private static final JsonMapper TREES = JsonMapper.builder().build();
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(constraints())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonFactory YAML = YAMLFactory.builder()
            .loaderOptions(yamlOptions())
            .streamReadConstraints(constraints())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ObjectDocuments() {}

    /** Takes one object. */
    @FunctionalInterface
    interface Each {
        /**
         * @param apiVersion empty if the text does not say it
         * @param kind empty if the text does not say it
         */
        void object(String apiVersion, String kind, ObjectNode object) throws ObjectTextException;
    }

    /** @throws ObjectTextException at the first place that is no JSON, no YAML or no object */
    static void read(byte[] text, Each each) throws ObjectTextException {
        boolean json = isJson(text);
        try (JsonParser parser = json ? JSON.createParser(text) : yaml(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    document(parser, each);
                } else if (!isEmptyDocument(token, parser)) {
                    throw new ObjectTextException(at(parser.currentTokenLocation())
                            + "a Kubernetes object is expected here: give what kubectl get -o json or -o yaml prints");
                }
            }
        } catch (JsonProcessingException e) {
            throw new ObjectTextException(at(e.getLocation()) + "this is no " + (json ? "JSON: " : "YAML: ")
                    + firstLine(e.getOriginalMessage()));
        } catch (YAMLException e) {
            throw new ObjectTextException("the text is no YAML: " + firstLine(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new ObjectTextException("the text cannot be read: " + e.getMessage());
        }
    }

    /** Between two marks of YAML there may be nothing. */
    private static boolean isEmptyDocument(JsonToken token, JsonParser parser) throws IOException {
        return token == JsonToken.VALUE_NULL
                || (token == JsonToken.VALUE_STRING && parser.getText().isEmpty());
    }

    private static JsonParser yaml(byte[] text) throws IOException {
        return new NoAliases(
                YAML.createParser(new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8)));
    }

    private static void document(JsonParser parser, Each each) throws IOException, ObjectTextException {
        ObjectNode object = TREES.createObjectNode();
        boolean list = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("items")) {
                list = true;
                items(parser, object, each);
            } else {
                object.set(field, TREES.<JsonNode>readTree(parser));
            }
        }
        if (!list && !text(object, "kind").endsWith("List")) {
            each.object(text(object, "apiVersion"), text(object, "kind"), object);
        }
    }

    private static void items(JsonParser parser, ObjectNode list, Each each) throws IOException, ObjectTextException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonLocation place = parser.currentTokenLocation();
            if (!(TREES.<JsonNode>readTree(parser) instanceof ObjectNode object)) {
                throw new ObjectTextException(at(place) + "an item of the list is no object");
            }
            String kind = text(object, "kind");
            if (kind.isEmpty()) { // the API's own lists say it once, of all items
                kind = text(list, "kind").replaceFirst("List$", "");
                each.object(text(list, "apiVersion"), kind, object);
            } else {
                each.object(text(object, "apiVersion"), kind, object);
            }
        }
    }

    private static String text(ObjectNode object, String field) {
        return object.path(field).asText("");
    }

    /** Whether it begins as JSON can; {@code {a: b}} is YAML. */
    private static boolean isJson(byte[] text) {
        int start = next(text, text.length > 2 && text[0] == (byte) 0xEF ? 3 : 0);
        int second = next(text, start + 1);
        boolean object = start < text.length && text[start] == '{';
        boolean array = start < text.length && text[start] == '[';
        return array || (object && (second >= text.length || text[second] == '"' || text[second] == '}'));
    }

    /** The first place from {@code start} on that is no white space. */
    private static int next(byte[] text, int start) {
        int place = start;
        while (place < text.length && Character.isWhitespace(text[place])) {
            place++;
        }
        return place;
    }

    private static String at(@Nullable JsonLocation place) {
        if (place == null) {
            return "";
        }
        return "line " + Math.max(place.getLineNr(), 1) + ", column " + Math.max(place.getColumnNr(), 1) + ": ";
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(MAX_STRING)
                .maxNameLength(MAX_NAME)
                .build();
    }

    private static LoaderOptions yamlOptions() {
        var options = new LoaderOptions();
        options.setCodePointLimit(ObjectPreview.MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        return options;
    }
}
