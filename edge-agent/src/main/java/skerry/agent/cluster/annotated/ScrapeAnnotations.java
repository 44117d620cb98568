package skerry.agent.cluster.annotated;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How an object asks to be scraped.
 *
 * @param port empty if it names none
 * @param path begins with a slash; not encoded
 * @param scheme {@code http} or {@code https}
 * @param query encoded; empty for none
 */
record ScrapeAnnotations(OptionalInt port, String path, String scheme, String query) {
    private static final String PREFIX = "prometheus.io/";
    private static final String PARAM = PREFIX + "param_";
    private static final String USUAL_PATH = "/metrics";
    private static final int MOST_PATH = 512;
    private static final int MOST_PARAMS = 8;
    private static final int MOST_PARAM = 256;
    static final int MOST_PORT = 65_535;
    private static final Predicate<String> PORT = Pattern.compile("[0-9]{1,5}").asMatchPredicate();
    private static final Predicate<String> PARAM_NAME =
            Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,64}").asMatchPredicate();

    /** An annotation that cannot be followed; its text is in no message. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        private final String annotation;

        Wrong(String annotation, String must) {
            super(PREFIX + annotation + " must be " + must, null, false, false); // it is kept: without a trace
            this.annotation = annotation;
        }

        /** {@code port}, without what all of them begin with. */
        String annotation() {
            return annotation;
        }
    }

    /** Whether an object asks to be scraped at all. */
    static boolean ask(JsonNode annotations) {
        return annotations.path(PREFIX + "scrape").asText("").equals("true");
    }

    /** @throws Wrong if one of them cannot be followed */
    static ScrapeAnnotations of(JsonNode annotations) throws Wrong {
        return new ScrapeAnnotations(port(annotations), path(annotations), scheme(annotations), query(annotations));
    }

    private static OptionalInt port(JsonNode annotations) throws Wrong {
        String text = annotations.path(PREFIX + "port").asText("");
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        int port = PORT.test(text) ? Integer.parseInt(text) : 0;
        if (port < 1 || port > MOST_PORT) {
            throw new Wrong("port", "a port from 1 to " + MOST_PORT);
        }
        return OptionalInt.of(port);
    }

    private static String path(JsonNode annotations) throws Wrong {
        String path = annotations.path(PREFIX + "path").asText("");
        if (path.isEmpty()) {
            return USUAL_PATH;
        }
        boolean printable = path.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!path.startsWith("/") || !printable || path.length() > MOST_PATH) {
            throw new Wrong("path", "a path that begins with /, of at most " + MOST_PATH + " printable characters");
        }
        return path;
    }

    private static String scheme(JsonNode annotations) throws Wrong {
        String scheme = annotations.path(PREFIX + "scheme").asText("http").toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "", "http" -> "http";
            case "https" -> "https";
            default -> throw new Wrong("scheme", "http or https");
        };
    }

    private static String query(JsonNode annotations) throws Wrong {
        var params = new TreeMap<String, String>();
        for (Map.Entry<String, JsonNode> one : annotations.properties()) {
            if (one.getKey().startsWith(PARAM)) {
                String name = one.getKey().substring(PARAM.length());
                String value = one.getValue().asText("");
                if (!PARAM_NAME.test(name) || value.length() > MOST_PARAM || params.size() == MOST_PARAMS) {
                    throw new Wrong(
                            "param_*",
                            "at most " + MOST_PARAMS + " parameters with values of at most " + MOST_PARAM
                                    + " characters");
                }
                params.put(name, value);
            }
        }
        List<String> query = new ArrayList<>();
        params.forEach((name, value) -> query.add(encoded(name) + "=" + encoded(value)));
        return String.join("&", query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
