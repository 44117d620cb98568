package skerry.agent.cluster;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Whether an object is one of many of which nothing needs a look: a pod that runs and is ready, or is done. Of these is told
 * last, where not all can be told.
 */
final class Wellness {
    private Wellness() {}

    static boolean isWell(JsonNode object) {
        JsonNode status = object.path("status");
        String phase = status.path("phase").asText("");
        if (!status.has("containerStatuses")) {
            return false;
        }
        return phase.equals("Succeeded") || (phase.equals("Running") && isReady(status));
    }

    private static boolean isReady(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText("").equals("Ready")) {
                return condition.path("status").asText("").equals("True");
            }
        }
        return false;
    }
}
