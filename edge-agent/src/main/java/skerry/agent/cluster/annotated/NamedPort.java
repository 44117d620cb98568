package skerry.agent.cluster.annotated;

import java.util.List;

/**
 * A port that an object declares.
 *
 * @param name empty if it has none
 * @param number 0 for a service's port that names one of its pods' ports
 * @param owner the container that has it; of a service the name of its pods' port, empty if it has a number
 */
record NamedPort(String name, int number, String owner) {
    /** Those to scrape where no annotation names one: all that are called metrics, or the only one there is. */
    static List<NamedPort> usual(List<NamedPort> declared) {
        List<NamedPort> metrics = declared.stream()
                .filter(port -> port.name().contains("metrics"))
                .toList();
        return metrics.isEmpty() && declared.size() == 1 ? declared : metrics;
    }
}
