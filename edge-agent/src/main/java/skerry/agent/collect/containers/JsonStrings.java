package skerry.agent.collect.containers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** Takes the strings of one object out of a JSON file without building the rest of it. */
final class JsonStrings {
    private static final long MAX_FILE_BYTES = 4 << 20;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_STRINGS = 256;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    private JsonStrings() {}

    /**
     * The strings by their names that stand directly in {@code object}, which is a member of the file's own object or,
     * as {@code Config.Labels}, of one in it; and those of the file's own object under {@code .name}.
     *
     * @return empty if there is no such file
     * @throws IOException if it cannot be read, is no JSON, or longer than 4 MiB; names the file
     */
    static Map<String, String> of(File file, String object) throws IOException {
        var strings = new HashMap<String, String>();
        if (!file.exists()) {
            return strings;
        }
        if (file.length() > MAX_FILE_BYTES) {
            throw new IOException("cannot read " + file + ": it is longer than " + MAX_FILE_BYTES + " bytes");
        }
        try (var in = Files.newInputStream(file.toPath());
                JsonParser parser = JSON.createParser(in)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                members(parser, "", object, strings);
            }
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        return strings;
    }

    private static void members(JsonParser parser, String at, String wanted, Map<String, String> strings)
            throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            String path = at.isEmpty() ? name : at + "." + name;
            if (value == JsonToken.START_OBJECT && (wanted.equals(path) || wanted.startsWith(path + "."))) {
                members(parser, path, wanted, strings);
            } else if (value == JsonToken.VALUE_STRING && strings.size() < MAX_STRINGS) {
                if (at.equals(wanted)) {
                    strings.put(name, parser.getText());
                } else {
                    strings.put("." + path, parser.getText());
                }
            } else {
                parser.skipChildren();
            }
        }
    }
}
