package skerry.benchmarks;

/**
 * One measured number beside what it should reach and what others need.
 *
 * @param reach the number aimed at, as text with its direction, such as {@code ≤ 66}
 * @param peers what others need for the same work, with how it was measured
 */
public record Figure(String name, double value, String unit, String reach, String peers) {}
