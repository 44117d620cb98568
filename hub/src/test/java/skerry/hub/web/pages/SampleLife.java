package skerry.hub.web.pages;

import static skerry.hub.web.pages.SampleFleet.DAY;
import static skerry.hub.web.pages.SampleFleet.HOUR;
import static skerry.hub.web.pages.SampleFleet.MINUTE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One site's contact with the hub over time, and what became of its data: in time, late, lost or missing. */
final class SampleLife {
    record Stretch(long from, long to, String kind) {
        Stretch {
            if (to < from) {
                throw new IllegalArgumentException("ends before it starts: " + from + " to " + to);
            }
        }
    }

    private static final long BATCH_BYTES = 2_600;

    private final long now;
    private final List<Stretch> contact = new ArrayList<>();
    private final List<Stretch> missing = new ArrayList<>();
    private final List<Stretch> late = new ArrayList<>();

    SampleLife(SampleFleet.Site site, String state, long silence, long now) {
        this.now = now;
        long start = now - 5 * DAY;
        missing.add(new Stretch(now - 400 * DAY, start, "before-enrolment"));
        long last = now - silence;
        switch (state) {
            case "never-seen" -> {
                contact.add(new Stretch(start, now, "never-seen"));
                missing.add(new Stretch(start, now, "before-enrolment"));
            }
            case "offline-unexpected" -> {
                long agreed = Math.min(now, last + 8 * HOUR);
                contact.add(new Stretch(start, last, "contact"));
                contact.add(new Stretch(last, agreed, "offline-expected"));
                contact.add(new Stretch(agreed, now, "offline-unexpected"));
                missing.add(new Stretch(last, agreed, "offline-expected"));
                missing.add(new Stretch(agreed, now, "offline-unexpected"));
            }
            case "offline-expected" -> {
                for (long at = last; at > start; at -= 8 * HOUR) {
                    contact.add(new Stretch(at - 20 * MINUTE, at, "contact"));
                    contact.add(new Stretch(at - 8 * HOUR, at - 20 * MINUTE, "offline-expected"));
                    late.add(new Stretch(at - 8 * HOUR, at - 20 * MINUTE, "mqtt"));
                }
                contact.add(new Stretch(last, now, "offline-expected"));
                missing.add(new Stretch(last, now, "offline-expected"));
            }
            case "back-filling" -> {
                contact.add(new Stretch(start, now - 10 * HOUR, "contact"));
                contact.add(new Stretch(now - 10 * HOUR, now - 2 * HOUR, "offline-unexpected"));
                contact.add(new Stretch(now - 2 * HOUR, now, "contact"));
                late.add(new Stretch(now - 10 * HOUR, now - 6 * HOUR, "mqtt"));
                missing.add(new Stretch(now - 6 * HOUR, now - 2 * HOUR, "offline-unexpected"));
            }
            default -> {
                long out = now - 7 * HOUR;
                contact.add(new Stretch(start, now - 19 * HOUR, "contact"));
                contact.add(new Stretch(now - 19 * HOUR, now - 18 * HOUR, "hub-down"));
                contact.add(new Stretch(now - 18 * HOUR, out, "contact"));
                contact.add(new Stretch(out, out + 90 * MINUTE, "offline-unexpected"));
                contact.add(new Stretch(out + 90 * MINUTE, now, "contact"));
                late.add(new Stretch(now - 19 * HOUR, now - 18 * HOUR, "mqtt"));
                late.add(new Stretch(out, out + 90 * MINUTE, site.index() % 2 == 0 ? "usb" : "mqtt"));
                if (state.equals("degraded")) {
                    missing.add(new Stretch(now - 13 * HOUR, now - 12 * HOUR, "ring-full"));
                    missing.add(new Stretch(now - 3 * HOUR, now - 3 * HOUR + 25 * MINUTE, "no-data"));
                }
            }
        }
        contact.sort(Comparator.comparingLong(Stretch::from));
        missing.sort(Comparator.comparingLong(Stretch::from));
    }

    long now() {
        return now;
    }

