package skerry.promql;

import java.util.List;
import java.util.Optional;

/** Which types fit where; the messages are those that Prometheus gives. */
final class TypeRules {
    private final Place place;

    TypeRules(Place place) {
        this.place = place;
    }

    void checkUnary(Expr operand, int at) {
        if (!isComputed(operand)) {
            throw place.malformed(
                    at,
                    "unary expression only allowed on expressions of type scalar or instant vector, got \""
                            + operand.type().word() + '"');
        }
    }

    void checkBinary(BinaryOp op, Expr left, Expr right, boolean asBool, Optional<Matching> matching, int at) {
        if (asBool && !op.isComparison()) {
            throw place.malformed(at, "bool modifier can only be used on comparison operators");
        }
        if (!isComputed(left) || !isComputed(right)) {
            throw place.malformed(at, "binary expression must contain only scalar and instant vector types");
        }
        boolean areScalars = left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR;
        boolean areVectors = left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
        if (op.isComparison() && areScalars && !asBool) {
            throw place.malformed(at, "comparisons between scalars must use BOOL modifier");
        }
        if (op.isSet()) {
            if (!areVectors) {
                throw place.malformed(at, "set operator \"" + op.sign() + "\" not allowed in binary scalar expression");
            }
            if (matching.isPresent() && matching.get().cardinality() != Matching.Cardinality.ONE_TO_ONE) {
                throw place.malformed(at, "no grouping allowed for \"" + op.sign() + "\" operation");
            }
        }
        if (!areVectors && matching.isPresent() && !matching.get().labels().isEmpty()) {
            throw place.malformed(at, "vector matching only allowed between instant vectors");
        }
    }

    void checkSubquery(Expr inner, int at) {
        if (inner.type() != ValueType.VECTOR) {
            throw place.malformed(
                    at,
                    "subquery is only allowed on instant vector, got "
                            + inner.type().word());
        }
    }

    void checkAggregation(AggregateOp op, List<Expr> arguments, int at) {
        int expected = op.parameter().isPresent() ? 2 : 1;
        if (arguments.size() != expected) {
            throw place.malformed(
                    at,
                    "wrong number of arguments for aggregate expression provided, expected " + expected + ", got "
                            + arguments.size());
        }
        expect(ValueType.VECTOR, arguments.getLast(), "aggregation expression", at);
        op.parameter().ifPresent(type -> expect(type, arguments.getFirst(), "aggregation parameter", at));
    }

    void checkCall(Function function, List<Expr> arguments, int at) {
        int fewest = function.fewestArguments();
        int most = function.mostArguments();
        int given = arguments.size();
        if (given < fewest || given > most) {
            String bound = fewest == most ? "" : given < fewest ? "at least " : "at most ";
            int expected = given < fewest ? fewest : most;
            throw place.malformed(
                    at,
                    "expected " + bound + expected + " argument(s) in call to \"" + function.word() + "\", got "
                            + given);
        }
        for (int i = 0; i < given; i++) {
            expect(function.parameter(i), arguments.get(i), "call to function \"" + function.word() + '"', at);
        }
    }

    private void expect(ValueType expected, Expr given, String where, int at) {
        if (given.type() != expected) {
            throw place.malformed(
                    at,
                    "expected type " + expected.word() + " in " + where + ", got "
                            + given.type().word());
        }
    }

    private static boolean isComputed(Expr expr) {
        return expr.type() == ValueType.SCALAR || expr.type() == ValueType.VECTOR;
    }
}
