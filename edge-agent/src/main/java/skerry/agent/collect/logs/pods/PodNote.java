package skerry.agent.collect.logs.pods;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import skerry.agent.collect.logs.lines.FirstLine;
import skerry.protocol.series.Labels;

/**
 * What is said of the logs of one pod.
 *
 * @param labels of the pod, as far as the site chose them, to be joined to its records
 * @param off whether its logs are left aside
 * @param containers of which something else is said: whether theirs are left aside
 * @param firstLine how its records begin
 */
public record PodNote(Labels labels, boolean off, Map<String, Boolean> containers, Optional<FirstLine> firstLine) {
    public static final PodNote NONE = new PodNote(Labels.NONE, false, Map.of(), Optional.empty());

    private static final String LOGS = "skerry.io/logs";
    private static final String LOGS_OF = LOGS + ".";
    private static final String MULTILINE = "skerry.io/multiline";
    private static final int MOST_CONTAINERS = 64;
    private static final int SHOWN = 40;

    public PodNote {
        containers = Map.copyOf(containers);
    }

    /**
     * Reads the annotations {@code skerry.io/logs}, {@code skerry.io/logs.CONTAINER} and {@code skerry.io/multiline}. What
     * cannot be used counts as not said.
     *
     * @param problem takes a sentence for each annotation that cannot be used
     */
    public static PodNote of(Map<String, String> annotations, Labels labels, Consumer<String> problem) {
        boolean off = false;
        var containers = new HashMap<String, Boolean>();
        Optional<FirstLine> firstLine = Optional.empty();
        for (var annotation : annotations.entrySet()) {
            String key = annotation.getKey();
            String value = annotation.getValue();
            if (key.equals(LOGS)) {
                off = isOff(key, value, problem).orElse(false);
            } else if (key.startsWith(LOGS_OF) && containers.size() < MOST_CONTAINERS) {
                isOff(key, value, problem).ifPresent(said -> containers.put(key.substring(LOGS_OF.length()), said));
            } else if (key.equals(MULTILINE)) {
                firstLine = firstLine(value, problem);
            }
        }
        return new PodNote(labels, off, containers, firstLine);
    }

    private static Optional<Boolean> isOff(String key, String value, Consumer<String> problem) {
        if (value.equals("off") || value.equals("on")) {
            return Optional.of(value.equals("off"));
        }
        problem.accept("the annotation " + key + " must be \"on\" or \"off\", and is \"" + shortened(value) + "\"");
        return Optional.empty();
    }

    private static Optional<FirstLine> firstLine(String value, Consumer<String> problem) {
        try {
            return Optional.of(FirstLine.of(value));
        } catch (IllegalArgumentException e) {
            problem.accept("the annotation " + MULTILINE + " cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether the logs of a container are left aside. */
    public boolean isOff(String container) {
        return containers.getOrDefault(container, off);
    }

    private static String shortened(String text) {
        return (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…").replaceAll("\\p{Cntrl}", "?");
    }
}
