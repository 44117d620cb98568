package skerry.promql;

/** What became of a query. */
public sealed interface Answer {
    record Result(Value value) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}
}
