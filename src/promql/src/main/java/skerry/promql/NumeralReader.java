package skerry.promql;

import java.util.OptionalLong;

/** Reads numbers, durations and moments; a number of seconds is a duration, and the other way round. */
final class NumeralReader {
    /** Seconds; beyond, times in milliseconds lose digits. */
    private static final double MAX_AT_SECONDS = 9e12;

    private final TokenReader tokens;
    private final Place place;

    NumeralReader(TokenReader tokens, Place place) {
        this.tokens = tokens;
        this.place = place;
    }

    double number() {
        return numeral("a number");
    }

    long positiveDuration() {
        int at = tokens.peek().at();
        long millis = duration();
        if (millis <= 0) {
            throw place.malformed(at, "duration must be greater than 0");
        }
        return millis;
    }

    /** Milliseconds, with or without a sign. */
    long signedDuration() {
        return takeMinus() ? -duration() : duration();
    }

    /** What stands behind an {@code @}. */
    Shift.At moment() {
        boolean isStart = tokens.peek().isWord("start");
        if (isStart || tokens.peek().isWord("end")) {
            tokens.take();
            tokens.expectSign("(", "@ modifier");
            tokens.expectSign(")", "@ modifier");
            return isStart ? new Shift.At.Start() : new Shift.At.End();
        }
        boolean isNegative = takeMinus();
        int at = tokens.peek().at();
        double seconds = numeral("a timestamp");
        if (!(Math.abs(seconds) <= MAX_AT_SECONDS)) {
            throw place.malformed(at, "timestamp out of bounds for @ modifier: " + Arithmetic.text(seconds));
        }
        long millis = Math.round(seconds * 1000);
        return new Shift.At.Fixed(isNegative ? -millis : millis);
    }

    private boolean takeMinus() {
        boolean isMinus = tokens.takeSign("-");
        if (!isMinus) {
            tokens.takeSign("+");
        }
        return isMinus;
    }

    private long duration() {
        Token token = tokens.peek();
        OptionalLong millis;
        if (token.kind() == Token.Kind.DURATION) {
            tokens.take();
            millis = Numerals.durationMillis(token.text());
        } else {
            millis = Numerals.durationMillis(numeral("a duration"));
        }
        return millis.orElseThrow(() -> place.malformed(token.at(), "duration out of range"));
    }

    private double numeral(String expected) {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> Numerals.number(tokens.take().text());
            case DURATION ->
                Numerals.durationMillis(tokens.take().text())
                                .orElseThrow(() -> place.malformed(token.at(), "duration out of range"))
                        / 1000.0;
            case WORD -> {
                if (tokens.takeWord("inf")) {
                    yield Double.POSITIVE_INFINITY;
                }
                if (tokens.takeWord("nan")) {
                    yield Double.NaN;
                }
                throw tokens.unexpected(expected);
            }
            case TEXT, SIGN, END -> throw tokens.unexpected(expected);
        };
    }
}
