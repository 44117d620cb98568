package skerry.promql;

import java.util.Locale;
import java.util.Optional;

/** An operator between two expressions; those that bind tighter have a higher precedence. */
public enum BinaryOp {
    OR("or", 1),
    AND("and", 2),
    UNLESS("unless", 2),
    EQUAL("==", 3),
    NOT_EQUAL("!=", 3),
    LESS("<", 3),
    LESS_EQUAL("<=", 3),
    GREATER(">", 3),
    GREATER_EQUAL(">=", 3),
    ADD("+", 4),
    SUBTRACT("-", 4),
    MULTIPLY("*", 5),
    DIVIDE("/", 5),
    MODULO("%", 5),
    POWER("^", 6);

    private final String sign;
    private final int precedence;

    BinaryOp(String sign, int precedence) {
        this.sign = sign;
        this.precedence = precedence;
    }

    static Optional<BinaryOp> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (BinaryOp op : values()) {
            if (op.sign.equals(lower)) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }

    /** As it is written. */
    public String sign() {
        return sign;
    }

    int precedence() {
        return precedence;
    }

    /** Of the right operand's operators: only powers group from the right. */
    int rightPrecedence() {
        return this == POWER ? precedence : precedence + 1;
    }

    public boolean isSet() {
        return precedence <= 2;
    }

    public boolean isComparison() {
        return precedence == 3;
    }

    /** Whether a comparison holds. */
    boolean holds(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_EQUAL -> left >= right;
            default -> throw new IllegalStateException(sign + " is no comparison");
        };
    }

    /** The result of an arithmetic operator. */
    double compute(double left, double right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MODULO -> left % right;
            case POWER -> Arithmetic.power(left, right);
            default -> throw new IllegalStateException(sign + " is no arithmetic operator");
        };
    }
}
