package skerry.benchmarks;

import java.util.Locale;
import java.util.Random;

/**
 * Log messages of ten containers as a small shop writes them: JSON, access logs, logfmt, Java with stack traces that are
 * already joined, and plain text. The same seed gives the same messages.
 */
final class MixedMessages {
    private static final String[] NAMES = {
        "checkout", "edge-proxy", "inventory", "controller", "cache", "gateway", "billing", "vision", "ingress", "meter"
    };
    private static final String[] DONE = {
        "request completed",
        "cache refreshed",
        "reading published",
        "heartbeat ok",
        "batch flushed",
        "frame decoded",
        "slow query",
        "retrying upstream call"
    };
    private static final String[] CLASSES = {
        "com.example.order.OrderService", "com.example.order.Pool", "com.example.http.Router", "com.example.mq.Consumer"
    };
    private static final String[] METHODS = {"run", "handle", "invoke", "apply"};
    private static final String[] FAILURES = {
        "java.net.SocketTimeoutException: Read timed out",
        "java.sql.SQLTransientConnectionException: pool exhausted after 30000 ms",
        "java.lang.NullPointerException: Cannot invoke \"Order.id()\" because \"o\" is null",
        "java.io.IOException: Broken pipe"
    };
    private static final String[] PATHS = {
        "/api/v1/orders", "/healthz", "/metrics", "/static/app.js", "/login", "/api/v1/devices/%d/state"
    };
    private static final String[] CLIENTS = {
        "Mozilla/5.0 (X11; Linux x86_64)", "curl/7.88.1", "kube-probe/1.29", "Go-http-client/1.1"
    };
    private static final int[] FAILED = {404, 304, 499, 502, 503};
    private static final int ACCESS = 25;
    private static final int JSON = 63;
    private static final int JAVA = 87;
    private static final int LOGFMT = 95;

    private final Random random;
    private String source = "";

    MixedMessages(long seed) {
        random = new Random(seed);
    }

    /** The container that wrote the message that {@link #next} gave last. */
    String source() {
        return source;
    }

    String next() {
        int kind = random.nextInt(100);
        source = NAMES[kind % NAMES.length];
        if (kind < ACCESS) {
            return access();
        }
        if (kind < JSON) {
            return "{\"level\":\"" + level() + "\",\"msg\":\"" + one(DONE) + "\",\"dev\":" + random.nextInt(400)
                    + ",\"ms\":" + random.nextInt(2_500) + ",\"trace\":\""
                    + String.format(Locale.ROOT, "%012x", random.nextLong(1L << 48)) + "\"}";
        }
        if (kind < JAVA) {
            return java();
        }
        if (kind < LOGFMT) {
            return "level=" + level().toLowerCase(Locale.ROOT) + " caller=reconcile.go:" + random.nextInt(900)
                    + " msg=\"" + one(DONE) + "\" object=prod/" + one(NAMES) + "-" + random.nextInt(40) + " dur="
                    + random.nextInt(900) + "ms";
        }
        return random.nextInt(3) > 0
                ? "1:M * " + random.nextInt(10_000) + " changes in 60 seconds. Saving... pid " + random.nextInt(30_000)
                : "poll unit=" + random.nextInt(32) + " reg=" + (40_000 + random.nextInt(200)) + " value="
                        + random.nextInt(50_000) / 100.0 + " status=" + (random.nextInt(100) > 0 ? "ok" : "TIMEOUT");
    }

    private String access() {
        int status = random.nextInt(100) < 94 ? 200 : FAILED[random.nextInt(FAILED.length)];
        return "10.42." + random.nextInt(4) + "." + random.nextInt(250) + " - \"GET "
                + String.format(Locale.ROOT, one(PATHS), random.nextInt(5_000)) + " HTTP/1.1\" " + status + " "
                + random.nextInt(40_000) + " \"" + one(CLIENTS) + "\" 0." + random.nextInt(300);
    }

    private String java() {
        String level = level();
        String head = "12:" + (10 + random.nextInt(50)) + ":07." + (100 + random.nextInt(900)) + " " + level
                + " [worker-" + random.nextInt(16) + "] " + one(CLASSES) + " - " + one(DONE) + " order="
                + random.nextInt(100_000);
        if (!level.equals("ERROR")) {
            return head;
        }
        var trace = new StringBuilder(head).append('\n').append(one(FAILURES));
        for (int i = 6 + random.nextInt(14); i > 0; i--) {
            String where = one(CLASSES);
            trace.append("\n\tat ")
                    .append(where)
                    .append('.')
                    .append(one(METHODS))
                    .append('(');
            trace.append(where, where.lastIndexOf('.') + 1, where.length());
            trace.append(".java:").append(random.nextInt(900)).append(')');
        }
        return trace.toString();
    }

    private String level() {
        int share = random.nextInt(100);
        return share < 88 ? "INFO" : share < 93 ? "DEBUG" : share < 98 ? "WARN" : "ERROR";
    }

    private String one(String[] texts) {
        return texts[random.nextInt(texts.length)];
    }
}
