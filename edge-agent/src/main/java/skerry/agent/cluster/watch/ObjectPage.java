package skerry.agent.cluster.watch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Consumer;
import skerry.agent.http.HttpAnswer;

/**
 * One page of a list, after its objects were handed over one at a time.
 *
 * @param version from which on to watch
 * @param next by which to ask for the next page; empty after the last
 */
record ObjectPage(String version, String next) {
    static ObjectPage read(HttpAnswer body, Consumer<ObjectNode> each) throws IOException {
        body.allow(ObjectReader.MAX_BYTES);
        String version = "";
        String next = "";
        try (JsonParser parser = ObjectReader.parser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the API server sends no list where one was asked for");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
                    ObjectNode metadata = ObjectReader.object(parser);
                    version = metadata.path("resourceVersion").asText("");
                    next = metadata.path("continue").asText("");
                } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
                    items(parser, body, each);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("the API server's list ends too early");
            }
        }
        if (version.isEmpty()) {
            throw new IOException("the API server's list has no version");
        }
        return new ObjectPage(version, next);
    }

    private static void items(JsonParser parser, HttpAnswer body, Consumer<ObjectNode> each) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            body.allow(ObjectReader.MAX_BYTES);
            each.accept(ObjectReader.object(parser));
        }
        body.allow(ObjectReader.MAX_BYTES);
    }
}
