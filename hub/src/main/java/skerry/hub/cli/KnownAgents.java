package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The hub's agents, found as people name them: {@code SITE/NODE}, or the id for one that shares its name with a retired one. */
record KnownAgents(List<JsonNode> all) {
    static KnownAgents of(LocalHub hub) throws IOException {
        return new KnownAgents(
                StreamSupport.stream(hub.get("/api/v1/agents").path("agents").spliterator(), false)
                        .toList());
    }

    /** @throws IOException in one sentence, if there is none of that name that is not retired */
    JsonNode active(String name) throws IOException {
        return find(name, agent -> !agent.path("retired").asBoolean(), "agent");
    }

    /** @throws IOException in one sentence, if there is none of that name that is retired, or more than one */
    JsonNode retired(String name) throws IOException {
        return find(name, agent -> agent.path("retired").asBoolean(), "retired agent");
    }

    private JsonNode find(String name, Predicate<JsonNode> wanted, String what) throws IOException {
        List<JsonNode> found = all.stream()
                .filter(wanted)
                .filter(agent -> place(agent).equals(name) || uid(agent).equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new IOException("there is no " + what + " '" + name + "': skerry-hub agents lists them as SITE/NODE");
        }
        if (found.size() > 1) {
            throw new IOException("there are " + found.size() + " agents '" + name + "': name one by its id");
        }
        return found.getFirst();
    }

    static String place(JsonNode agent) {
        return agent.path("site").asText() + "/" + agent.path("node").asText();
    }

    static String uid(JsonNode agent) {
        return agent.path("uid").asText();
    }
}