    boolean holds(long at) {
        return at <= now && missing.stream().noneMatch(stretch -> at >= stretch.from() && at < stretch.to());
    }

    private static List<Stretch> cut(List<Stretch> stretches, long from, long to) {
        return stretches.stream()
                .filter(stretch -> stretch.to() > from && stretch.from() < to)
                .map(stretch -> new Stretch(Math.max(from, stretch.from()), Math.min(to, stretch.to()), stretch.kind()))
                .toList();
    }

    List<Json> timeline(long from, long to) {
        return cut(contact, from, to).stream()
                .map(stretch -> SampleFleet.span(stretch.from(), stretch.to()).put("kind", stretch.kind()))
                .toList();
    }

    List<Json> gaps(long from, long to) {
        return cut(missing, from, to).stream()
                .map(stretch -> SampleFleet.span(stretch.from(), stretch.to()).put("cause", stretch.kind()))
                .toList();
    }

    List<Json> late(long from, long to) {
        return cut(late, from, to).stream()
                .map(stretch -> SampleFleet.span(stretch.from(), stretch.to())
                        .put("arrivedAt", stretch.to() + 12 * MINUTE)
                        .put("road", stretch.kind()))
                .toList();
    }

    List<Json> arrivals(long from, long to) {
        var arrivals = new ArrayList<Json>();
        long step = Math.max(MINUTE, (to - from) / 400);
        for (Stretch stretch : cut(contact, from, to)) {
            for (long at = stretch.from(); stretch.kind().equals("contact") && at < stretch.to(); at += step) {
                long batches = step / MINUTE;
                arrivals.add(arrival(at, BATCH_BYTES * batches, batches, false));
            }
        }
        for (Stretch stretch : cut(late, from, to)) {
            for (int i = 0; i < 12; i++) {
                long batches = (stretch.to() - stretch.from()) / MINUTE / 12;
                arrivals.add(arrival(stretch.to() + i * MINUTE, batches * BATCH_BYTES, batches, true));
            }
        }
        return arrivals;
    }

    private static Json arrival(long at, long bytes, long batches, boolean late) {
        return Json.object()
                .put("at", at)
                .put("bytes", bytes)
                .put("batches", batches)
                .put("road", "mqtt")
                .put("late", late);
    }

    List<Json> events(long from, long to, String uid) {
        var events = new ArrayList<Json>();
        add(events, from, to, now - 18 * HOUR, 2_000, uid, "agent.start", "info", "agent started, version 0.1.0");
        add(events, from, to, now - 12 * HOUR, 3_000, uid, "power.undervoltage", "warning", "undervoltage for 4 s");
        add(events, from, to, now - 11 * HOUR, 3_000, uid, "disk.wear", "warning", "SD card at 96 % of its rated life");
        add(events, from, to, now - 6 * HOUR, 95 * MINUTE, uid, "clock.step", "warning", "clock stepped by +12.4 s");
        add(
                events,
                from,
                to,
                now - 5 * HOUR,
                4_000,
                uid,
                "unit.failed",
                "error",
                "modem-manager.service failed: exit 1");
        add(events, from, to, now - 2 * HOUR, 4_000, uid, "agent.start", "info", "agent started, version 0.1.0");
        return events;
    }

    private void add(
            List<Json> events,
            long from,
            long to,
            long at,
            long delay,
            String uid,
            String type,
            String severity,
            String text) {
        if (at >= from && at <= to && holds(at)) {
            events.add(Json.object()
                    .put("at", at)
                    .put("arrivedAt", at + delay)
                    .put("node", uid)
                    .put("type", type)
                    .put("severity", severity)
                    .put("text", text));
        }
    }

    List<Json> losses(long from, long to, String uid) {
        return cut(missing, from, to).stream()
                .filter(stretch -> stretch.kind().equals("ring-full"))
                .map(stretch -> SampleFleet.span(stretch.from(), stretch.to())
                        .put("node", uid)
                        .put("stream", "m")
                        .put("cause", stretch.kind())
                        .put("batches", 60)
                        .put("samples", 18_000)
                        .put("lines", 412)
                        .put("events", 0))
                .toList();
    }
}
