package skerry.promql;

/** What became of an expression's text. */
public sealed interface Parsed {
    record Expression(Expr expr) implements Parsed {}

    record Refused(Refusal refusal) implements Parsed {}
}
