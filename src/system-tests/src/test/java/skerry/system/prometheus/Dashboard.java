package skerry.system.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import skerry.system.process.Checkout;

/** A dashboard of {@code deploy/grafana}, and what its panels ask Prometheus for. */
record Dashboard(String file, JsonNode json) {
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

    /**
     * What one panel draws.
     *
     * @param expression with values in place of Grafana's variables
     * @param legend with names of labels in double braces
     */
    record Query(String panel, String expression, String legend) {
        @Override
        public String toString() {
            return panel + ": " + expression;
        }
    }

    static List<Dashboard> all() throws IOException {
        var all = new ArrayList<Dashboard>();
        try (var files = Files.list(Checkout.home().resolve("deploy/grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                all.add(new Dashboard(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile())));
            }
        }
        return all;
    }

    List<JsonNode> panels() {
        var panels = new ArrayList<JsonNode>();
        json.path("panels").forEach(panels::add);
        return panels;
    }

    /** @param variables values by name; those of Grafana itself begin with two underscores */
    List<Query> queries(Map<String, String> variables) {
        var queries = new ArrayList<Query>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                String expression = VARIABLE.matcher(target.path("expr").asText())
                        .replaceAll(found -> {
                            String value = variables.get(found.group(1));
                            if (value == null) {
                                throw new IllegalArgumentException(
                                        file + " uses the unknown variable " + found.group());
                            }
                            return value;
                        });
                queries.add(new Query(
                        file + ", " + panel.path("title").asText(),
                        expression,
                        target.path("legendFormat").asText()));
            }
        }
        return queries;
    }

    @Override
    public String toString() {
        return file;
    }
}
