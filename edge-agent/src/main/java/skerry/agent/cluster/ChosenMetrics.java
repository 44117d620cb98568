package skerry.agent.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** The metrics of objects that are collected, by name. Immutable and thread-safe. */
final class ChosenMetrics implements Predicate<String> {
    private static final String DEFAULT = "default";

    private final Set<String> names = new HashSet<>();
    private final List<String> starts = new ArrayList<>();

    /** @param rules names; {@code *} at the end for all that begin so; {@code default} for what is listed with the agent */
    ChosenMetrics(List<String> rules) {
        for (String rule : rules) {
            if (rule.equals(DEFAULT)) {
                names.addAll(usual());
            } else if (rule.endsWith("*")) {
                starts.add(rule.substring(0, rule.length() - 1));
            } else {
                names.add(rule);
            }
        }
    }

    @Override
    public boolean test(String name) {
        return names.contains(name) || starts.stream().anyMatch(name::startsWith);
    }

    /** @param kind the part of the names that all metrics of a kind have: {@code kube_deployment} */
    boolean anyOf(String kind) {
        String start = kind + "_";
        return names.stream().anyMatch(name -> name.equals(kind) || name.startsWith(start))
                || starts.stream().anyMatch(other -> other.startsWith(start) || start.startsWith(other));
    }

    static List<String> usual() {
        try (var in = Objects.requireNonNull(ChosenMetrics.class.getResourceAsStream("metrics-default.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the metrics that are collected by default", e);
        }
    }
}
