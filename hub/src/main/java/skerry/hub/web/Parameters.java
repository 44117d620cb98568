package skerry.hub.web;

import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;

/** Query parameters by type; a wrong one is a 400 that names it. */
final class Parameters {
    private static final long DAY = 86_400_000;
    /** The end of the year 9999. */
    private static final long LAST_MOMENT = 253_402_300_799_000L;

    private Parameters() {}

    static Optional<String> text(ServerRequest request, String name) {
        return request.query().first(name).asOptional().filter(value -> !value.isBlank());
    }

    static List<String> texts(ServerRequest request, String name) {
        return request.query().all(name, List::of);
    }

    static int number(ServerRequest request, String name, int otherwise, int least, int most) {
        return Math.toIntExact(number(request, name, (long) otherwise, least, most));
    }

    static long number(ServerRequest request, String name, long otherwise, long least, long most) {
        Optional<String> value = text(request, name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("'" + name + "' must be a whole number");
        }
        throw ApiException.badRequest("'" + name + "' must be a whole number from " + least + " to " + most);
    }

    /** UTC epoch milliseconds; {@code from} lies before {@code to}. */
    record Range(long from, long to) {}

    /** {@code from} and {@code to}; the last 24 hours unless said otherwise. */
    static Range range(ServerRequest request, long now) {
        long to = number(request, "to", now, 1, LAST_MOMENT);
        long from = number(request, "from", Math.max(0, to - DAY), 0, LAST_MOMENT);
        if (from >= to) {
            throw ApiException.badRequest("'from' must lie before 'to'");
        }
        return new Range(from, to);
    }

    /**
     * The same, and no longer than the address allows.
     *
     * @param most milliseconds, whole days
     */
    static Range range(ServerRequest request, long now, long most) {
        Range range = range(request, now);
        if (range.to() - range.from() > most) {
            throw ApiException.badRequest("the range must not be longer than " + most / DAY + " days");
        }
        return range;
    }
}
