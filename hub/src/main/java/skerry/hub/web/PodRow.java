package skerry.hub.web;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import skerry.hub.query.PodFacts;

/** A pod in the shape of the HTTP API. */
record PodRow(
        String namespace,
        String pod,
        Optional<String> node,
        String state,
        boolean well,
        boolean gone,
        long restarts,
        long oomKills,
        PodFacts.Use memory,
        Optional<Double> memoryOfLimit,
        PodFacts.Use cpu,
        Optional<String> lastExit,
        Optional<Long> startedAt,
        long toldTo) {
    private static final Comparator<PodRow> BY_NAME = Comparator.comparing(PodRow::namespace, NaturalOrder.OF_NAMES)
            .thenComparing(PodRow::pod, NaturalOrder.OF_NAMES);

    static PodRow of(PodFacts pod) {
        return new PodRow(
                pod.namespace(),
                pod.pod(),
                pod.node(),
                pod.state(),
                pod.well(),
                pod.gone(),
                pod.restarts(),
                pod.oomKills(),
                pod.memory(),
                pod.memoryOfLimit(),
                pod.cpu(),
                pod.lastExit(),
                pod.startedAt(),
                pod.toldTo());
    }

    /**
     * The order that a word asks for; what is not told comes last either way, and what is alike by its restarts, then by how
     * near its memory is to the limit, then by name.
     *
     * @throws ApiException if there is no such order
     */
    static Comparator<PodRow> order(String word) {
        boolean down = word.startsWith("-");
        Comparator<PodRow> order = switch (down ? word.substring(1) : word) {
            case "restarts" -> by(row -> row.restarts, down);
            case "oom" -> by(row -> row.oomKills, down);
            case "limit" -> by(row -> row.memoryOfLimit.orElse(Double.NaN), down);
            case "memory" -> by(row -> row.memory.used().orElse(Double.NaN), down);
            case "cpu" -> by(row -> row.cpu.used().orElse(Double.NaN), down);
            case "age" -> by(row -> -row.startedAt.map(Long::doubleValue).orElse(Double.NaN), down);
            case "pod" -> down ? BY_NAME.reversed() : BY_NAME;
            case "node" -> text(Comparator.comparing(row -> row.node.orElse("\uffff"), NaturalOrder.OF_NAMES), down);
            case "state" -> text(Comparator.comparing(row -> row.state), down);
            default ->
                throw ApiException.badRequest(
                        "'sort' must be restarts, oom, limit, memory, cpu, age, pod, node or state,"
                                + " with - in front for the other way round");
        };
        return order.thenComparing(by(row -> row.restarts, true))
                .thenComparing(by(row -> row.memoryOfLimit.orElse(Double.NaN), true))
                .thenComparing(BY_NAME);
    }

    private static Comparator<PodRow> text(Comparator<PodRow> order, boolean down) {
        return down ? order.reversed() : order;
    }

    private static Comparator<PodRow> by(ToDoubleFunction<PodRow> value, boolean down) {
        Comparator<PodRow> order = Comparator.comparingDouble(value);
        return Comparator.<PodRow, Boolean>comparing(row -> Double.isNaN(value.applyAsDouble(row)))
                .thenComparing(down ? order.reversed() : order);
    }
}
