package skerry.agent.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Small JSON objects as a stream, so that no node's agent loads what binds JSON. */
final class FlatJson {
    private static final int MOST_MEMBERS = 256;
    private static final int MOST_DEPTH = 8;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    private FlatJson() {}

    /** Writes the members of an object. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator out) throws IOException;
    }

    static String write(Members members) {
        var text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    /**
     * Texts, numbers and truth values of an object as text, by name; those of an object in it as {@code outer.name}. Empty if
     * the text holds no such object, or more than 256 members.
     */
    static Optional<Map<String, String>> read(String text) {
        var members = new HashMap<String, String>();
        try (JsonParser in = JSON.createParser(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            members(in, "", members);
        } catch (IOException e) {
            return Optional.empty();
        }
        return members.size() > MOST_MEMBERS ? Optional.empty() : Optional.of(members);
    }

    private static void members(JsonParser in, String outer, Map<String, String> members) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            if (value == JsonToken.START_OBJECT && outer.isEmpty()) {
                members(in, name + ".", members);
            } else if (value.isScalarValue() && members.size() <= MOST_MEMBERS) {
                members.put(outer + name, in.getText());
            } else {
                in.skipChildren();
            }
        }
    }

    /** A member that is a whole number; 0 if there is none. */
    static long whole(Map<String, String> members, String name) {
        try {
            return Long.parseLong(members.getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
