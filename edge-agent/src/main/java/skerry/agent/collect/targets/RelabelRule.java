package skerry.agent.collect.targets;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One relabelling rule with Prometheus's meaning (Prometheus "Configuration", relabel_config): the values of the source labels,
 * joined, are matched as a whole; a label that is empty is one that is not there.
 *
 * @param regex matched in linear time, whatever it is
 * @param replacement with {@code $1}, {@code ${1}} and {@code ${name}} for what groups matched
 */
public record RelabelRule(
        List<String> sourceLabels,
        String separator,
        Pattern regex,
        String targetLabel,
        String replacement,
        Action action) {
    public static final String NAME = "__name__";
    public static final String USUAL_SEPARATOR = ";";
    public static final String USUAL_REGEX = "(.*)";
    public static final String USUAL_REPLACEMENT = "$1";

    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern LABEL_TEMPLATE = Pattern.compile("(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+");

    /** What a rule does. */
    public enum Action {
        REPLACE,
        KEEP,
        DROP,
        KEEPEQUAL,
        DROPEQUAL,
        LOWERCASE,
        UPPERCASE,
        LABELMAP,
        LABELDROP,
        LABELKEEP;

        /** As it is written in a configuration. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private boolean needsTarget() {
            return switch (this) {
                case REPLACE, KEEPEQUAL, DROPEQUAL, LOWERCASE, UPPERCASE -> true;
                case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> false;
            };
        }
    }

    /** @throws IllegalArgumentException if the rule cannot be applied; says what it lacks */
    public RelabelRule {
        sourceLabels = List.copyOf(sourceLabels);
        if (action.needsTarget() && targetLabel.isEmpty()) {
            throw new IllegalArgumentException("needs a target-label for the action " + action.word());
        }
        boolean template = action == Action.REPLACE;
        if (!targetLabel.isEmpty() && !(template ? LABEL_TEMPLATE : LABEL).matches(targetLabel)) {
            throw new IllegalArgumentException("has a target-label that is no label name: '" + targetLabel + "'");
        }
        if (action == Action.LABELMAP && !LABEL_TEMPLATE.matches(replacement)) {
            throw new IllegalArgumentException("has a replacement that is no label name: '" + replacement + "'");
        }
    }

    /** @throws IllegalArgumentException if it is no regular expression of RE2 */
    public static Pattern regex(String text) {
        try {
            return Pattern.compile(text, Pattern.DOTALL);
        } catch (com.google.re2j.PatternSyntaxException e) {
            throw new IllegalArgumentException("must be a regular expression (" + e.getDescription() + ")", e);
        }
    }

    /** Whether a label may have this name. */
    public static boolean isLabelName(String name) {
        return LABEL.matches(name);
    }

    /** @return false if the sample is to be dropped */
    boolean apply(Map<String, String> labels) {
        switch (action) {
            case REPLACE -> replace(labels);
            case KEEP -> {
                return regex.matches(source(labels));
            }
            case DROP -> {
                return !regex.matches(source(labels));
            }
            case KEEPEQUAL -> {
                return source(labels).equals(labels.getOrDefault(targetLabel, ""));
            }
            case DROPEQUAL -> {
                return !source(labels).equals(labels.getOrDefault(targetLabel, ""));
            }
            case LOWERCASE -> set(labels, targetLabel, source(labels).toLowerCase(Locale.ROOT));
            case UPPERCASE -> set(labels, targetLabel, source(labels).toUpperCase(Locale.ROOT));
            case LABELMAP -> map(labels);
            case LABELDROP -> labels.keySet().removeIf(regex::matches);
            case LABELKEEP -> labels.keySet().removeIf(name -> !regex.matches(name));
        }
        return true;
    }

    private String source(Map<String, String> labels) {
        if (sourceLabels.size() == 1) {
            return labels.getOrDefault(sourceLabels.getFirst(), "");
        }
        return sourceLabels.stream().map(name -> labels.getOrDefault(name, "")).collect(Collectors.joining(separator));
    }

    private void replace(Map<String, String> labels) {
        Matcher match = regex.matcher(source(labels));
        if (!match.matches()) {
            return;
        }
        String target = expanded(targetLabel, match);
        if (isLabelName(target)) {
            set(labels, target, expanded(replacement, match));
        }
    }

    private void map(Map<String, String> labels) {
        for (var label : List.copyOf(labels.entrySet())) {
            Matcher match = regex.matcher(label.getKey());
            if (match.matches()) {
                set(labels, expanded(replacement, match), label.getValue());
            }
        }
    }

    private static void set(Map<String, String> labels, String name, String value) {
        if (value.isEmpty()) {
            labels.remove(name);
        } else {
            labels.put(name, value);
        }
    }

    /** As Go's {@code Regexp.Expand}: a group that is not there is empty, and {@code $$} is a dollar. */
    private String expanded(String template, Matcher match) {
        if (template.indexOf('$') < 0) {
            return template;
        }
        var text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c != '$') {
                text.append(c);
                at++;
                continue;
            }
            if (template.startsWith("$$", at)) {
                text.append('$');
                at += 2;
                continue;
            }
            boolean braced = template.startsWith("${", at);
            int start = at + (braced ? 2 : 1);
            int end = start;
            while (end < template.length() && isWord(template.charAt(end))) {
                end++;
            }
            boolean whole = end > start && (!braced || template.startsWith("}", end));
            if (whole) {
                text.append(group(template.substring(start, end), match));
                at = braced ? end + 1 : end;
            } else {
                text.append('$');
                at++;
            }
        }
        return text.toString();
    }

    private String group(String name, Matcher match) {
        int number = name.chars().allMatch(Character::isDigit) && name.length() < 4
                ? Integer.parseInt(name)
                : regex.namedGroups().getOrDefault(name, -1);
        if (number < 0 || number > match.groupCount()) {
            return "";
        }
        String found = match.group(number);
        return found == null ? "" : found;
    }

    private static boolean isWord(char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
