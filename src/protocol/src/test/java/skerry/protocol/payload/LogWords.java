package skerry.protocol.payload;

import java.util.List;
import java.util.Random;

/** Log templates as services of a small Linux machine write them, in our own words, and lines made from them. */
final class LogWords {
    static final List<String> TEMPLATES = List.of(
            "Started <*> - <*>.",
            "Stopping <*>...",
            "<*>: Deactivated successfully.",
            "<*>: Consumed <*> CPU time.",
            "session opened for user <*>(uid=<*>) by (uid=<*>)",
            "session closed for user <*>",
            "Accepted publickey for <*> from <*> port <*> ssh2: <*>",
            "Connection closed by <*> port <*> [preauth]",
            "Failed password for invalid user <*> from <*> port <*> ssh2",
            "(root) CMD (<*>)",
            "eth0: link becomes ready",
            "wlan0: authenticate with <*>",
            "wlan0: associated",
            "DHCPREQUEST on eth0 to <*> port <*>",
            "bound to <*> -- renewal in <*> seconds.",
            "Selected source <*>",
            "System clock wrong by <*> seconds",
            "mmc0: card <*> timeout waiting for hardware interrupt",
            "hwmon hwmon1: Undervoltage detected!",
            "hwmon hwmon1: Voltage normalised",
            "Out of memory: Killed process <*> (<*>) total-vm:<*>kB, anon-rss:<*>kB",
            "usb <*>: new high-speed USB device number <*> using <*>",
            "usb <*>: USB disconnect, device number <*>",
            "EXT4-fs (<*>): mounted filesystem with ordered data mode",
            "level=info msg=\"request done\" method=<*> path=<*> status=<*> duration=<*>",
            "level=warn msg=\"slow query\" table=<*> rows=<*> took=<*>",
            "level=error msg=\"upstream failed\" host=<*> err=\"connection refused\" attempt=<*>",
            "GET /api/v1/<*> <*> <*> <*>",
            "POST /api/v1/<*> <*> <*> <*>",
            "client <*> connected from <*>",
            "client <*> disconnected: <*>",
            "published <*> messages to topic <*>",
            "reading sensor <*>: value <*> unit <*>",
            "sensor <*> did not answer within <*> ms, retrying",
            "cache miss for key <*>, loading",
            "job <*> finished in <*> ms",
            "job <*> failed after <*> attempts: <*>",
            "Successfully pulled image <*> in <*>",
            "Back-off restarting failed container <*> in pod <*>",
            "Readiness probe failed: <*>",
            "Liveness probe failed: HTTP probe failed with statuscode: <*>",
            "Created container <*>",
            "Started container <*>",
            "Pod sandbox changed, it will be killed and re-created.",
            "node <*> status is now: <*>",
            "wrote checkpoint: segments <*>, distance <*> kB",
            "database file grew to <*> bytes",
            "certificate expires in <*> days",
            "battery at <*> percent, charging <*>",
            "upload of <*> bytes done in <*> s");

    private static final List<String> VALUES = List.of(
            "17",
            "204",
            "1503",
            "0.034",
            "ipv4:6f1c2a",
            "cron.service",
            "app-7d9f6c",
            "sensor-12",
            "/state/now",
            "12.5ms",
            "default/web",
            "user:91ab",
            "3",
            "ok");

    private LogWords() {}

    static String example(String template, Random random) {
        String text = template;
        while (text.contains("<*>")) {
            text = text.replaceFirst("<\\*>", VALUES.get(random.nextInt(VALUES.size())) + random.nextInt(100));
        }
        return text;
    }
}
