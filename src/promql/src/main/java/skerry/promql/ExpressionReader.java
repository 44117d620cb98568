package skerry.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One text being read: operator precedence from the left, one token ahead. */
final class ExpressionReader {
    private static final Set<String> RESERVED = Set.of("bool", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> NOT_HERE = Set.of("limitk", "limit_ratio");
    private static final int UNARY_OPERAND = BinaryOp.POWER.precedence();

    private final Place place;
    private final TypeRules types;
    private final TokenReader tokens;
    private final NumeralReader numerals;
    private int parts;
    private int depth;

    ExpressionReader(String text) {
        this.place = new Place(text);
        this.types = new TypeRules(place);
        this.tokens = new TokenReader(text);
        this.numerals = new NumeralReader(tokens, place);
    }

    Expr whole() {
        if (tokens.peek().kind() == Token.Kind.END) {
            throw place.malformed(0, "no expression found in input");
        }
        Expr expr = expression(1);
        if (tokens.peek().kind() != Token.Kind.END) {
            throw tokens.unexpected("an operator or the end");
        }
        return expr;
    }

    private Expr expression(int lowest) {
        descend();
        Expr left = unary();
        while (true) {
            Token sign = tokens.peek();
            if (sign.isWord("atan2")) {
                throw place.unsupported(sign.at(), "the operator atan2");
            }
            Optional<BinaryOp> op = sign.kind() == Token.Kind.SIGN || sign.kind() == Token.Kind.WORD
                    ? BinaryOp.of(sign.text())
                    : Optional.empty();
            if (op.isEmpty() || op.get().precedence() < lowest) {
                depth--;
                return left;
            }
            tokens.take();
            left = binary(op.get(), left, sign.at());
        }
    }

    private Expr binary(BinaryOp op, Expr left, int at) {
        boolean asBool = tokens.takeWord("bool");
        Optional<Matching> matching = matching();
        Expr right = expression(op.rightPrecedence());
        types.checkBinary(op, left, right, asBool, matching, at);
        return made(new Expr.Binary(op, left, right, asBool, matching.orElse(Matching.ALL)));
    }

    private Optional<Matching> matching() {
        boolean on = tokens.takeWord("on");
        if (!on && !tokens.takeWord("ignoring")) {
            return Optional.empty();
        }
        List<String> labels = labels();
        var cardinality = Matching.Cardinality.ONE_TO_ONE;
        int at = tokens.peek().at();
        if (tokens.takeWord("group_left")) {
            cardinality = Matching.Cardinality.MANY_TO_ONE;
        } else if (tokens.takeWord("group_right")) {
            cardinality = Matching.Cardinality.ONE_TO_MANY;
        }
        List<String> included = List.of();
        if (cardinality != Matching.Cardinality.ONE_TO_ONE && tokens.peek().isSign("(")) {
            included = labels();
        }
        if (on) {
            for (String label : included) {
                if (labels.contains(label)) {
                    throw place.malformed(at, "label \"" + label + "\" must not occur in ON and GROUP clause at once");
                }
            }
        }
        return Optional.of(new Matching(on, labels, cardinality, included));
    }

    private Expr unary() {
        Token sign = tokens.peek();
        if (!sign.isSign("-") && !sign.isSign("+")) {
            return postfix();
        }
        tokens.take();
        Expr operand = expression(UNARY_OPERAND);
        types.checkUnary(operand, sign.at());
        if (sign.isSign("+")) {
            return operand;
        }
        return operand instanceof Expr.Numeral number
                ? new Expr.Numeral(-number.value())
                : made(new Expr.Negation(operand));
    }

    /** A primary with ranges, offsets and moments behind it. */
    private Expr postfix() {
        int at = tokens.peek().at();
        boolean isInParentheses = tokens.peek().isSign("(");
        Expr expr = primary();
        boolean isShiftable = !isInParentheses && expr instanceof Expr.Selector;
        while (true) {
            Token next = tokens.peek();
            if (next.isSign("[")) {
                expr = range(expr, isShiftable, at);
                isShiftable = true;
            } else if (next.isWord("offset")) {
                tokens.take();
                expr = shifted(expr, isShiftable, next, "offset");
            } else if (next.isSign("@")) {
                tokens.take();
                expr = shifted(expr, isShiftable, next, "@");
            } else if (next.isWord("anchored") || next.isWord("smoothed")) {
                throw place.unsupported(next.at(), "the modifier " + next.text());
            } else {
                return expr;
            }
        }
    }

    private Expr range(Expr expr, boolean isShiftable, int exprAt) {
        Token bracket = tokens.take();
        long span = numerals.positiveDuration();
        if (tokens.takeSign(":")) {
            OptionalLong step =
                    tokens.peek().isSign("]") ? OptionalLong.empty() : OptionalLong.of(numerals.positiveDuration());
            tokens.expectSign("]", "subquery selector");
            types.checkSubquery(expr, exprAt);
            return made(new Expr.Subquery(expr, span, step, Shift.NONE));
        }
        tokens.expectSign("]", "subquery or range selector");
        if (!isShiftable || !(expr instanceof Expr.Selector selector)) {
            throw place.malformed(bracket.at(), "ranges only allowed for vector selectors");
        }
        if (!selector.shift().at().equals(new Shift.At.Evaluation())) {
            throw place.malformed(bracket.at(), "no @ modifiers allowed before range");
        }
        if (selector.shift().offsetMillis() != 0) {
            throw place.malformed(bracket.at(), "no offset modifiers allowed before range");
        }
        return made(new Expr.Range(selector.matchers(), span, Shift.NONE));
    }

    private Expr shifted(Expr expr, boolean isShiftable, Token modifier, String name) {
        if (!isShiftable) {
            throw place.malformed(
                    modifier.at(),
                    name + " modifier must be preceded by an instant vector selector or range vector selector or a"
                            + " subquery");
        }
        return switch (expr) {
            case Expr.Selector it -> new Expr.Selector(it.matchers(), shift(it.shift(), modifier));
            case Expr.Range it -> new Expr.Range(it.matchers(), it.spanMillis(), shift(it.shift(), modifier));
            case Expr.Subquery it ->
                new Expr.Subquery(it.inner(), it.spanMillis(), it.stepMillis(), shift(it.shift(), modifier));
            default -> throw new IllegalStateException(expr + " cannot be shifted");
        };
    }

    private Shift shift(Shift before, Token modifier) {
        if (modifier.isSign("@")) {
            if (!before.at().equals(new Shift.At.Evaluation())) {
                throw place.malformed(modifier.at(), "@ <timestamp> may not be set multiple times");
            }
            return new Shift(before.offsetMillis(), numerals.moment());
        }
        if (before.offsetMillis() != 0) {
            throw place.malformed(modifier.at(), "offset may not be set multiple times");
        }
        return new Shift(numerals.signedDuration(), before.at());
    }

    private Expr primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER, DURATION -> made(new Expr.Numeral(numerals.number()));
            case TEXT -> {
                tokens.take();
                yield made(new Expr.Text(token.text()));
            }
            case WORD -> word();
            case SIGN -> {
                if (token.isSign("{")) {
                    yield selector(Optional.empty(), token.at());
                }
                if (!tokens.takeSign("(")) {
                    throw tokens.unexpected("an expression");
                }
                Expr inner = expression(1);
                tokens.expectSign(")", "parentheses");
                yield inner;
            }
            case END -> throw tokens.unexpected("an expression");
        };
    }

    private Expr word() {
        Token word = tokens.take();
        if (word.isWord("inf") || word.isWord("nan")) {
            return made(new Expr.Numeral(word.isWord("inf") ? Double.POSITIVE_INFINITY : Double.NaN));
        }
        if (RESERVED.contains(word.text().toLowerCase(Locale.ROOT))) {
            throw place.malformed(word.at(), "unexpected " + word.described() + ", expected an expression");
        }
        boolean isCall = tokens.peek().isSign("(");
        if (isCall || tokens.peek().isWord("by") || tokens.peek().isWord("without")) {
            if (NOT_HERE.contains(word.text().toLowerCase(Locale.ROOT))) {
                throw place.unsupported(word.at(), "the aggregation " + word.text());
            }
            Optional<AggregateOp> op = AggregateOp.of(word.text());
            if (op.isPresent()) {
                return aggregation(op.get(), word.at());
            }
        }
        return isCall ? call(word) : selector(Optional.of(word.text()), word.at());
    }

    private Expr aggregation(AggregateOp op, int at) {
        Optional<Grouping> grouping = grouping();
        List<Expr> arguments = arguments();
        if (grouping.isEmpty()) {
            grouping = grouping();
        }
        types.checkAggregation(op, arguments, at);
        return made(new Expr.Aggregation(
                op,
                arguments.size() > 1 ? Optional.of(arguments.getFirst()) : Optional.empty(),
                arguments.getLast(),
                grouping.orElse(Grouping.ALL)));
    }

    private Optional<Grouping> grouping() {
        boolean without = tokens.peek().isWord("without");
        if (!without && !tokens.peek().isWord("by")) {
            return Optional.empty();
        }
        tokens.take();
        return Optional.of(new Grouping(without, labels()));
    }

    private Expr call(Token name) {
        Function function = Function.of(name.text())
                .orElseThrow(() -> place.unsupported(name.at(), "the function " + name.text() + "()"));
        List<Expr> arguments = arguments();
        types.checkCall(function, arguments, name.at());
        return made(new Expr.Call(function, arguments));
    }

    private List<Expr> arguments() {
        tokens.expectSign("(", "a call");
        var arguments = new ArrayList<Expr>();
        if (tokens.takeSign(")")) {
            return arguments;
        }
        do {
            if (tokens.peek().isSign(")")) {
                throw place.malformed(tokens.peek().at(), "trailing commas not allowed in function call args");
            }
            arguments.add(expression(1));
        } while (tokens.takeSign(","));
        tokens.expectSign(")", "a call");
        return arguments;
    }

    /** {@code (a, b)}. */
    private List<String> labels() {
        tokens.expectSign("(", "grouping opts");
        var labels = new ArrayList<String>();
        while (!tokens.takeSign(")")) {
            Token label = tokens.take();
            boolean isLabel = switch (label.kind()) {
                case WORD -> label.text().indexOf(':') < 0;
                case TEXT -> LabelSets.isName(label.text());
                case NUMBER, DURATION, SIGN, END -> false;
            };
            if (!isLabel) {
                throw place.malformed(
                        label.at(), "unexpected " + label.described() + " in grouping opts, expected label");
            }
            labels.add(label.text());
            if (!tokens.peek().isSign(")")) {
                tokens.expectSign(",", "grouping opts");
            }
        }
        return labels;
    }

    private Expr selector(Optional<String> name, int at) {
        var matchers = new ArrayList<Matcher>();
        name.ifPresent(metric -> matchers.add(Matcher.of(LabelSets.NAME, Matcher.Op.EQUAL, metric)));
        if (tokens.takeSign("{")) {
            while (!tokens.takeSign("}")) {
                matcher(matchers);
                if (!tokens.peek().isSign("}")) {
                    tokens.expectSign(",", "label matching");
                }
            }
        }
        if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
            throw place.malformed(at, "vector selector must contain at least one non-empty matcher");
        }
        return made(new Expr.Selector(matchers, Shift.NONE));
    }

    /** {@code label="value"}, or the metric's name in quotes. */
    private void matcher(List<Matcher> matchers) {
        Token label = tokens.take();
        boolean isName = label.kind() == Token.Kind.TEXT
                ? LabelSets.isName(label.text())
                : label.kind() == Token.Kind.WORD && label.text().indexOf(':') < 0;
        if (!isName) {
            throw place.malformed(
                    label.at(), "unexpected " + label.described() + " in label matching, expected label or \"}\"");
        }
        boolean isMetric = label.kind() == Token.Kind.TEXT
                && (tokens.peek().isSign(",") || tokens.peek().isSign("}"));
        String name = isMetric ? LabelSets.NAME : label.text();
        Matcher.Op op = isMetric ? Matcher.Op.EQUAL : matchOp();
        Token value = isMetric ? label : tokens.take();
        if (value.kind() != Token.Kind.TEXT) {
            throw place.malformed(
                    value.at(), "unexpected " + value.described() + " in label matching, expected string");
        }
        if (name.equals(LabelSets.NAME) && !matchers.isEmpty()) {
            for (Matcher before : matchers) {
                if (before.label().equals(LabelSets.NAME)) {
                    throw place.malformed(
                            label.at(),
                            "metric name must not be set twice: \"" + before.value() + "\" or \"" + value.text() + '"');
                }
            }
        }
        try {
            matchers.add(Matcher.of(name, op, value.text()));
        } catch (RefusedException e) {
            throw place.placed(value.at(), e);
        }
        parts++;
    }

    private Matcher.Op matchOp() {
        Token sign = tokens.take();
        for (Matcher.Op op : Matcher.Op.values()) {
            if (sign.isSign(op.sign())) {
                return op;
            }
        }
        throw place.malformed(
                sign.at(), "unexpected " + sign.described() + " in label matching, expected label matching operator");
    }

    private Expr made(Expr expr) {
        parts++;
        if (parts > Parser.MAX_PARTS) {
            throw place.limit(
                    tokens.peek().at(), "the expression has more than " + Parser.MAX_PARTS + " parts: split it");
        }
        return expr;
    }

    private void descend() {
        depth++;
        if (depth > Parser.MAX_DEPTH) {
            throw place.limit(
                    tokens.peek().at(), "the expression is nested more than " + Parser.MAX_DEPTH + " deep: split it");
        }
    }
}
