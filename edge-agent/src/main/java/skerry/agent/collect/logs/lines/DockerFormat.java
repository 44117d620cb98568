package skerry.agent.collect.logs.lines;

/**
 * The line format of Docker's json-file log driver: one JSON object with {@code log}, {@code stream} and {@code time}.
 * A {@code log} that does not end in a line feed goes on in the next line of its stream. An object with any other member
 * but {@code attrs} is not Docker's and stays as it is.
 *
 * <p>The text is unescaped in place, which never needs more room than it had.
 */
final class DockerFormat {
    private static final byte[] LOG = Ascii.bytes("log");
    private static final byte[] STREAM = Ascii.bytes("stream");
    private static final byte[] TIME = Ascii.bytes("time");
    private static final byte[] ATTRS = Ascii.bytes("attrs");
    private static final byte[] STDERR = Ascii.bytes("stderr");

    private final Rfc3339 time = new Rfc3339();

    /** Whether the range is such a line; only then are the bytes and {@code line} changed. */
    boolean parse(byte[] b, int from, int to, ParsedLine line) {
        int i = JsonText.afterSpace(b, from, to);
        if (i >= to || b[i] != '{') {
            return false;
        }
        int logFrom = JsonText.BROKEN;
        int logTo = JsonText.BROKEN;
        int lane = Lanes.DOCKER_STDOUT;
        long millis = Long.MIN_VALUE;
        i = JsonText.afterSpace(b, i + 1, to);
        while (i < to && b[i] == '"') {
            int keyFrom = i + 1;
            int keyTo = JsonText.stringEnd(b, keyFrom, to);
            if (keyTo == JsonText.BROKEN) {
                return false;
            }
            i = JsonText.afterSpace(b, keyTo + 1, to);
            if (i >= to || b[i] != ':') {
                return false;
            }
            i = JsonText.afterSpace(b, i + 1, to);
            if (i >= to) {
                return false;
            }
            int valueFrom = i;
            boolean string = b[i] == '"';
            int valueTo = string ? JsonText.stringEnd(b, i + 1, to) : JsonText.valueEnd(b, i, to);
            if (valueTo == JsonText.BROKEN) {
                return false;
            }
            if (string && JsonText.is(b, keyFrom, keyTo, LOG)) {
                logFrom = valueFrom + 1;
                logTo = valueTo;
            } else if (JsonText.is(b, keyFrom, keyTo, STREAM)) {
                lane = JsonText.is(b, valueFrom + 1, valueTo, STDERR) ? Lanes.DOCKER_STDERR : Lanes.DOCKER_STDOUT;
            } else if (JsonText.is(b, keyFrom, keyTo, TIME)) {
                millis = time.parse(b, valueFrom + 1, valueTo) ? time.millis() : Long.MIN_VALUE;
            } else if (!JsonText.is(b, keyFrom, keyTo, ATTRS)) {
                return false;
            }
            i = JsonText.afterSpace(b, string ? valueTo + 1 : valueTo, to);
            if (i < to && b[i] == ',') {
                i = JsonText.afterSpace(b, i + 1, to);
            } else {
                break;
            }
        }
        if (i >= to || b[i] != '}' || JsonText.afterSpace(b, i + 1, to) != to || logFrom == JsonText.BROKEN) {
            return false;
        }
        int textTo = JsonText.unescape(b, logFrom, logTo);
        boolean partial = textTo == logFrom || b[textTo - 1] != '\n';
        line.lane = lane;
        line.from = logFrom;
        line.to = partial ? textTo : textTo - 1;
        line.timeMillis = millis;
        line.partial = partial;
        return true;
    }
}
