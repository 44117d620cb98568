package skerry.agent.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.protocol.series.Labels;

/**
 * The text of a label or an annotation with what stands in braces: {@code {{ $labels.device }}}, {@code {{ $value }}},
 * {@code {{ $value | humanize }}}, {@code {{ printf "%.2f" $value }}}. Immutable.
 */
final class TextTemplate {
    /** Longest text that comes of it, in characters. */
    static final int MAX_RESULT = 4_096;

    private static final String FUNCTIONS = "humanize, humanize1024, humanizePercentage, humanizeDuration and printf";

    private final String source;
    private final List<Piece> pieces;

    /** Text, or a pipeline. */
    private sealed interface Piece {
        record Literal(String text) implements Piece {}

        /** @param steps each takes what the one before it gave, as its last argument */
        record Pipeline(List<Step> steps) implements Piece {}
    }

    /** @param function empty for the argument itself */
    private record Step(Optional<Call> function, List<Operand> arguments) {}

    private sealed interface Operand {
        record Value() implements Operand {}

        record Label(String name) implements Operand {}

        record Text(String text) implements Operand {}
    }

    private sealed interface Call {
        record Humanize(Human how) implements Call {}

        record Print(PrintFormat format) implements Call {}
    }

    private enum Human {
        HUMANIZE("humanize"),
        HUMANIZE_1024("humanize1024"),
        PERCENTAGE("humanizePercentage"),
        DURATION("humanizeDuration");

        private final String word;

        Human(String word) {
            this.word = word;
        }

        String of(double value) {
            return switch (this) {
                case HUMANIZE -> NumberText.human(value);
                case HUMANIZE_1024 -> NumberText.human1024(value);
                case PERCENTAGE -> NumberText.percentage(value);
                case DURATION -> NumberText.span(value);
            };
        }
    }

    private TextTemplate(String source, List<Piece> pieces) {
        this.source = source;
        this.pieces = List.copyOf(pieces);
    }

    /** @throws IllegalArgumentException names what is not understood */
    static TextTemplate parse(String text) {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            if (open != at) {
                int end = open < 0 ? text.length() : open;
                pieces.add(new Piece.Literal(text.substring(at, end)));
                at = end;
            } else {
                var words = new TemplateWords(text, open + 2);
                List<String> read = words.untilClosed();
                trim(pieces, words.trimsBefore());
                if (!words.isRemark()) {
                    pieces.add(new Piece.Pipeline(steps(read)));
                }
                at = words.trimsAfter() ? skipSpace(text, words.end()) : words.end();
            }
        }
        return new TextTemplate(text, pieces);
    }

    /** What it was read from. */
    String source() {
        return source;
    }

    /** The text for an alert with these labels and this value. */
    String render(Labels labels, double value) {
        var text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(
                    switch (piece) {
                        case Piece.Literal literal -> literal.text();
                        case Piece.Pipeline pipeline -> run(pipeline, labels, value);
                    });
            if (text.length() > MAX_RESULT) {
                text.setLength(MAX_RESULT);
                break;
            }
        }
        return text.toString();
    }

    private static String run(Piece.Pipeline pipeline, Labels labels, double value) {
        Optional<Object> before = Optional.empty();
        for (Step step : pipeline.steps()) {
            var arguments = new ArrayList<Object>();
            for (Operand operand : step.arguments()) {
                arguments.add(
                        switch (operand) {
                            case Operand.Value _ -> value;
                            case Operand.Label label -> labels.get(label.name());
                            case Operand.Text text -> text.text();
                        });
            }
            before.ifPresent(arguments::add);
            before = Optional.of(call(step, arguments));
        }
        return before.map(result -> result instanceof Double number ? NumberText.plain(number) : result.toString())
                .orElse("");
    }

    private static Object call(Step step, List<Object> arguments) {
        if (step.function().isEmpty()) {
            return arguments.getFirst();
        }
        return switch (step.function().get()) {
            case Call.Humanize human -> human.how().of(number(arguments.getFirst()));
            case Call.Print print -> print.format().print(arguments);
        };
    }

    private static double number(Object argument) {
        if (argument instanceof Double number) {
            return number;
        }
        try {
            return Double.parseDouble(argument.toString());
        } catch (NumberFormatException _) {
            return Double.NaN; // a label that holds no number
        }
    }

    private static List<Step> steps(List<String> words) {
        var steps = new ArrayList<Step>();
        var part = new ArrayList<String>();
        for (String word : words) {
            if (word.equals("|")) {
                steps.add(step(part, !steps.isEmpty()));
                part.clear();
            } else {
                part.add(word);
            }
        }
        steps.add(step(part, !steps.isEmpty()));
        return steps;
    }

    /** @param piped whether it takes one more argument, from the step before it */
    private static Step step(List<String> words, boolean piped) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("there is nothing between {{ and }}, or beside a |");
        }
        String first = words.getFirst();
        if (TemplateWords.isOperand(first)) {
            if (piped || words.size() > 1) {
                throw new IllegalArgumentException(first + " cannot be called: a function must stand here");
            }
            return new Step(Optional.empty(), List.of(operand(first)));
        }
        List<String> rest = words.subList(1, words.size());
        if (first.equals("printf")) {
            return print(rest, piped);
        }
        for (Human human : Human.values()) {
            if (human.word.equals(first)) {
                require(rest.size() + (piped ? 1 : 0) == 1, first + " takes one value");
                return new Step(
                        Optional.of(new Call.Humanize(human)),
                        rest.stream().map(TextTemplate::operand).toList());
            }
        }
        throw new IllegalArgumentException(
                "the template function '" + first + "' is not part of Skerry's: it knows " + FUNCTIONS);
    }

    private static Step print(List<String> rest, boolean piped) {
        require(!rest.isEmpty() && TemplateWords.isText(rest.getFirst()), "printf needs a format, such as \"%.2f\"");
        PrintFormat format = PrintFormat.parse(TemplateWords.text(rest.getFirst()));
        List<Operand> arguments =
                rest.stream().skip(1).map(TextTemplate::operand).toList();
        int given = arguments.size() + (piped ? 1 : 0);
        require(
                given == format.arguments(),
                "printf " + rest.getFirst() + " takes " + format.arguments() + " values and gets " + given);
        return new Step(Optional.of(new Call.Print(format)), arguments);
    }

    private static Operand operand(String word) {
        if (TemplateWords.isText(word)) {
            return new Operand.Text(TemplateWords.text(word));
        }
        if (word.equals("$value") || word.equals(".Value")) {
            return new Operand.Value();
        }
        for (String start : List.of("$labels.", ".Labels.")) {
            if (word.startsWith(start) && RuleNames.isLabel(word.substring(start.length()))) {
                return new Operand.Label(word.substring(start.length()));
            }
        }
        if (word.startsWith("$externalLabels") || word.startsWith(".ExternalLabels")) {
            throw new IllegalArgumentException(word
                    + " is not part of Skerry's templates: an agent has no external labels, the hub knows the site");
        }
        throw new IllegalArgumentException(
                word + " is not part of Skerry's templates: they know $labels.NAME and $value");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static void trim(List<Piece> pieces, boolean trims) {
        if (trims && !pieces.isEmpty() && pieces.getLast() instanceof Piece.Literal literal) {
            pieces.set(pieces.size() - 1, new Piece.Literal(literal.text().stripTrailing()));
        }
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
