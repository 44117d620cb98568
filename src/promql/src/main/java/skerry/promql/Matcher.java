package skerry.promql;

import com.google.re2j.Pattern;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A condition on one label: {@code mode!="idle"}. A label that is absent has the empty value. */
public final class Matcher {
    private final String label;
    private final Op op;
    private final String value;
    private final @Nullable Pattern pattern;

    /** How label and value are compared. */
    public enum Op {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        private final String sign;

        Op(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    private Matcher(String label, Op op, String value, @Nullable Pattern pattern) {
        this.label = label;
        this.op = op;
        this.value = value;
        this.pattern = pattern;
    }

    static Matcher of(String label, Op op, String value) {
        boolean isRegex = op == Op.REGEX || op == Op.NOT_REGEX;
        return new Matcher(label, op, value, isRegex ? Regex.compile(value) : null);
    }

    /** The label's name; the metric's own is under {@link LabelSets#NAME}. */
    public String label() {
        return label;
    }

    public Op op() {
        return op;
    }

    /** What it is compared with: a value, or a regular expression for the whole of it. */
    public String value() {
        return value;
    }

    public boolean matches(String labelValue) {
        boolean same = pattern == null ? value.equals(labelValue) : pattern.matches(labelValue);
        return same == (op == Op.EQUAL || op == Op.REGEX);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Matcher that && label.equals(that.label) && op == that.op && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(label, op, value);
    }

    @Override
    public String toString() {
        return label + op.sign + '"' + value + '"';
    }
}
