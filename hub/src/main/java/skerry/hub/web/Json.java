package skerry.hub.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Records to JSON and back; bodies are bounded before they are read. */
final class Json {
    private static final int MAX_BODY = 64 * 1024;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxDocumentLength(MAX_BODY)
                            .build())
                    .build())
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .build();

    private Json() {}

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /** A record as a tree, to be joined with other fields. */
    static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static void send(ServerResponse response, Object value) {
        byte[] body;
        try {
            body = MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing " + value.getClass().getSimpleName() + " as JSON", e);
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
        response.send(body);
    }

    /** @throws ApiException with one sentence if the body is too long, not JSON or of another shape */
    static <T> T read(ServerRequest request, Class<T> type) {
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                throw new ApiException(
                        Status.REQUEST_ENTITY_TOO_LARGE_413, "the body is larger than " + MAX_BODY + " bytes");
            }
            T value = MAPPER.readValue(body, type);
            if (value == null) {
                throw ApiException.badRequest("the body is empty; send a JSON object");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("the body is not what this address takes: " + firstSentence(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the body of a request", e);
        }
    }

    /** What Jackson found wrong, without the place in our code and the value sent. */
    private static String firstSentence(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int end = message.indexOf('(');
        return (end > 0 ? message.substring(0, end) : message)
                .replace('\n', ' ')
                .strip();
    }
}
