package skerry.agent.services;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Lines of Traefik's and Caddy's access logs in JSON. */
final class JsonLogLine {
    private static final String TRAEFIK = "DownstreamStatus";
    private static final String CADDY = "http.log.access";
    private static final Set<String> WANTED =
            Set.of(TRAEFIK, "Duration", "ServiceName", "StartUTC", "logger", "status", "duration", "ts");
    private static final int LONGEST_NUMBER = 24;

    private JsonLogLine() {}

    static Optional<AccessLine> parse(String text) {
        if (!text.startsWith("{") || (!text.contains(TRAEFIK) && !text.contains(CADDY))) {
            return Optional.empty();
        }
        var members = new HashMap<String, String>();
        TopMembers.read(text, (name, value) -> {
            if (WANTED.contains(name)) {
                members.put(name, value);
            }
        });
        return members.containsKey(TRAEFIK) ? traefik(members) : caddy(members);
    }

    private static Optional<AccessLine> traefik(Map<String, String> members) {
        return line(
                members.getOrDefault(TRAEFIK, ""),
                seconds(members.getOrDefault("Duration", ""), 1e-9),
                AccessLine.name(members.getOrDefault("ServiceName", "")),
                moment(members.getOrDefault("StartUTC", "")));
    }

    private static Optional<AccessLine> caddy(Map<String, String> members) {
        if (!members.getOrDefault("logger", "").startsWith(CADDY)) {
            return Optional.empty();
        }
        OptionalDouble at = seconds(members.getOrDefault("ts", ""), 1);
        return line(
                members.getOrDefault("status", ""),
                seconds(members.getOrDefault("duration", ""), 1),
                "",
                at.isPresent()
                        ? OptionalLong.of(Math.round(at.getAsDouble() * 1_000))
                        : moment(members.getOrDefault("ts", "")));
    }

    private static Optional<AccessLine> line(
            String status, OptionalDouble seconds, String upstream, OptionalLong atMillis) {
        if (status.length() != 3 || !status.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int number = Integer.parseInt(status);
        return StatusClass.of(number) == StatusClass.UNKNOWN
                ? Optional.empty()
                : Optional.of(new AccessLine(number, seconds, upstream, atMillis));
    }

    private static OptionalDouble seconds(String number, double unit) {
        if (number.isEmpty() || number.length() > LONGEST_NUMBER) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(number) * unit;
            return value >= 0 && value < 1e12 ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalLong moment(String text) {
        try {
            return text.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Instant.parse(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }
}
