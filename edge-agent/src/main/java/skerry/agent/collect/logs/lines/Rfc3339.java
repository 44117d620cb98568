package skerry.agent.collect.logs.lines;

/** Reads a time stamp with date, time and offset from UTC, as in RFC 3339 section 5.6. Reused; owned by one thread. */
final class Rfc3339 {
    private static final int SECONDS_END = 19;
    private static final int DAYS_TO_1970 = 719_468;

    private long millis;
    private int end;

    /**
     * Whether a time stamp begins at {@code from}. It may be followed by anything; a space may stand for the {@code T}.
     * Digits beyond milliseconds are cut off.
     */
    boolean parse(byte[] b, int from, int to) {
        if (to - from < SECONDS_END + 1
                || b[from + 4] != '-'
                || b[from + 7] != '-'
                || (b[from + 10] != 'T' && b[from + 10] != ' ')
                || b[from + 13] != ':'
                || b[from + 16] != ':') {
            return false;
        }
        int year = two(b, from) * 100 + two(b, from + 2);
        int month = two(b, from + 5);
        int day = two(b, from + 8);
        int hour = two(b, from + 11);
        int minute = two(b, from + 14);
        int second = two(b, from + 17);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23) {
            return false;
        }
        if (minute < 0 || minute > 59 || second < 0 || second > 60) {
            return false;
        }
        int i = from + SECONDS_END;
        int fraction = 0;
        if (b[i] == '.' || b[i] == ',') {
            int digits = 0;
            for (i++; i < to && Ascii.isDigit(b[i]); i++, digits++) {
                if (digits < 3) {
                    fraction = fraction * 10 + b[i] - '0';
                }
            }
            for (; digits < 3; digits++) {
                fraction *= 10;
            }
        }
        if (i >= to) {
            return false;
        }
        long offset = 0;
        if (b[i] == 'Z') {
            i++;
        } else if ((b[i] == '+' || b[i] == '-') && to - i >= 6 && b[i + 3] == ':') {
            int hours = two(b, i + 1);
            int minutes = two(b, i + 4);
            if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
                return false;
            }
            offset = (hours * 60L + minutes) * (b[i] == '+' ? 60_000 : -60_000);
            i += 6;
        } else {
            return false;
        }
        millis = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1000L + fraction - offset;
        end = i;
        return true;
    }

    /** UTC epoch milliseconds of the last one parsed. */
    long millis() {
        return millis;
    }

    /** The byte after the last one parsed. */
    int end() {
        return end;
    }

    /** Two digits as a number, or a number so far below 0 that sums with it stay there. */
    private static int two(byte[] b, int at) {
        int tens = b[at] - '0';
        int ones = b[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -100_000 : tens * 10 + ones;
    }

    /** Days from 1970-01-01, counting years from March so that the leap day comes last. */
    private static long days(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - DAYS_TO_1970;
    }
}
