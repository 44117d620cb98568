package skerry.promql;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An expression whose types fit: only {@link Parser} makes them. */
public sealed interface Expr {
    ValueType type();

    record Numeral(double value) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }
    }

    record Text(String value) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /** The newest sample of each series. */
    record Selector(List<Matcher> matchers, Shift shift) implements Expr {
        public Selector {
            matchers = List.copyOf(matchers);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /** The samples of a span, of each series: {@code node_load1[5m]}. */
    record Range(List<Matcher> matchers, long spanMillis, Shift shift) implements Expr {
        public Range {
            matchers = List.copyOf(matchers);
        }

        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /** What an expression yields over a span: {@code rate(x[5m])[1h:1m]}. */
    record Subquery(Expr inner, long spanMillis, OptionalLong stepMillis, Shift shift) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /** Unary minus. */
    record Negation(Expr inner) implements Expr {
        @Override
        public ValueType type() {
            return inner.type();
        }
    }

    /** @param asBool whether a comparison yields 1 or 0, instead of what it lets through */
    record Binary(BinaryOp op, Expr left, Expr right, boolean asBool, Matching matching) implements Expr {
        @Override
        public ValueType type() {
            return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
                    ? ValueType.SCALAR
                    : ValueType.VECTOR;
        }
    }

    record Aggregation(AggregateOp op, Optional<Expr> parameter, Expr inner, Grouping grouping) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    record Call(Function function, List<Expr> arguments) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public ValueType type() {
            return function.result();
        }
    }
}
