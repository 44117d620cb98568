package skerry.agent.cluster.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;

/**
 * One Secret, read whole and changed by fields: a change names the version that was read, so that the server refuses it where
 * somebody else was quicker. No message holds a part of an answer: there are keys in it. Thread-safe.
 */
public final class ApiSecret {
    private static final Duration LIMIT = Duration.ofSeconds(8);
    /** What the agent keeps is some 8 KiB; the rest is room for what tools note in the object's metadata. */
    private static final int MAX_ANSWER = 256 << 10;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ApiAccess access;
    private final String userAgent;
    private final MonotonicClock mono;
    private final String namespace;
    private final String name;

    /**
     * What is in it.
     *
     * @param version as the API server calls it
     */
    public record Content(String version, Map<String, Bytes> data) {
        public Content {
            data = Map.copyOf(data);
        }

        public Optional<Bytes> value(String key) {
            return Optional.ofNullable(data.get(key));
        }

        /** Without what is secret. */
        @Override
        public String toString() {
            return "version " + version + " with " + data.keySet();
        }
    }

    /**
     * @param userAgent what the agent calls itself
     * @param namespace a name that Kubernetes takes, as is {@code name}
     */
    public ApiSecret(ApiAccess access, String userAgent, MonotonicClock mono, String namespace, String name) {
        this.access = access;
        this.userAgent = userAgent;
        this.mono = mono;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * What is in it now.
     *
     * @throws ApiException if the API server does not hand it over
     * @throws IOException one sentence: why there is no answer
     */
    public Content read() throws IOException {
        try (var call = new ApiCall(access, userAgent, mono, LIMIT);
                InputStream answer = call.get(path())) {
            return content(answer);
        } catch (ApiException e) {
            throw refusal("read", e.status());
        }
    }

    /**
     * Replaces these values, and leaves all else of it as it is.
     *
     * @param version that was read
     * @throws ApiException if the API server does not take it; {@link ApiException#isConflict} if it was changed since
     * @throws IOException one sentence: why there is no answer
     */
    public Content write(String version, Map<String, Bytes> values) throws IOException {
        ObjectNode change = JSON.createObjectNode();
        change.putObject("metadata").put("resourceVersion", version);
        ObjectNode data = change.putObject("data");
        values.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value.toArray())));
        try (var call = new ApiCall(access, userAgent, mono, LIMIT);
                InputStream answer = call.merge(path(), JSON.writeValueAsBytes(change))) {
            return content(answer);
        } catch (ApiException e) {
            throw refusal("change", e.status());
        }
    }

    private String path() {
        return "/api/v1/namespaces/" + namespace + "/secrets/" + name;
    }

    private Content content(InputStream answer) throws IOException {
        byte[] text = answer.readNBytes(MAX_ANSWER + 1);
        if (text.length > MAX_ANSWER) {
            throw new IOException(this + " is larger than " + MAX_ANSWER + " bytes: it is none of an agent");
        }
        try {
            JsonNode object = JSON.readTree(text);
            String version = object.at("/metadata/resourceVersion").asText("");
            if (version.isEmpty()) {
                throw new IOException("the API server says no version of " + this);
            }
            var values = new HashMap<String, Bytes>();
            for (Map.Entry<String, JsonNode> one : object.path("data").properties()) {
                values.put(
                        one.getKey(),
                        Bytes.of(Base64.getDecoder().decode(one.getValue().asText())));
            }
            return new Content(version, values);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // Without the cause, whose message quotes what it read.
            throw new IOException("the API server answers for " + this + " with what is no Secret");
        }
    }

    /** By the status alone: the server's own words may quote what it was sent. */
    private ApiException refusal(String what, int status) {
        String sentence = switch (status) {
            case 401 -> "the API server does not accept this agent's token, so that it cannot " + what + " " + this;
            case 403 ->
                "no right to " + what + " " + this + ": its Role must allow get and patch of it (docs/kubernetes.md)";
            case 404 -> "there is no " + this + ": make it, empty, as the chart does";
            case 409 -> this + " was changed by somebody else meanwhile: two agents must not share one identity";
            default -> "the API server does not let this agent " + what + " " + this + " (status " + status + ")";
        };
        return new ApiException(status, sentence);
    }

    /** As people say it: {@code Secret monitoring/skerry-agent}. */
    @Override
    public String toString() {
        return "Secret " + namespace + "/" + name;
    }
}
