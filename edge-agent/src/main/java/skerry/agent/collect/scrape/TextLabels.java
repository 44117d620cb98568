package skerry.agent.collect.scrape;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The labels of one sample while its line is read, inside the limits. */
final class TextLabels {
    private final ScrapeLimits limits;
    private final Map<String, String> values = new HashMap<>();

    TextLabels(ScrapeLimits limits) {
        this.limits = limits;
    }

    /** @throws TextFormatException if the label is there already, is reserved, or goes beyond a limit */
    void add(TextLine line, String label, String value) throws TextFormatException {
        checkLength(line, label);
        checkLength(line, value);
        if (label.equals("__name__")) {
            throw line.error("the label name __name__ is reserved");
        }
        if (values.put(label, value) != null) {
            throw line.error("label " + label + " is given twice");
        }
        if (values.size() > limits.maxLabels()) {
            throw line.beyond("there are more than " + limits.maxLabels() + " labels");
        }
    }

    /** @throws TextFormatException if a name or value is longer than its limit */
    void checkLength(TextLine line, String text) throws TextFormatException {
        int most = limits.maxLabelBytes();
        // In UTF-8 a char takes three bytes at most.
        boolean mayBeLonger = text.length() > most / 3;
        if (mayBeLonger && text.getBytes(StandardCharsets.UTF_8).length > most) {
            throw line.beyond("a name or the value of a label is longer than " + most + " bytes");
        }
    }

    /** The names of those that have no value. */
    List<String> empty() {
        return values.entrySet().stream()
                .filter(label -> label.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** By name. */
    Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }
}
