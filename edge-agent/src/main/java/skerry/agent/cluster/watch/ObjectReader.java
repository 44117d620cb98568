package skerry.agent.cluster.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Reads single objects out of a stream, without what nobody asks for, which is most of them. Stateless. */
final class ObjectReader {
    /** Of one object, with what is skipped; etcd takes 1.5 MiB. */
    static final int MAX_BYTES = 4 << 20;

    private static final int MAX_DEPTH = 100;
    private static final int MAX_STRING = 2 << 20;
    private static final int MAX_NAME = 4_096;
    /** Of what is kept of one object; a pod of 200 containers has some 20,000. */
    private static final int MAX_NODES = 100_000;

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** What no metric and no event tells; in metadata these may be names of labels. */
    private static final Set<String> UNTOLD = Set.of(
            "affinity",
            "args",
            "binaryData",
            "chartContent",
            "command",
            "data",
            "dnsConfig",
            "drain",
            "env",
            "envFrom",
            "images",
            "jobTemplate",
            "lifecycle",
            "livenessProbe",
            "prepare",
            "repoCA",
            "readinessProbe",
            "securityContext",
            "set",
            "startupProbe",
            "template",
            "upgrade",
            "valuesContent",
            "valuesSecrets",
            "volumeClaimTemplates",
            "volumeMounts");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(MAX_NAME)
                    .build())
            .build();

    private ObjectReader() {}

    static JsonParser parser(InputStream in) throws IOException {
        return JSON.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    }

    /** Reads the object at which the parser is; leaves the parser at its end. */
    static ObjectNode object(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("the API server sends something else where an object is expected");
        }
        return new Building(parser).object(false);
    }

    /** One object as it is built. */
    private static final class Building {
        private final JsonParser parser;
        private int nodes;

        Building(JsonParser parser) {
            this.parser = parser;
        }

        ObjectNode object(boolean metadata) throws IOException {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                if (metadata ? isUntoldMetadata(field) : UNTOLD.contains(field)) {
                    parser.skipChildren();
                } else {
                    object.set(field, value(metadata || field.equals("metadata")));
                }
            }
            return object;
        }

        private JsonNode value(boolean metadata) throws IOException {
            if (++nodes > MAX_NODES) {
                throw new IOException("the API server sends an object of more than " + MAX_NODES + " values");
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(metadata);
                case START_ARRAY -> array(metadata);
                case VALUE_STRING -> JsonNodeFactory.instance.textNode(parser.getText());
                case VALUE_NUMBER_INT -> integer();
                case VALUE_NUMBER_FLOAT -> JsonNodeFactory.instance.numberNode(parser.getDoubleValue());
                case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
                case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
                default -> JsonNodeFactory.instance.nullNode();
            };
        }

        /**
         * Kubernetes has no whole numbers beyond 64 bits; reading a longer one costs the square of its length. What may be a number
         * or a text, such as a port, is understood by the models as an int only.
         */
        private JsonNode integer() throws IOException {
            return switch (parser.getNumberType()) {
                case INT -> JsonNodeFactory.instance.numberNode(parser.getIntValue());
                case LONG -> JsonNodeFactory.instance.numberNode(parser.getLongValue());
                default -> JsonNodeFactory.instance.textNode("");
            };
        }

        private ArrayNode array(boolean metadata) throws IOException {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(metadata));
            }
            return array;
        }

        private static boolean isUntoldMetadata(String field) {
            return field.equals("managedFields") || field.equals(LAST_APPLIED);
        }
    }
}
