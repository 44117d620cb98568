package skerry.agent.collect.logs.lines;

/**
 * The line format of the Kubernetes container runtime interface: {@code <RFC 3339 time> <stream> <tags> <text>}. The
 * first of the colon-separated tags is {@code P} where the runtime split a long line and {@code F} at its end.
 */
final class CriFormat {
    private static final byte[] STDOUT = Ascii.bytes("stdout ");
    private static final byte[] STDERR = Ascii.bytes("stderr ");

    private final Rfc3339 time = new Rfc3339();

    /** Whether the range is such a line; {@code line} is changed only then. */
    boolean parse(byte[] b, int from, int to, ParsedLine line) {
        if (!time.parse(b, from, to)) {
            return false;
        }
        int i = time.end();
        if (i >= to || b[i] != ' ') {
            return false;
        }
        i++;
        int lane;
        if (Ascii.startsWith(b, i, to, STDOUT)) {
            lane = Lanes.CRI_STDOUT;
        } else if (Ascii.startsWith(b, i, to, STDERR)) {
            lane = Lanes.CRI_STDERR;
        } else {
            return false;
        }
        i += STDOUT.length;
        if (i >= to || (b[i] != 'P' && b[i] != 'F')) {
            return false;
        }
        boolean partial = b[i++] == 'P';
        if (i < to && b[i] == ':') {
            int space = Ascii.indexOf(b, i, to, ' ');
            i = space < 0 ? to : space;
        }
        if (i < to && b[i] != ' ') {
            return false;
        }
        line.lane = lane;
        line.from = Math.min(i + 1, to);
        line.to = to;
        line.timeMillis = time.millis();
        line.partial = partial;
        return true;
    }
}
