package skerry.hub.web.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the hub's own OpenAPI document says an answer looks like, and how an answer differs from that. Pure. */
final class ApiShape {
    private static final String DOCUMENT = "/skerry/hub/web/openapi.json";

    private final JsonNode document;

    private ApiShape(JsonNode document) {
        this.document = document;
    }

    static ApiShape ofTheHub() {
        try (InputStream in = Objects.requireNonNull(ApiShape.class.getResourceAsStream(DOCUMENT), DOCUMENT)) {
            return new ApiShape(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException("reading " + DOCUMENT, e);
        }
    }

    /**
     * The differences between an answer and the answer that is described, one line each.
     *
     * @param path as in the document, such as {@code /sites/{id}}
     */
    List<String> faults(String path, JsonNode answer) {
        JsonNode schema = document.path("paths")
                .path(path)
                .path("get")
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema");
        var faults = new ArrayList<String>();
        if (schema.isMissingNode()) {
            faults.add("GET " + path + " is not described");
        } else {
            check(path, schema, answer, faults);
        }
        return faults;
    }

    private void check(String where, JsonNode reference, JsonNode value, List<String> faults) {
        JsonNode schema = resolve(reference);
        String type = schema.path("type").asText();
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (!fits(type, value)) {
            faults.add(where + " must be " + type + ", was " + value);
        } else if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            faults.add(where + " must be one of " + schema.get("enum") + ", was " + value);
        } else if (type.equals("array")) {
            value.forEach(item -> check(where + "[]", schema.path("items"), item, faults));
        } else if (type.equals("object")) {
            checkObject(where, schema, value, faults);
        }
    }

    private static boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
    }

    private void checkObject(String where, JsonNode schema, JsonNode value, List<String> faults) {
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                faults.add(where + " lacks " + name.asText());
            }
        });
        JsonNode others = schema.path("additionalProperties");
        value.properties().forEach(field -> {
            JsonNode expected = schema.path("properties").path(field.getKey());
            if (!expected.isMissingNode()) {
                check(where + "." + field.getKey(), expected, field.getValue(), faults);
            } else if (others.isObject()) {
                check(where + ".*", others, field.getValue(), faults);
            } else {
                faults.add(where + "." + field.getKey() + " is not described");
            }
        });
    }

    private JsonNode resolve(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
