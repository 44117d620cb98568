package skerry.promql;

import java.util.Locale;
import java.util.Optional;

/** How an aggregation makes one value, or a few, of many. */
public enum AggregateOp {
    SUM,
    AVG,
    MIN,
    MAX,
    COUNT,
    GROUP,
    STDDEV,
    STDVAR,
    TOPK,
    BOTTOMK,
    QUANTILE,
    COUNT_VALUES;

    static Optional<AggregateOp> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (AggregateOp op : values()) {
            if (op.word().equals(lower)) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of the parameter before the expression. */
    Optional<ValueType> parameter() {
        return switch (this) {
            case TOPK, BOTTOMK, QUANTILE -> Optional.of(ValueType.SCALAR);
            case COUNT_VALUES -> Optional.of(ValueType.STRING);
            case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR -> Optional.empty();
        };
    }
}
