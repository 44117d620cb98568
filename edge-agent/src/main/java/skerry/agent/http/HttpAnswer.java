package skerry.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import skerry.agent.http.HttpFailure.Kind;

/**
 * One answer of HTTP/1.1 or 1.0 (RFC 9112): status and headers within bounds, then the body as a stream, by chunks, by length or
 * up to the end. How much of the body may be read is said by {@link #allow}, so that no object fills the memory. Not thread-safe.
 */
public final class HttpAnswer extends InputStream {
    private static final int MAX_HEAD_BYTES = 32 << 10;
    private static final int BUFFER = 8 << 10;
    private static final int TO_THE_END = -1;

    private final String subject;
    private final HttpExchange.Bounded in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private int headBytes;
    private final Map<String, String> headers = new HashMap<>();
    private final int status;
    private final boolean chunked;
    private boolean begun;
    private boolean over;
    /** Of the chunk or the body. */
    private long left;

    private long allowed = Long.MAX_VALUE;

    /**
     * Reads up to the body.
     *
     * @param subject of the sentences that say what is wrong
     */
    HttpAnswer(String subject, HttpExchange.Bounded in) throws HttpFailure {
        this.subject = subject;
        this.in = in;
        int code = head();
        while (code >= 100 && code < 200) {
            headers.clear();
            code = head();
        }
        this.status = code;
        String coding = headers.getOrDefault("transfer-encoding", "");
        this.chunked = coding.equalsIgnoreCase("chunked");
        if (!chunked && !coding.isEmpty()) {
            throw broken("sends in a transfer encoding that is not known");
        }
        if (!chunked) {
            String length = headers.get("content-length");
            this.left = length == null ? TO_THE_END : number(length, 10);
            this.over = left == 0;
        }
    }

    public int status() {
        return status;
    }

    /** @param name in lower case */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** From here on no more than {@code bytes} may be read; the next byte is an error. */
    public void allow(long bytes) {
        allowed = bytes;
    }

    @Override
    public int read() throws HttpFailure {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws HttpFailure {
        if (length == 0) {
            return 0;
        }
        if (chunked && left == 0 && !over) {
            nextChunk();
        }
        if (over) {
            return -1;
        }
        if (at == end && !fill()) {
            if (left == TO_THE_END) {
                over = true;
                return -1;
            }
            throw broken("ends its answer too early");
        }
        if (allowed <= 0) {
            throw broken("sends more at once than the agent has memory for");
        }
        long most = Math.min(Math.min(length, allowed), left == TO_THE_END ? Long.MAX_VALUE : left);
        int count = (int) Math.min(most, end - at);
        System.arraycopy(buffer, at, into, from, count);
        at += count;
        allowed -= count;
        if (left != TO_THE_END) {
            left -= count;
            over = !chunked && left == 0;
        }
        return count;
    }

    private void nextChunk() throws HttpFailure {
        headBytes = 0;
        if (begun && !line().isEmpty()) {
            throw broken("sends a chunk that is longer than it says");
        }
        begun = true;
        String size = line();
        int extension = size.indexOf(';');
        left = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        if (left == 0) {
            while (!line().isEmpty()) {
                // trailers say nothing of interest
            }
            over = true;
        }
    }

    private int head() throws HttpFailure {
        String line = line();
        if (!line.startsWith("HTTP/1.") || line.length() < 12 || line.charAt(8) != ' ') {
            throw broken("does not speak HTTP/1.1");
        }
        int code = (int) number(line.substring(9, 12), 10);
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw broken("sends a header without a colon");
            }
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        return code;
    }

    private String line() throws HttpFailure {
        var line = new StringBuilder();
        while (true) {
            if (at == end && !fill()) {
                throw broken("ends its answer too early");
            }
            if (++headBytes > MAX_HEAD_BYTES) {
                throw broken("sends headers longer than " + MAX_HEAD_BYTES + " bytes");
            }
            char c = (char) (buffer[at++] & 0xff);
            if (c == '\n') {
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
            line.append(c);
        }
    }

    private boolean fill() throws HttpFailure {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    private long number(String digits, int radix) throws HttpFailure {
        try {
            long number = Long.parseLong(digits, radix);
            if (number >= 0 && !digits.startsWith("+")) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new HttpFailure(Kind.BROKEN, subject + " sends a length or status that is no number", e);
        }
        throw broken("sends a length or status that is no number");
    }

    private HttpFailure broken(String what) {
        return new HttpFailure(Kind.BROKEN, subject + " " + what);
    }

    /** The first bytes of an error's body, as text. */
    public String errorText(int most) {
        try {
            return new String(readNBytes(most), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
