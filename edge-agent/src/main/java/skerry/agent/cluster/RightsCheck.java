package skerry.agent.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.agent.cluster.api.ApiAccess;
import skerry.agent.cluster.api.ApiCall;
import skerry.agent.cluster.api.ApiException;
import skerry.agent.cluster.watch.GroupResources;
import skerry.agent.cluster.watch.WatchedPath;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.http.HttpAnswer;
import skerry.platform.time.MonotonicClock;

/** Asks the API server which of the rights that this agent uses it has (SelfSubjectAccessReview). Changes nothing. */
public final class RightsCheck {
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_ANSWER = 64 << 10;
    private static final List<String> FOLLOWING = List.of("list", "watch");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Right> rights;
    private final ApiAccess access;
    private final String userAgent;
    private final MonotonicClock mono;

    /**
     * What was found out of a right.
     *
     * @param lacking those of its verbs that are not allowed
     */
    public record Found(Right right, List<String> lacking) {
        public Found {
            lacking = List.copyOf(lacking);
        }
    }

    /**
     * @param rights to ask for
     * @param userAgent what the agent calls itself
     */
    public RightsCheck(List<Right> rights, ApiAccess access, String userAgent, MonotonicClock mono) {
        this.rights = List.copyOf(rights);
        this.access = access;
        this.userAgent = userAgent;
        this.mono = mono;
    }

    /** Where the API is, for people. */
    public String server() throws IOException {
        return access.server().toString();
    }

    /**
     * Asks for all. Of kinds that many clusters do not have, a right that is missing is left aside where the kind is missing too.
     *
     * @throws IOException one sentence, if the API server cannot be asked
     */
    public List<Found> found() throws IOException {
        var found = new ArrayList<Found>();
        for (Right right : rights) {
            var lacking = new ArrayList<String>();
            for (String verb : right.verbs()) {
                if (!isAllowed(right, verb)) {
                    lacking.add(verb);
                }
            }
            if (lacking.isEmpty() || isThere(right)) {
                found.add(new Found(right, lacking));
            }
        }
        return found;
    }

    /**
     * All that an agent with these settings asks the API for.
     *
     * @param logs whether it reads logs of pods beside
     */
    public static List<Right> rights(ClusterSettings settings, boolean logs) {
        var chosen = new ChosenMetrics(settings.metrics());
        var rights = new ArrayList<Right>();
        for (WatchedKind kind : WatchedKind.ALL) {
            boolean noted = kind.isPod() && logs;
            if (noted || kind.isWanted(chosen, settings.annotatedTargets())) {
                for (Optional<String> namespace : places(settings, kind.namespaced())) {
                    String cost = kind.cost() + (noted ? "; " + PodBook.COST : "");
                    rights.add(new Right(kind.group(), kind.resource(), FOLLOWING, namespace, cost));
                }
            }
        }
        if (settings.events()) {
            for (Optional<String> namespace : places(settings, true)) {
                rights.add(new Right(
                        "events.k8s.io",
                        "events",
                        FOLLOWING,
                        namespace,
                        "why pods do not start, were killed or moved"));
            }
        }
        settings.identitySecret().ifPresent(secret -> rights.add(secret.right()));
        return rights;
    }

    private static List<Optional<String>> places(ClusterSettings settings, boolean namespaced) {
        return !namespaced || settings.namespaces().isEmpty()
                ? List.of(Optional.empty())
                : settings.namespaces().stream().sorted().map(Optional::of).toList();
    }

    /** Whether there is anything to have the right to, as far as the server says. */
    private boolean isThere(Right right) {
        Optional<WatchedPath> place = WatchedKind.ALL.stream()
                .filter(kind -> kind.optional()
                        && kind.group().equals(right.group())
                        && kind.resource().equals(right.resource()))
                .map(kind -> WatchedPath.of(kind.apiVersion(), kind.resource()))
                .findFirst();
        if (place.isEmpty()) {
            return true;
        }
        try (var call = new ApiCall(access, userAgent, mono, LIMIT)) {
            return GroupResources.has(call.get(place.get().group()), place.get().resource());
        } catch (ApiException e) {
            return e.status() != 404;
        } catch (IOException _) {
            return true;
        }
    }

    private boolean isAllowed(Right right, String verb) throws IOException {
        ObjectNode review = JSON.createObjectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        ObjectNode asked = review.putObject("spec").putObject("resourceAttributes");
        int slash = right.resource().indexOf('/');
        String resource = slash < 0 ? right.resource() : right.resource().substring(0, slash);
        asked.put("group", right.group()).put("resource", resource).put("verb", verb);
        if (slash >= 0) {
            asked.put("subresource", right.resource().substring(slash + 1));
        }
        right.namespace().ifPresent(namespace -> asked.put("namespace", namespace));
        right.name().ifPresent(name -> asked.put("name", name));
        try (var call = new ApiCall(access, userAgent, mono, LIMIT)) {
            HttpAnswer body = call.post(REVIEWS, review.toString().getBytes(StandardCharsets.UTF_8));
            JsonNode answer = JSON.readTree(body.readNBytes(MAX_ANSWER));
            JsonNode allowed = answer == null ? JSON.missingNode() : answer.at("/status/allowed");
            if (!allowed.isBoolean()) {
                throw new IOException(
                        "the API server does not say whether " + verb + " of " + right.what() + " is allowed");
            }
            return allowed.booleanValue();
        } catch (JsonProcessingException e) {
            throw new IOException("the API server answers with what is no JSON", e);
        }
    }
}
