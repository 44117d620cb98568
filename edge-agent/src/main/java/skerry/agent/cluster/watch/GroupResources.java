package skerry.agent.cluster.watch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import skerry.agent.http.HttpAnswer;

/** Which resources a group of the API has, as the server tells everybody (APIResourceList). Stateless. */
public final class GroupResources {
    private GroupResources() {}

    /**
     * Whether the group has a resource.
     *
     * @param body of the answer to {@link WatchedPath#group()}
     * @throws IOException one sentence, if it is no such list, or is broken off
     */
    public static boolean has(HttpAnswer body, String resource) throws IOException {
        body.allow(ObjectReader.MAX_BYTES);
        try (JsonParser parser = ObjectReader.parser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the API server sends no list of resources where one was asked for");
            }
            for (JsonNode one : ObjectReader.object(parser).path("resources")) {
                if (one.path("name").asText("").equals(resource)) {
                    return true;
                }
            }
            return false;
        }
    }
}
