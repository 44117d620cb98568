package skerry.agent.privacy;

import java.util.List;

/** Coordinates: a pair of numbers, or one, after a word that says so, precise enough to find a house. */
final class GpsDetector implements Detector {
    private static final int MOST_SIGNS = 8;
    private static final int LEAST_FRACTION = 3;
    /** Of a pair after a word of place, with a comma. */
    private static final int LEAST_FRACTION_OF_PLACE = 2;

    private static final List<String> PLACES =
            List.of("tracker update ", "position ", "location ", "standort ", "fix 3d ");
    private static final int MOST_DEGREES = 180;

    /** Words after which a single number is a coordinate. */
    private static final List<String> SINGLE = List.of("lat", "lon", "lng", "latitude", "longitude");

    @Override
    public String kind() {
        return "gps";
    }

    @Override
    public List<String> triggers() {
        return List.of(
                "lat=",
                "lat:",
                "lat\"",
                "lat\\",
                "lat ",
                "lat/lon",
                "lat/lng",
                "lat,lon",
                "latlon",
                "latlng",
                "lat_lon",
                "latitude",
                "lon=",
                "lon:",
                "lon\"",
                "lon\\",
                "lon ",
                "lng=",
                "lng:",
                "lng\"",
                "longitude",
                "geo=",
                "geo:",
                "geo\"",
                "point(",
                "point (",
                "loc=",
                "loc:",
                "loc\"",
                "location",
                "position",
                "coord",
                "coords",
                "coordinates",
                "gps",
                "maps/@",
                "fix 3d",
                "fix 2d",
                "tracker",
                "geofence",
                "standort",
                "update ");
    }

    @Override
    public Span find(Text text, int at) {
        int start = at;
        while (start - at < MOST_SIGNS
                && (" =:([{,/\\".indexOf(text.at(start)) >= 0 || CharClass.is(text.at(start), CharClass.QUOTE))) {
            start++;
        }
        int least = inPlace(text, start) ? LEAST_FRACTION_OF_PLACE : LEAST_FRACTION;
        int first = coordinate(text, start, least);
        if (first < 0) {
            return Span.NONE;
        }
        int gap = first;
        while (gap - first < 4 && " ,;/".indexOf(text.at(gap)) >= 0) {
            gap++;
        }
        int second = gap > first ? coordinate(text, gap, least) : -1;
        if (least == LEAST_FRACTION_OF_PLACE && text.at(first) != ',') {
            second = -1;
        }
        if (second > 0) {
            boolean array = text.at(start - 1) == '[' && text.at(second) == ']';
            return array ? new Span(start - 1, second + 1) : new Span(start, second);
        }
        return least == LEAST_FRACTION && single(text, at) ? new Span(start, first) : Span.NONE;
    }

    private static boolean inPlace(Text text, int start) {
        for (String place : PLACES) {
            if (text.reads(place, start - place.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean single(Text text, int at) {
        int wordEnd = CharClass.is(text.at(at - 1), CharClass.LETTER) ? at : at - 1;
        int word = text.skipBack(wordEnd, CharClass.LETTER, 12);
        for (String name : SINGLE) {
            if (text.reads(name, wordEnd - name.length()) && wordEnd - name.length() == word) {
                return true;
            }
        }
        return false;
    }

    /** The end of a number of degrees with its fraction, sign and letter; -1 if there is none, or only a round one. */
    private static int coordinate(Text text, int start, int least) {
        int at = start;
        if (text.at(at) == '-' || text.at(at) == '+') {
            at++;
        }
        int degrees = 0;
        int whole = at;
        while (CharClass.digit(text.at(at)) && at - whole < 4) {
            degrees = degrees * 10 + text.at(at++) - '0';
        }
        if (at == whole || degrees > MOST_DEGREES || text.at(at) != '.') {
            return -1;
        }
        int fraction = text.skip(at + 1, CharClass.DIGIT, 16);
        if (fraction - at - 1 < least) {
            return -1;
        }
        int end = fraction;
        if (text.at(end) == '°') {
            end++;
        }
        int letter = text.at(end) == ' ' ? end + 1 : end;
        boolean hemisphere = "NSEWO".indexOf(text.at(letter)) >= 0 && !CharClass.word(text.at(letter + 1));
        end = hemisphere ? letter + 1 : end;
        return CharClass.word(text.at(end)) || (text.at(end) == '.' && CharClass.digit(text.at(end + 1))) ? -1 : end;
    }
}
