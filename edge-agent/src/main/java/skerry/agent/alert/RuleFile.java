package skerry.agent.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import skerry.promql.Parsed;
import skerry.promql.Parser;
import skerry.promql.ValueType;

/** Reads a file of rules in Prometheus's form, and finds all of its mistakes at once. Not thread-safe. */
public final class RuleFile {
    private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration MOST_SPAN = Duration.ofDays(31);
    private static final int MOST_NAME = 128;
    private static final int MOST_LABELS = 16;
    private static final int MOST_TEMPLATE = 4_096;
    private static final int MOST_MISTAKES = 100;
    private static final Set<String> FILE_KEYS = Set.of("groups");
    private static final Set<String> GROUP_KEYS = Set.of("name", "interval", "rules");
    private static final Set<String> RULE_KEYS =
            Set.of("alert", "expr", "for", "keep_firing_for", "labels", "annotations");

    private final String file;
    private final List<RuleMistake> mistakes = new ArrayList<>();
    private String group = "";
    private String rule = "";

    private RuleFile(String file) {
        this.file = file;
    }

    /**
     * What a file says.
     *
     * @param groups those that could be read; without mistakes, all
     */
    public record Content(List<RuleGroup> groups, List<RuleMistake> mistakes) {
        public Content {
            groups = List.copyOf(groups);
            mistakes = List.copyOf(mistakes);
        }
    }

    /** @param file what people call it */
    public static Content read(String file, byte[] text) {
        var reading = new RuleFile(file);
        List<RuleGroup> groups = new ArrayList<>();
        try {
            Optional<Node> document = RuleYaml.read(text);
            document.ifPresent(node -> groups.addAll(reading.groups(node)));
        } catch (RuleYaml.Malformed e) {
            reading.mistakes.add(new RuleMistake(file, e.line(), "", "", String.valueOf(e.getMessage())));
        }
        return new Content(groups, reading.mistakes);
    }

