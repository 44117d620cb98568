package skerry.agent.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The format of {@code printf} in a template: {@code %f %e %g %s %v}, with a precision if wanted, and {@code %%}. */
final class PrintFormat {
    private static final Pattern VERB = Pattern.compile("%(?:\\.(\\d{1,2}))?([fegsv%])");
    private static final int USUAL_DECIMALS = 6;

    private final List<Piece> pieces;

    /** @param verb what to do with an argument; {@code %} for text that stands for itself */
    private record Piece(char verb, int precision, String text) {}

    private PrintFormat(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** @throws IllegalArgumentException names what is not understood */
    static PrintFormat parse(String format) {
        var pieces = new ArrayList<Piece>();
        Matcher matcher = VERB.matcher(format);
        int at = 0;
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            int end = percent < 0 ? format.length() : percent;
            if (end > at) {
                pieces.add(new Piece('%', -1, format.substring(at, end)));
            }
            at = end;
            if (at < format.length()) {
                if (!matcher.find(at) || matcher.start() != at) {
                    throw new IllegalArgumentException(
                            "printf knows %f, %e, %g, %s and %v, such as %.2f, and not what \"" + format
                                    + "\" asks for");
                }
                int precision = matcher.group(1) == null ? -1 : Integer.parseInt(matcher.group(1));
                pieces.add(new Piece(matcher.group(2).charAt(0), precision, "%"));
                at = matcher.end();
            }
        }
        return new PrintFormat(pieces);
    }

    /** How many arguments it takes. */
    int arguments() {
        return (int) pieces.stream().filter(piece -> piece.verb != '%').count();
    }

    String print(List<Object> arguments) {
        var text = new StringBuilder();
        int next = 0;
        for (Piece piece : pieces) {
            text.append(piece.verb == '%' ? piece.text : print(piece, arguments.get(next++)));
        }
        return text.toString();
    }

    private static String print(Piece piece, Object argument) {
        if (argument instanceof Double number) {
            return switch (piece.verb) {
                case 'f' -> NumberText.fixed(number, decimals(piece));
                case 'e' -> NumberText.exponent(number, decimals(piece));
                default -> piece.precision < 0 ? NumberText.plain(number) : NumberText.general(number, piece.precision);
            };
        }
        String text = String.valueOf(argument);
        return piece.precision >= 0 && piece.precision < text.length() ? text.substring(0, piece.precision) : text;
    }

    private static int decimals(Piece piece) {
        return piece.precision < 0 ? USUAL_DECIMALS : piece.precision;
    }
}
