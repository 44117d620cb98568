package skerry.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Something that was measured, beside what it should reach and what others need.
 *
 * @param runs the number that each run gave
 * @param reach the number aimed at, as text with its direction, such as {@code ≤ 66}; empty for none
 * @param quoted what others need for the same work as the project measured it earlier; empty for nothing to compare
 */
public record Figure(String name, List<Double> runs, String unit, String reach, String quoted) {
    /** @throws IllegalArgumentException if there was no run */
    public Figure {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException(name + " was not measured");
        }
    }

    /** Of something that is measured once. */
    public static Figure of(String name, double value, String unit, String reach, String quoted) {
        return new Figure(name, List.of(value), unit, reach, quoted);
    }

    /** What another program needs, measured in the same run as ours. */
    public static Figure peer(String name, List<Double> runs, String unit) {
        return new Figure("peer: " + name, runs, unit, "", "");
    }

    /** The median of the runs. */
    @JsonProperty
    public double value() {
        return runs.stream().sorted().toList().get(runs.size() / 2);
    }

    @JsonProperty
    public double least() {
        return runs.stream().min(Double::compare).orElseThrow();
    }

    @JsonProperty
    public double most() {
        return runs.stream().max(Double::compare).orElseThrow();
    }
}
