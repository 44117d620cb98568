package skerry.agent.collect.targets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import skerry.agent.collect.targets.ScrapeFailure.Reason;

/**
 * Reads one answer of HTTP/1.1 or 1.0 (RFC 9112): status, headers within bounds, then the body by chunks, by length or up to the
 * end. Not thread-safe.
 */
final class HttpAnswer {
    private static final int MAX_HEAD_BYTES = 16 << 10;
    private static final int BUFFER = 8 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private int headBytes;
    private final Map<String, String> headers = new HashMap<>();
    private final int status;

    /** Reads up to the body. */
    HttpAnswer(InputStream in) throws IOException {
        this.in = in;
        int code = head();
        while (code >= 100 && code < 200) {
            headers.clear();
            code = head();
        }
        this.status = code;
    }

    int status() {
        return status;
    }

    /** @param name in lower case */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Reads the body. */
    void body(ReceivedBody body) throws IOException {
        String coding = headers.getOrDefault("transfer-encoding", "");
        if (coding.equalsIgnoreCase("chunked")) {
            chunks(body);
        } else if (!coding.isEmpty()) {
            throw broken("it sends in a transfer encoding that is not known");
        } else if (headers.containsKey("content-length")) {
            exactly(number(headers.getOrDefault("content-length", ""), 10), body);
        } else {
            while (at < end || fill()) {
                take(end - at, body);
            }
        }
    }

    private int head() throws IOException {
        String line = line();
        if (!line.startsWith("HTTP/1.") || line.length() < 12 || line.charAt(8) != ' ') {
            throw broken("it does not speak HTTP/1.1");
        }
        int code = (int) number(line.substring(9, 12), 10);
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw broken("it sends a header without a colon");
            }
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        return code;
    }

    private void chunks(ReceivedBody body) throws IOException {
        while (true) {
            String size = line();
            int extension = size.indexOf(';');
            long length = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
            if (length == 0) {
                while (!line().isEmpty()) {
                    // trailers say nothing of interest
                }
                return;
            }
            exactly(length, body);
            if (!line().isEmpty()) {
                throw broken("a chunk is longer than it says");
            }
            headBytes = 0;
        }
    }

    private void exactly(long length, ReceivedBody body) throws IOException {
        long left = length;
        while (left > 0) {
            if (at == end && !fill()) {
                throw cut();
            }
            left -= take((int) Math.min(left, end - at), body);
        }
    }

    private int take(int count, ReceivedBody body) throws ScrapeFailure {
        body.add(buffer, at, count);
        at += count;
        return count;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            if (at == end && !fill()) {
                throw cut();
            }
            if (++headBytes > MAX_HEAD_BYTES) {
                throw broken("its headers are longer than " + MAX_HEAD_BYTES + " bytes");
            }
            char c = (char) (buffer[at++] & 0xff);
            if (c == '\n') {
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
            line.append(c);
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    private static long number(String digits, int radix) throws ScrapeFailure {
        try {
            long number = digits.startsWith("+") ? -1 : Long.parseLong(digits, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ScrapeFailure(Reason.HTTP, "it sends a length or status that is no number", e);
        }
        throw broken("it sends a length or status that is no number");
    }

    private static ScrapeFailure cut() {
        return new ScrapeFailure(Reason.HTTP, "its answer ends too early", new EOFException());
    }

    private static ScrapeFailure broken(String what) {
        return new ScrapeFailure(Reason.HTTP, what);
    }
}