    private List<RuleGroup> groups(Node document) {
        var groups = new ArrayList<RuleGroup>();
        var names = new HashSet<String>();
        Map<String, Node> keys = keys(document, FILE_KEYS, "the file");
        for (Node node : items(keys, "groups", document)) {
            group = "";
            rule = "";
            Map<String, Node> parts = keys(node, GROUP_KEYS, "a group");
            group = text(parts, "name", node).orElse("");
            if (group.isBlank()) {
                mistake(node, "the group needs a name");
            } else if (!names.add(group)) {
                mistake(node, "another group of this file has this name");
            }
            Duration interval = span(parts, "interval", USUAL_INTERVAL);
            if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
                mistake(
                        parts.getOrDefault("interval", node),
                        "interval must lie between 15s and 1d, was " + SpanText.of(interval));
            }
            groups.add(new RuleGroup(file, group, interval, rules(parts, node)));
        }
        return groups;
    }

    private List<Rule> rules(Map<String, Node> parts, Node around) {
        var rules = new ArrayList<Rule>();
        int place = 0;
        for (Node node : items(parts, "rules", around)) {
            place++;
            rule = "number " + place;
            rule(node).ifPresent(rules::add);
        }
        rule = "";
        return rules;
    }

    private Optional<Rule> rule(Node node) {
        int before = mistakes.size();
        if (!nameOf(node, "record").isEmpty()) {
            rule = nameOf(node, "record");
            mistake(
                    node,
                    "this is a recording rule, and the agent evaluates alerting rules only: it stores no series of"
                            + " its own, so write the expression where it is needed");
            return Optional.empty();
        }
        String alert = nameOf(node, "alert");
        rule = alert.isBlank() ? rule : alert;
        Map<String, Node> parts = keys(node, RULE_KEYS, "a rule");
        if (alert.isBlank() || alert.length() > MOST_NAME) {
            mistake(node, "the rule needs a name under alert, of at most " + MOST_NAME + " characters");
        }
        String text = text(parts, "expr", node).orElse("").strip();
        Optional<Parsed.Expression> expr = expression(text, parts.getOrDefault("expr", node));
        Duration holds = span(parts, "for", Duration.ZERO);
        Duration keepFiring = span(parts, "keep_firing_for", Duration.ZERO);
        SortedMap<String, TextTemplate> labels = templates(parts, "labels");
        SortedMap<String, TextTemplate> annotations = templates(parts, "annotations");
        if (labels.containsKey("alertname")) {
            mistake(node, "the label alertname is the rule's name, and cannot be set");
        }
        return mistakes.size() > before || expr.isEmpty()
                ? Optional.empty()
                : Optional.of(new Rule(group, alert, text, expr.get().expr(), holds, keepFiring, labels, annotations));
    }

    private Optional<Parsed.Expression> expression(String text, Node node) {
        if (text.isEmpty()) {
            mistake(node, "the rule needs an expression under expr");
            return Optional.empty();
        }
        return switch (new Parser().parse(text)) {
            case Parsed.Expression parsed -> {
                ValueType type = parsed.expr().type();
                if (type != ValueType.VECTOR && type != ValueType.SCALAR) {
                    mistake(node, "expr must yield series or a number, and yields a " + type.word());
                }
                yield Optional.of(parsed);
            }
            case Parsed.Refused(var refusal) -> {
                mistake(node, "expr cannot be used: " + refusal.message());
                yield Optional.empty();
            }
        };
    }

    private SortedMap<String, TextTemplate> templates(Map<String, Node> parts, String key) {
        var templates = new TreeMap<String, TextTemplate>();
        Node node = parts.get(key);
        if (node == null || isNothing(node)) {
            return templates;
        }
        Map<String, Node> each = node instanceof MappingNode ? keysOf(node) : Map.of();
        if (!(node instanceof MappingNode) || each.size() > MOST_LABELS) {
            mistake(node, key + " must be a map of at most " + MOST_LABELS + " names and texts");
            return templates;
        }
        each.forEach((name, value) -> {
            if (!RuleNames.isLabel(name) || name.startsWith("__")) {
                mistake(value, "'" + shortly(name) + "' under " + key + " is no name that a label may have");
                return;
            }
            text(each, name, value)
                    .ifPresent(text ->
                            template(key, name, text, value).ifPresent(template -> templates.put(name, template)));
        });
        return templates;
    }

    private Optional<TextTemplate> template(String key, String name, String text, Node node) {
        if (text.length() > MOST_TEMPLATE) {
            mistake(node, key + "." + name + " is longer than " + MOST_TEMPLATE + " characters");
            return Optional.empty();
        }
        try {
            return Optional.of(TextTemplate.parse(text));
        } catch (IllegalArgumentException e) {
            mistake(node, key + "." + name + " cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Duration span(Map<String, Node> parts, String key, Duration usual) {
        Node node = parts.get(key);
        if (node == null) {
            return usual;
        }
        Optional<String> text = text(parts, key, node);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            Duration span = SpanText.parse(text.get());
            if (span.compareTo(MOST_SPAN) > 0) {
                throw new IllegalArgumentException("must not be above " + SpanText.of(MOST_SPAN));
            }
            return span;
        } catch (IllegalArgumentException e) {
            mistake(node, key + " " + e.getMessage() + ", was '" + shortly(text.get()) + "'");
            return usual;
        }
    }

    /** What stands under each key; keys that are not known are mistakes. */
    private Map<String, Node> keys(Node node, Set<String> known, String what) {
        if (!(node instanceof MappingNode)) {
            mistake(node, what + " must be a map with the keys " + sorted(known));
            return Map.of();
        }
        Map<String, Node> keys = keysOf(node);
        keys.forEach((key, value) -> {
            if (!known.contains(key)) {
                mistake(value, "'" + shortly(key) + "' is no key of " + what + ": it knows " + sorted(known));
            }
        });
        return keys;
    }

    private Map<String, Node> keysOf(Node node) {
        var keys = new LinkedHashMap<String, Node>();
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                if (keys.put(key, tuple.getValueNode()) != null) {
                    mistake(tuple.getKeyNode(), "'" + shortly(key) + "' is given twice");
                }
            }
        }
        return keys;
    }

    /** The text under a key, without any complaint; empty if there is none. */
    private static String nameOf(Node node, String key) {
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)
                        && tuple.getValueNode() instanceof ScalarNode value) {
                    return value.getValue();
                }
            }
        }
        return "";
    }

    private List<Node> items(Map<String, Node> parts, String key, Node around) {
        Node node = parts.get(key);
        if (node == null || isNothing(node)) {
            if (node == null && around instanceof MappingNode) {
                mistake(around, key + " is missing");
            }
            return List.of();
        }
        if (node instanceof SequenceNode list) {
            return list.getValue();
        }
        mistake(node, key + " must be a list");
        return List.of();
    }

    private Optional<String> text(Map<String, Node> parts, String key, Node around) {
        Node node = parts.get(key);
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        if (node != null) {
            mistake(around, "'" + shortly(key) + "' must be a text");
        }
        return Optional.empty();
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar
                && (scalar.getValue().isEmpty() || scalar.getValue().equals("null"));
    }

    private void mistake(Node node, String reason) {
        if (mistakes.size() < MOST_MISTAKES) {
            mistakes.add(
                    new RuleMistake(file, RuleYaml.line(node.getStartMark()), shortly(group), shortly(rule), reason));
        }
    }

    private static String sorted(Set<String> keys) {
        return String.join(", ", keys.stream().sorted().toList());
    }

    private static String shortly(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }
}
