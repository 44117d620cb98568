package skerry.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the text of an expression. Immutable. */
public final class Parser {
    /** Characters; the longest rules that people publish have some thousand. */
    static final int MAX_LENGTH = 16 * 1024;

    /** Parts, which also bounds how deep a chain of operators gets. */
    static final int MAX_PARTS = 1_000;

    /** Parentheses, calls and signs within each other. */
    static final int MAX_DEPTH = 100;

    /** The expression, or why it is none: whatever the text is, nothing else comes of it. */
    public Parsed parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Parsed.Refused(new Refusal(
                    Refusal.Kind.LIMIT,
                    "the expression has " + text.length() + " characters, more than the " + MAX_LENGTH
                            + " that are read: split it"));
        }
        try {
            return new Parsed.Expression(new Reading(text).whole());
        } catch (RefusedException e) {
            return new Parsed.Refused(e.refusal());
        }
    }

    /** One text being read: operator precedence from the left, one token ahead. */
    private static final class Reading {
        private static final Set<String> RESERVED = Set.of("bool", "on", "ignoring", "group_left", "group_right");
        private static final Set<String> NOT_HERE = Set.of("limitk", "limit_ratio");
        private static final int UNARY_OPERAND = BinaryOp.POWER.precedence();
        /** Seconds; beyond, times in milliseconds lose digits. */
        private static final double MAX_AT_SECONDS = 9e12;

        private final Place place;
        private final TypeRules types;
        private final List<Token> tokens;
        private int index;
        private int parts;
        private int depth;

        Reading(String text) {
            this.place = new Place(text);
            this.types = new TypeRules(place);
            this.tokens = Lexer.tokens(text);
        }

        Expr whole() {
            if (peek().kind() == Token.Kind.END) {
                throw place.malformed(0, "no expression found in input");
            }
            Expr expr = expression(1);
            if (peek().kind() != Token.Kind.END) {
                throw unexpected("an operator or the end");
            }
            return expr;
        }

        private Expr expression(int lowest) {
            descend();
            Expr left = unary();
            while (true) {
                Token sign = peek();
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
                index++;
                left = binary(op.get(), left, sign.at());
            }
        }

        private Expr binary(BinaryOp op, Expr left, int at) {
            boolean asBool = takeWord("bool");
            Optional<Matching> matching = matching();
            Expr right = expression(op.rightPrecedence());
            types.checkBinary(op, left, right, asBool, matching, at);
            return made(new Expr.Binary(op, left, right, asBool, matching.orElse(Matching.ALL)));
        }

        private Optional<Matching> matching() {
            boolean on = takeWord("on");
            if (!on && !takeWord("ignoring")) {
                return Optional.empty();
            }
            List<String> labels = labels();
            var cardinality = Matching.Cardinality.ONE_TO_ONE;
            int at = peek().at();
            if (takeWord("group_left")) {
                cardinality = Matching.Cardinality.MANY_TO_ONE;
            } else if (takeWord("group_right")) {
                cardinality = Matching.Cardinality.ONE_TO_MANY;
            }
            List<String> included = List.of();
            if (cardinality != Matching.Cardinality.ONE_TO_ONE && peek().isSign("(")) {
                included = labels();
            }
            if (on) {
                for (String label : included) {
                    if (labels.contains(label)) {
                        throw place.malformed(
                                at, "label \"" + label + "\" must not occur in ON and GROUP clause at once");
                    }
                }
            }
            return Optional.of(new Matching(on, labels, cardinality, included));
        }

        private Expr unary() {
            Token sign = peek();
            if (!sign.isSign("-") && !sign.isSign("+")) {
                return postfix();
            }
            index++;
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
            int at = peek().at();
            boolean isInParentheses = peek().isSign("(");
            Expr expr = primary();
            boolean isShiftable = !isInParentheses && expr instanceof Expr.Selector;
            while (true) {
                Token next = peek();
                if (next.isSign("[")) {
                    expr = range(expr, isShiftable, at);
                    isShiftable = true;
                } else if (next.isWord("offset")) {
                    index++;
                    expr = shifted(expr, isShiftable, next, "offset");
                } else if (next.isSign("@")) {
                    index++;
                    expr = shifted(expr, isShiftable, next, "@");
                } else if (next.isWord("anchored") || next.isWord("smoothed")) {
                    throw place.unsupported(next.at(), "the modifier " + next.text());
                } else {
                    return expr;
                }
            }
        }

        private Expr range(Expr expr, boolean isShiftable, int exprAt) {
            Token bracket = take();
            long span = positiveDuration();
            if (takeSign(":")) {
                OptionalLong step = peek().isSign("]") ? OptionalLong.empty() : OptionalLong.of(positiveDuration());
                expectSign("]", "subquery selector");
                types.checkSubquery(expr, exprAt);
                return made(new Expr.Subquery(expr, span, step, Shift.NONE));
            }
            expectSign("]", "subquery or range selector");
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
                return new Shift(before.offsetMillis(), moment());
            }
            if (before.offsetMillis() != 0) {
                throw place.malformed(modifier.at(), "offset may not be set multiple times");
            }
            boolean isNegative = takeSign("-");
            if (!isNegative) {
                takeSign("+");
            }
            long offset = duration();
            return new Shift(isNegative ? -offset : offset, before.at());
        }

        private Shift.At moment() {
            Token next = peek();
            if (next.isWord("start") || next.isWord("end")) {
                index++;
                expectSign("(", "@ modifier");
                expectSign(")", "@ modifier");
                return next.isWord("start") ? new Shift.At.Start() : new Shift.At.End();
            }
            boolean isNegative = takeSign("-");
            if (!isNegative) {
                takeSign("+");
            }
            int at = peek().at();
            double seconds = numeral("a timestamp");
            if (!(Math.abs(seconds) <= MAX_AT_SECONDS)) {
                throw place.malformed(at, "timestamp out of bounds for @ modifier: " + Arithmetic.text(seconds));
            }
            long millis = Math.round(seconds * 1000);
            return new Shift.At.Fixed(isNegative ? -millis : millis);
        }

        private Expr primary() {
            Token token = peek();
            return switch (token.kind()) {
                case NUMBER, DURATION -> made(new Expr.Numeral(numeral("a number")));
                case TEXT -> {
                    index++;
                    yield made(new Expr.Text(token.text()));
                }
                case WORD -> word();
                case SIGN -> {
                    if (token.isSign("{")) {
                        yield selector(Optional.empty(), token.at());
                    }
                    if (!takeSign("(")) {
                        throw unexpected("an expression");
                    }
                    Expr inner = expression(1);
                    expectSign(")", "parentheses");
                    yield inner;
                }
                case END -> throw unexpected("an expression");
            };
        }

        private Expr word() {
            Token word = take();
            if (word.isWord("inf") || word.isWord("nan")) {
                return made(new Expr.Numeral(word.isWord("inf") ? Double.POSITIVE_INFINITY : Double.NaN));
            }
            if (RESERVED.contains(word.text().toLowerCase(Locale.ROOT))) {
                throw place.malformed(word.at(), "unexpected " + word.described() + ", expected an expression");
            }
            boolean isCall = peek().isSign("(");
            if (isCall || peek().isWord("by") || peek().isWord("without")) {
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
            boolean without = peek().isWord("without");
            if (!without && !peek().isWord("by")) {
                return Optional.empty();
            }
            index++;
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
            expectSign("(", "a call");
            var arguments = new ArrayList<Expr>();
            if (takeSign(")")) {
                return arguments;
            }
            do {
                if (peek().isSign(")")) {
                    throw place.malformed(peek().at(), "trailing commas not allowed in function call args");
                }
                arguments.add(expression(1));
            } while (takeSign(","));
            expectSign(")", "a call");
            return arguments;
        }

        /** {@code (a, b)}. */
        private List<String> labels() {
            expectSign("(", "grouping opts");
            var labels = new ArrayList<String>();
            while (!takeSign(")")) {
                Token label = take();
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
                if (!peek().isSign(")")) {
                    expectSign(",", "grouping opts");
                }
            }
            return labels;
        }

        private Expr selector(Optional<String> name, int at) {
            var matchers = new ArrayList<Matcher>();
            name.ifPresent(metric -> matchers.add(Matcher.of(LabelSets.NAME, Matcher.Op.EQUAL, metric)));
            if (takeSign("{")) {
                while (!takeSign("}")) {
                    matcher(matchers);
                    if (!peek().isSign("}")) {
                        expectSign(",", "label matching");
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
            Token label = take();
            boolean isName = label.kind() == Token.Kind.TEXT
                    ? LabelSets.isName(label.text())
                    : label.kind() == Token.Kind.WORD && label.text().indexOf(':') < 0;
            if (!isName) {
                throw place.malformed(
                        label.at(), "unexpected " + label.described() + " in label matching, expected label or \"}\"");
            }
            boolean isMetric = label.kind() == Token.Kind.TEXT && (peek().isSign(",") || peek().isSign("}"));
            String name = isMetric ? LabelSets.NAME : label.text();
            Matcher.Op op = isMetric ? Matcher.Op.EQUAL : matchOp();
            Token value = isMetric ? label : take();
            if (value.kind() != Token.Kind.TEXT) {
                throw place.malformed(
                        value.at(), "unexpected " + value.described() + " in label matching, expected string");
            }
            if (name.equals(LabelSets.NAME) && !matchers.isEmpty()) {
                for (Matcher before : matchers) {
                    if (before.label().equals(LabelSets.NAME)) {
                        throw place.malformed(
                                label.at(),
                                "metric name must not be set twice: \"" + before.value() + "\" or \"" + value.text()
                                        + '"');
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
            Token sign = take();
            for (Matcher.Op op : Matcher.Op.values()) {
                if (sign.isSign(op.sign())) {
                    return op;
                }
            }
            throw place.malformed(
                    sign.at(),
                    "unexpected " + sign.described() + " in label matching, expected label matching operator");
        }

        private long positiveDuration() {
            int at = peek().at();
            long millis = duration();
            if (millis <= 0) {
                throw place.malformed(at, "duration must be greater than 0");
            }
            return millis;
        }

        /** A duration, or a number of seconds. */
        private long duration() {
            Token token = peek();
            OptionalLong millis;
            if (token.kind() == Token.Kind.DURATION) {
                index++;
                millis = Numerals.durationMillis(token.text());
            } else {
                millis = Numerals.durationMillis(numeral("a duration"));
            }
            return millis.orElseThrow(() -> place.malformed(token.at(), "duration out of range"));
        }

        /** A number; a duration is one of seconds. */
        private double numeral(String expected) {
            Token token = peek();
            return switch (token.kind()) {
                case NUMBER -> {
                    index++;
                    yield Numerals.number(token.text());
                }
                case DURATION -> {
                    index++;
                    yield Numerals.durationMillis(token.text())
                                    .orElseThrow(() -> place.malformed(token.at(), "duration out of range"))
                            / 1000.0;
                }
                case WORD -> {
                    boolean isInfinite = token.isWord("inf");
                    if (!isInfinite && !token.isWord("nan")) {
                        throw unexpected(expected);
                    }
                    index++;
                    yield isInfinite ? Double.POSITIVE_INFINITY : Double.NaN;
                }
                case TEXT, SIGN, END -> throw unexpected(expected);
            };
        }

        private Expr made(Expr expr) {
            parts++;
            if (parts > MAX_PARTS) {
                throw place.limit(
                        tokens.get(Math.max(0, index - 1)).at(),
                        "the expression has more than " + MAX_PARTS + " parts: split it");
            }
            return expr;
        }

        private void descend() {
            depth++;
            if (depth > MAX_DEPTH) {
                throw place.limit(peek().at(), "the expression is nested more than " + MAX_DEPTH + " deep: split it");
            }
        }

        private Token peek() {
            return tokens.get(index);
        }

        /** The next token; the end stays where it is. */
        private Token take() {
            Token token = tokens.get(index);
            if (token.kind() != Token.Kind.END) {
                index++;
            }
            return token;
        }

        private boolean takeSign(String sign) {
            boolean isNext = peek().isSign(sign);
            index += isNext ? 1 : 0;
            return isNext;
        }

        private boolean takeWord(String word) {
            boolean isNext = peek().isWord(word);
            index += isNext ? 1 : 0;
            return isNext;
        }

        private void expectSign(String sign, String where) {
            if (!takeSign(sign)) {
                throw place.malformed(
                        peek().at(),
                        "unexpected " + peek().described() + " in " + where + ", expected \"" + sign + '"');
            }
        }

        private RefusedException unexpected(String expected) {
            return place.malformed(peek().at(), "unexpected " + peek().described() + ", expected " + expected);
        }
    }
}
