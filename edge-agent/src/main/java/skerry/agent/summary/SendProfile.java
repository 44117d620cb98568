package skerry.agent.summary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/**
 * Which series leave the site; all others stay readable in the ring. A list of rules, of which the last that matches
 * decides: {@code node_load1}, {@code node_memory_*}, {@code node_cpu_seconds_total{mode="idle"}}, with {@code !} in
 * front to keep a series at the site; {@code job!=""} among the labels is any series that has a job, as those do that were
 * scraped. Thread-safe.
 */
public final class SendProfile implements Predicate<Series> {
    private static final Set<String> NAMES = Set.of("minimal", "default", "full");

    private final String name;
    private final List<Rule> rules;
    /** For each name that a rule has, all rules that match it: a series is asked about with every sample. */
    private final Map<String, Rule[]> byName = new HashMap<>();

    private final Rule[] prefixes;

    private SendProfile(String name, List<Rule> rules) {
        this.name = name;
        this.rules = List.copyOf(rules);
        this.prefixes = rules.stream().filter(Rule::prefix).toArray(Rule[]::new);
        for (Rule rule : rules) {
            if (!rule.prefix) {
                byName.computeIfAbsent(
                        rule.name,
                        one -> rules.stream()
                                .filter(other -> other.matches(one))
                                .toArray(Rule[]::new));
            }
        }
    }

    /**
     * One of the profiles that come with the agent.
     *
     * @param name {@code minimal}, {@code default} or {@code full}
     * @throws IllegalArgumentException for another name
     */
    public static SendProfile named(String name) {
        return switch (name) {
            case "minimal", "default" -> new SendProfile(name, parse(resource(name)));
            case "full" -> new SendProfile(name, parse(List.of("*")));
            default ->
                throw new IllegalArgumentException("no send profile is called '" + name
                        + "': use minimal, default, full or a list of metric names");
        };
    }

    /**
     * A profile of one's own. A rule that is the name of a profile that comes with the agent stands for all of its rules.
     *
     * @throws IllegalArgumentException if a rule cannot be read; names the rule and the reason
     */
    public static SendProfile of(List<String> rules) {
        return new SendProfile(
                "list",
                rules.stream()
                        .flatMap(rule -> NAMES.contains(rule.strip())
                                ? named(rule.strip()).rules.stream()
                                : parse(List.of(rule)).stream())
                        .toList());
    }

    public String name() {
        return name;
    }

    @Override
    public boolean test(Series series) {
        boolean sent = false;
        Rule[] named = byName.get(series.name());
        for (Rule rule : named != null ? named : prefixes) {
            if (sent == rule.keep && (named != null || rule.matches(series.name())) && rule.matches(series.labels())) {
                sent = !rule.keep;
            }
        }
        return sent;
    }

    private static List<Rule> parse(List<String> lines) {
        var rules = new ArrayList<Rule>();
        for (String line : lines) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                rules.add(Rule.parse(text));
            }
        }
        return rules;
    }

    private static List<String> resource(String name) {
        String file = "profile-" + name + ".txt";
        try (var in = Objects.requireNonNull(SendProfile.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the built-in send profile " + name, e);
        }
    }

    /** A condition on a label: that it has this value, or another one. */
    private record Matcher(String label, boolean other, String value) {
        boolean matches(Labels labels) {
            return labels.get(label).equals(value) != other;
        }
    }

    /** One line of a profile. {@code keep} means keep at the site. */
    private record Rule(boolean keep, String name, boolean prefix, List<Matcher> labels) {
        static Rule parse(String text) {
            boolean keep = text.startsWith("!");
            String rest = keep ? text.substring(1).strip() : text;
            int brace = rest.indexOf('{');
            List<Matcher> labels = List.of();
            if (brace >= 0) {
                if (!rest.endsWith("}")) {
                    throw new IllegalArgumentException("send profile rule '" + text + "' has a { without its }");
                }
                labels = labels(text, rest.substring(brace + 1, rest.length() - 1));
                rest = rest.substring(0, brace).strip();
            }
            boolean prefix = rest.endsWith("*");
            String name = prefix ? rest.substring(0, rest.length() - 1) : rest;
            if (!name.chars().allMatch(c -> c == '_' || c == ':' || Character.isLetterOrDigit(c))
                    || (name.isEmpty() && !prefix)) {
                throw new IllegalArgumentException("send profile rule '" + text
                        + "' is not a metric name; write node_load1, node_memory_* or name{label=\"value\"}");
            }
            return new Rule(keep, name, prefix, labels);
        }

        private static List<Matcher> labels(String rule, String text) {
            var labels = new ArrayList<Matcher>();
            for (String matcher : text.split(",", -1)) {
                int equals = matcher.indexOf('=');
                boolean other = equals > 0 && matcher.charAt(equals - 1) == '!';
                String label = equals < 0
                        ? ""
                        : matcher.substring(0, other ? equals - 1 : equals).strip();
                String value = matcher.substring(equals + 1).strip();
                if (label.isEmpty() || value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
                    throw new IllegalArgumentException("send profile rule '" + rule
                            + "' has a label that is neither name=\"value\" nor name!=\"value\"");
                }
                labels.add(new Matcher(label, other, value.substring(1, value.length() - 1)));
            }
            return labels;
        }

        boolean matches(String other) {
            return prefix ? other.startsWith(name) : other.equals(name);
        }

        boolean matches(Labels present) {
            for (int i = 0; i < labels.size(); i++) {
                if (!labels.get(i).matches(present)) {
                    return false;
                }
            }
            return true;
        }
    }
}
