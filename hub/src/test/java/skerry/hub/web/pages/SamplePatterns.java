package skerry.hub.web.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Made-up log patterns of the fleet, seeded, with examples. */
final class SamplePatterns {
    private record Known(String severity, String template, String example) {}

    private static final List<Known> KNOWN = List.of(
            new Known("info", "k3s: Node <*> status is now: <*>", "k3s: Node pi-2 status is now: NodeReady"),
            new Known(
                    "warning",
                    "kernel: hwmon hwmon1: Undervoltage detected!",
                    "kernel: hwmon hwmon1: Undervoltage detected!"),
            new Known(
                    "error",
                    "modbus: read of register <*> at <ip> failed: timeout after <*> ms",
                    "modbus: read of register 40012 at <ip-7f3a> failed: timeout after 2000 ms"),
            new Known("info", "systemd[1]: Started <*>.", "systemd[1]: Started session-112.scope."),
            new Known(
                    "error",
                    "EXT4-fs error (device <*>): ext4_find_entry:<*>: inode #<*>: comm <*>: reading directory lblock <*>",
                    "EXT4-fs error (device mmcblk0p2): ext4_find_entry:1463: inode #262145: comm k3s: reading directory lblock 0"),
            new Known(
                    "info",
                    "sshd[<*>]: Accepted publickey for <user> from <ip> port <*> ssh2",
                    "sshd[811]: Accepted publickey for <user> from <ip-21c0> port 51122 ssh2"),
            new Known(
                    "warning",
                    "chronyd[<*>]: System clock wrong by <*> seconds",
                    "chronyd[402]: System clock wrong by 12.402 seconds"),
            new Known(
                    "error",
                    "panic: runtime error: invalid memory address or nil pointer dereference goroutine <*> [running]: main.(*poller).run(<*>)",
                    "panic: runtime error: invalid memory address or nil pointer dereference\ngoroutine 41 [running]:\nmain.(*poller).run(0x0)\n\t/src/poller.go:88 +0x1c"),
            new Known("debug", "gps: fix <*> satellites <*>", "gps: fix 3D satellites 9"),
            new Known("fatal", "", ""),
            new Known("info", "GET /healthz <*> <*>ms", "GET /healthz 200 3ms"),
            new Known(
                    "info", "hostile <*>", "hostile <img src=x onerror=alert(1)><script>alert(2)</script> \"quoted\""),
            new Known(
                    "warning",
                    "wwan0: signal <*> dBm below <*> dBm, reconnect in <*> s",
                    "wwan0: signal -113 dBm below -110 dBm, reconnect in 30 s"));

    private static final int BUCKETS = 48;

    private final SampleFleet fleet;

    SamplePatterns(SampleFleet fleet) {
        this.fleet = fleet;
    }

    private Json pattern(int i, long from, long to) {
        var random = new Random(i * 977L);
        Known known = KNOWN.get(i % KNOWN.size());
        String template = i < KNOWN.size() || known.template().isEmpty()
                ? known.template()
                : "unit-" + i / KNOWN.size() + ": " + known.template();
        boolean isNew = i % 7 == 2;
        double rate = Math.pow(10, 3.2 - i * 0.09);
        var spark = new ArrayList<Integer>();
        int count = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            double level = isNew && bucket < BUCKETS * 2 / 3 ? 0 : rate * (0.3 + random.nextDouble() * 0.7);
            int value = (int) Math.round(level * (i % 5 == 1 && bucket % 11 > 2 ? 0.02 : 1) / 8);
            spark.add(value);
            count += value;
        }
        return Json.object()
                .put("id", "%016x".formatted(0x51ab_0000_0000_0000L + i * 0x9E37_79B9L))
                .put("template", template)
                .put("severity", known.severity())
                .put("count", Math.max(1, count))
                .put("spark", spark)
                .put("firstSeen", isNew ? from + (to - from) * 2 / 3 : from - (i + 2) * SampleFleet.DAY)
                .put("lastSeen", to - i * 40_000L)
                .put("sites", Math.max(1, fleet.sites().size() / (i + 2)))
                .put("isNew", isNew);
    }

    /** The body of GET /patterns: of so many known patterns those that match. */
    Json list(long from, long to, String severity, String text, boolean onlyNew, int known, int limit) {
        var found = new ArrayList<Json>();
        for (int i = 0; i < known; i++) {
            Known entry = KNOWN.get(i % KNOWN.size());
            Json pattern = pattern(i, from, to);
            if ((severity.isEmpty() || entry.severity().equals(severity))
                    && entry.template().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))
                    && (!onlyNew || i % 7 == 2)) {
                found.add(pattern);
            }
        }
        return SampleFleet.span(from, to)
                .put("bucketMs", (to - from) / BUCKETS)
                .put("total", found.size())
                .put("patterns", found.subList(0, Math.min(limit, found.size())));
    }

    /** The body of GET /patterns/{id}. */
    Json detail(String id, long from, long to) {
        int i = (int) ((Long.parseUnsignedLong(id, 16) - 0x51ab_0000_0000_0000L) / 0x9E37_79B9L);
        Known known = KNOWN.get(Math.floorMod(i, KNOWN.size()));
        var sites = fleet.sites().subList(0, Math.min(6, fleet.sites().size()));
        return pattern(i, from, to)
                .put(
                        "examples",
                        known.example().isEmpty()
                                ? List.of()
                                : sites.stream()
                                        .limit(3)
                                        .map(site -> Json.object()
                                                .put("at", to - site.index() * 3_600_000L - 120_000)
                                                .put("site", site.id())
                                                .put("siteName", site.name())
                                                .put("node", "gateway")
                                                .put("text", known.example()))
                                        .toList())
                .put(
                        "sites",
                        sites.stream()
                                .map(site -> Json.object()
                                        .put("id", site.id())
                                        .put("name", site.name())
                                        .put("count", 900 / (site.index() + 1)))
                                .toList());
    }
}
