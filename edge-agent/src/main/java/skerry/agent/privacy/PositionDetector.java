package skerry.agent.privacy;

import java.util.List;

/** Positions in degrees and minutes: those of a receiver's sentences, and those with signs of degrees. */
final class PositionDetector implements Detector {
    private static final int MOST_DEGREES = 3;
    private static final int MOST_FRACTION = 8;
    private static final int MOST_WHOLE = 5;

    @Override
    public String kind() {
        return "gps";
    }

    @Override
    public List<String> triggers() {
        return List.of(",n,%d", ",s,%d", "\"n", "\"s", "'n ", "'s ");
    }

    @Override
    public Span find(Text text, int at) {
        if (text.at(at - 3) == ',' || text.at(at - 2) == ',') {
            return sentence(text, at);
        }
        int letter = text.at(at - 1) == ' ' ? at - 2 : at - 1;
        int start = angleStart(text, letter);
        int second = letter + 1;
        while (second - letter < 4 && " ,;/".indexOf(text.at(second)) >= 0) {
            second++;
        }
        int end = angleEnd(text, second);
        return start >= 0 && end > 0 ? new Span(start, end) : Span.NONE;
    }

    /** {@code 5954.7638,N,01044.7654,E} of NMEA 0183; {@code at} is after the first digit of the longitude. */
    private static Span sentence(Text text, int at) {
        int comma = at - 4;
        int fraction = text.skipBack(comma, CharClass.DIGIT, MOST_FRACTION);
        int start = text.skipBack(fraction - 1, CharClass.DIGIT, MOST_WHOLE);
        int whole = text.skip(at - 1, CharClass.DIGIT, MOST_WHOLE);
        int end = text.skip(whole + 1, CharClass.DIGIT, MOST_FRACTION);
        boolean latitude = fraction < comma && text.at(fraction - 1) == '.' && fraction - 1 - start == 4;
        boolean longitude = whole - at + 1 == MOST_WHOLE && text.at(whole) == '.' && end > whole + 1;
        boolean hemisphere = text.at(end) == ',' && (text.at(end + 1) == 'E' || text.at(end + 1) == 'W');
        return latitude && longitude && hemisphere && text.at(start - 1) == ',' ? new Span(start, end + 2) : Span.NONE;
    }

    /** The start of an angle whose letter stands at {@code letter}, or -1. */
    private static int angleStart(Text text, int letter) {
        int i = letter - 1;
        boolean seconds = text.at(i) == '"';
        if (seconds) {
            i = text.skipBack(i, CharClass.DIGIT | CharClass.DOT, MOST_FRACTION);
            if (text.at(--i) != '\'' && text.at(i) != '′') {
                i -= text.at(i) == ' ' ? 1 : 0;
            }
        }
        if (text.at(i) != '\'' && text.at(i) != '′') {
            return -1;
        }
        i = text.skipBack(i, CharClass.DIGIT | CharClass.DOT, MOST_FRACTION);
        if (text.at(--i) != '°') {
            return -1;
        }
        int start = text.skipBack(i, CharClass.DIGIT, MOST_DEGREES);
        return start < i ? start : -1;
    }

    /** The end of an angle that starts at {@code start}, with its letter, or -1. */
    private static int angleEnd(Text text, int start) {
        int i = text.skip(start, CharClass.DIGIT, MOST_DEGREES);
        if (i == start || text.at(i) != '°') {
            return -1;
        }
        i = text.skip(i + 1, CharClass.DIGIT | CharClass.DOT, MOST_FRACTION);
        if (text.at(i) != '\'' && text.at(i) != '′') {
            return -1;
        }
        int seconds = text.skip(i + 1, CharClass.DIGIT | CharClass.DOT, MOST_FRACTION);
        i = seconds > i + 1 && text.at(seconds) == '"' ? seconds + 1 : i + 1;
        return "EW".indexOf(text.at(i)) >= 0 ? i + 1 : -1;
    }
}
