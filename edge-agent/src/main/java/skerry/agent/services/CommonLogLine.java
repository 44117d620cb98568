package skerry.agent.services;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Lines that begin as the common log format does: {@code HOST IDENT USER [DATE] "REQUEST" STATUS BYTES}. Behind that may stand the
 * two fields of the combined format, and behind these what ingress-nginx or Traefik add, in which alone a duration is known by its
 * place.
 */
final class CommonLogLine {
    /** Who asked stands before the date; longer than any name. */
    private static final int LONGEST_BEFORE_DATE = 400;

    private static final int DATE_LENGTH = "01/Jan/2026:12:00:00 +0000".length();
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private final String text;
    private int at;

    private CommonLogLine(String text) {
        this.text = text;
    }

    static Optional<AccessLine> parse(String text) {
        return new CommonLogLine(text).line();
    }

    private Optional<AccessLine> line() {
        int date = date();
        if (date < 0) {
            return Optional.empty();
        }
        at = date + DATE_LENGTH + 1;
        if (!skips(' ') || !skipsQuoted() || !skips(' ')) {
            return Optional.empty();
        }
        int status = status();
        if (status < 0 || !skips(' ') || !skipsCount()) {
            return Optional.empty();
        }
        var plain = new AccessLine(status, OptionalDouble.empty(), "", millis(date));
        if (at == text.length()) {
            return Optional.of(plain);
        }
        return skips(' ') && skipsQuoted() && skips(' ') && skipsQuoted() && skips(' ')
                ? Optional.of(more(plain))
                : Optional.of(plain);
    }

    /** Where the date begins, -1 if there is none in its place. */
    private int date() {
        int end = Math.min(text.length() - DATE_LENGTH - 1, LONGEST_BEFORE_DATE);
        int words = 0;
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) != ' ') {
                continue;
            }
            words++;
            if (words >= 3 && text.charAt(i + 1) == '[' && isDate(i + 2)) {
                return i + 2;
            }
        }
        return -1;
    }

    private boolean isDate(int from) {
        return from + DATE_LENGTH < text.length()
                && text.charAt(from + 2) == '/'
                && text.charAt(from + 6) == '/'
                && text.charAt(from + 11) == ':'
                && text.charAt(from + 20) == ' '
                && text.charAt(from + DATE_LENGTH) == ']';
    }

    private OptionalLong millis(int from) {
        try {
            int month = MONTHS.indexOf(text.substring(from + 3, from + 6));
            int zone = (text.charAt(from + 21) == '-' ? -1 : 1) * (60 * number(from + 22, 2) + number(from + 24, 2));
            var local = LocalDateTime.of(
                    number(from + 7, 4),
                    month / 3 + 1,
                    number(from, 2),
                    number(from + 12, 2),
                    number(from + 15, 2),
                    number(from + 18, 2));
            return OptionalLong.of(
                    local.toInstant(ZoneOffset.ofTotalSeconds(60 * zone)).toEpochMilli());
        } catch (DateTimeException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private int number(int from, int length) {
        return Integer.parseInt(text, from, from + length, 10);
    }

    /** What is known by its place behind the combined format. */
    private AccessLine more(AccessLine plain) {
        int before = at;
        Optional<AccessLine> found = ingressNginx(plain);
        if (found.isEmpty()) {
            at = before;
            found = traefik(plain);
        }
        return found.orElse(plain);
    }

    /** {@code LENGTH SECONDS [UPSTREAM] [ALTERNATIVE] …}. */
    private Optional<AccessLine> ingressNginx(AccessLine plain) {
        if (!skipsCount() || !skips(' ')) {
            return Optional.empty();
        }
        int begin = at;
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String seconds = text.substring(begin, at);
        if (seconds.indexOf('.') < 1 || seconds.length() > 16 || !skips(' ') || !skips('[')) {
            return Optional.empty();
        }
        int end = text.indexOf(']', at);
        if (end < 0) {
            return Optional.empty();
        }
        return Optional.of(new AccessLine(
                plain.status(), seconds(seconds, 1), AccessLine.name(text.substring(at, end)), plain.atMillis()));
    }

    /** {@code NUMBER "ROUTER" "URL" MILLISECONDSms}. The router's name may be made of an address, so it is not taken. */
    private Optional<AccessLine> traefik(AccessLine plain) {
        if (!skipsCount() || !skips(' ') || !skipsQuoted() || !skips(' ') || !skipsQuoted() || !skips(' ')) {
            return Optional.empty();
        }
        String rest = text.substring(at).strip();
        boolean millis = rest.length() > 2
                && rest.length() < 16
                && rest.endsWith("ms")
                && rest.chars().limit(rest.length() - 2L).allMatch(CommonLogLine::isDigit);
        return millis
                ? Optional.of(new AccessLine(
                        plain.status(), seconds(rest.substring(0, rest.length() - 2), 0.001), "", plain.atMillis()))
                : Optional.empty();
    }

    private static OptionalDouble seconds(String number, double unit) {
        try {
            return OptionalDouble.of(Double.parseDouble(number) * unit);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private int status() {
        if (at + 3 > text.length()
                || !isDigit(text.charAt(at))
                || !isDigit(text.charAt(at + 1))
                || !isDigit(text.charAt(at + 2))) {
            return -1;
        }
        int status = number(at, 3);
        at += 3;
        return StatusClass.of(status) == StatusClass.UNKNOWN ? -1 : status;
    }

    private boolean skips(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** Digits, or a dash for none. */
    private boolean skipsCount() {
        int begin = at;
        if (skips('-')) {
            return true;
        }
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at > begin;
    }

    /** What stands in quotes, in which a backslash guards the next character; a lone dash counts as well. */
    private boolean skipsQuoted() {
        if (!skips('"')) {
            return skips('-');
        }
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return true;
            }
            if (c == '\\') {
                at++;
            }
        }
        return false;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
