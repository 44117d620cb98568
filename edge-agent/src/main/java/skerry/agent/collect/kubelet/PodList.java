package skerry.agent.collect.kubelet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.collect.logs.pods.ToldPod;

/**
 * Reads a kubelet's {@code /pods}, a {@code v1.PodList}, as it comes, without ever building it: of each pod its name, what the
 * site or Skerry's annotations say of its logs, and how its containers ended. What else there is, such as the environment of
 * containers, is skipped unread. Not thread-safe; one object reads one answer.
 */
final class PodList {
    /** A kubelet runs 110 pods unless it is told otherwise, and no more than some hundreds in any case. */
    static final int MOST_PODS = 1_000;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER = 32;
    /** Keys of annotations have at most 317 characters. */
    private static final int MAX_NAME = 512;
    /** Kubernetes allows no more of annotations in all; only what is wanted is read at all. */
    private static final int MAX_TEXT = 300_000;
    /** What is longer is cut, so that it cannot be used; one pod must not hide the others. */
    private static final int MOST_CHARS = 512;

    private static final int MOST_ENTRIES = 128;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(MAX_NUMBER)
                    .maxNameLength(MAX_NAME)
                    .build())
            // The room that a long text took is given back.
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            // Labels are named by people; their names must not stay in tables that live on.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final Predicate<String> labels;

    private PodList(JsonParser parser, Predicate<String> labels) {
        this.parser = parser;
        this.labels = labels;
    }

    /**
     * Reads all pods.
     *
     * @param text within its bound of bytes
     * @param labels which are told, by key
     * @param out takes them as they come; what came before an exception is no whole list
     * @throws IOException one sentence: what is wrong with it
     */
    static void read(InputStream text, Predicate<String> labels, Consumer<ToldPod> out) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            new PodList(parser, labels).list(out);
        } catch (StreamConstraintsException e) {
            throw new IOException("the kubelet's list of pods is deeper or longer than any", e);
        } catch (JsonProcessingException e) {
            throw new IOException("the kubelet's list of pods is no JSON, or ends too early", e);
        }
    }

    private void list(Consumer<ToldPod> out) throws IOException {
        boolean items = false;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw wrong("it is no list of pods");
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!name.equals("items")) {
                skip();
                continue;
            }
            items = true;
            int pods = 0;
            if (begins(JsonToken.START_ARRAY, name)) {
                while (entry(name)) {
                    if (++pods > MOST_PODS) {
                        throw wrong("it has more than " + MOST_PODS + " pods");
                    }
                    out.accept(pod());
                }
            }
        }
        if (!items) {
            throw wrong("it is no list of pods");
        }
    }

    private ToldPod pod() throws IOException {
        var pod = new Fields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (name.equals("metadata") && begins(JsonToken.START_OBJECT, name)) {
                metadata(pod);
            } else if (name.equals("status") && begins(JsonToken.START_OBJECT, name)) {
                status(pod);
            } else if (!name.equals("metadata") && !name.equals("status")) {
                skip();
            }
        }
        if (pod.namespace.isEmpty() || pod.name.isEmpty()) {
            throw wrong("a pod has no name or namespace");
        }
        return new ToldPod(pod.namespace, pod.name, pod.uid, pod.labels, pod.annotations, pod.ends, pod.reason);
    }

    /** Of one pod, as far as they were there. */
    private static final class Fields {
        String namespace = "";
        String name = "";
        String uid = "";
        Map<String, String> labels = Map.of();
        Map<String, String> annotations = Map.of();
        final List<ToldPod.LastEnd> ends = new ArrayList<>();
        String reason = "";
    }

    private void metadata(Fields pod) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "namespace" -> pod.namespace = text(name);
                case "name" -> pod.name = text(name);
                case "uid" -> pod.uid = text(name);
                case "labels" -> pod.labels = texts(name, labels);
                case "annotations" -> pod.annotations = texts(name, PodBook::wantsAnnotation);
                default -> skip();
            }
        }
    }

    private Map<String, String> texts(String of, Predicate<String> wanted) throws IOException {
        var texts = new HashMap<String, String>();
        if (begins(JsonToken.START_OBJECT, of)) {
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                if (wanted.test(key) && texts.size() < MOST_ENTRIES) {
                    texts.put(key, text(of));
                } else {
                    skip();
                }
            }
        }
        return texts;
    }

    private void status(Fields pod) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "reason" -> pod.reason = text(name);
                case "containerStatuses", "initContainerStatuses" -> {
                    if (begins(JsonToken.START_ARRAY, name)) {
                        while (entry(name)) {
                            container(pod);
                        }
                    }
                }
                default -> skip();
            }
        }
    }

    private void container(Fields pod) throws IOException {
        var end = new End();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "name" -> end.container = text(name);
                case "restartCount" -> end.restarts = number(name);
                case "lastState" -> {
                    if (begins(JsonToken.START_OBJECT, name)) {
                        lastState(end);
                    }
                }
                default -> skip();
            }
        }
        if (end.told && pod.ends.size() < MOST_ENTRIES) {
            pod.ends.add(new ToldPod.LastEnd(end.container, end.restarts, end.reason, end.exitCode, end.finishedAt));
        }
    }

    /** Of one container, as far as it was there. */
    private static final class End {
        boolean told;
        String container = "";
        int restarts;
        String reason = "";
        int exitCode = -1;
        String finishedAt = "";
    }

    private void lastState(End end) throws IOException {
        for (String state = parser.nextFieldName(); state != null; state = parser.nextFieldName()) {
            if (!state.equals("terminated")) {
                skip();
            } else if (begins(JsonToken.START_OBJECT, state)) {
                end.told = true;
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    switch (name) {
                        case "reason" -> end.reason = text(name);
                        case "exitCode" -> end.exitCode = number(name);
                        case "finishedAt" -> end.finishedAt = text(name);
                        default -> skip();
                    }
                }
            }
        }
    }

    private String text(String name) throws IOException {
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_NULL) {
            return "";
        }
        if (value != JsonToken.VALUE_STRING) {
            throw wrong("a " + name + " is no text");
        }
        int length = Math.min(parser.getTextLength(), MOST_CHARS);
        return new String(parser.getTextCharacters(), parser.getTextOffset(), length);
    }

    private int number(String name) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT
                || !parser.getNumberType().equals(JsonParser.NumberType.INT)) {
            throw wrong("a " + name + " is no number");
        }
        return parser.getIntValue();
    }

    /** @return false for null, which stands for what is not there */
    private boolean begins(JsonToken token, String name) throws IOException {
        JsonToken value = parser.nextToken();
        if (value != token && value != JsonToken.VALUE_NULL) {
            throw wrong(name + " is not what it should be");
        }
        return value == token;
    }

    /** @return false at the end of the list */
    private boolean entry(String list) throws IOException {
        JsonToken value = parser.nextToken();
        if (value != JsonToken.START_OBJECT && value != JsonToken.END_ARRAY) {
            throw wrong(list + " is not what it should be");
        }
        return value == JsonToken.START_OBJECT;
    }

    private void skip() throws IOException {
        parser.nextToken();
        parser.skipChildren();
    }

    private static IOException wrong(String what) {
        return new IOException("the kubelet's list of pods cannot be used: " + what);
    }
}
