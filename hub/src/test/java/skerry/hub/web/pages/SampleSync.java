package skerry.hub.web.pages;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Made-up answers about data on its way: some sites fill back, one in three lost something. */
final class SampleSync {
    private static final long DAY = 86_400_000;
    private static final int DAYS = 21;

    private final SampleFleet fleet;

    SampleSync(SampleFleet fleet) {
        this.fleet = fleet;
    }

    /** The body of GET /sync; orders by name or backlog. */
    Json list(String sort, String text, int from, int limit, long now) {
        Comparator<SampleFleet.Site> order = sort.endsWith("site")
                ? Comparator.comparing(SampleFleet.Site::name)
                : Comparator.comparingLong((SampleFleet.Site site) -> backlog(site))
                        .reversed();
        List<SampleFleet.Site> fit = fleet.sites().stream()
                .filter(site -> site.name().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                .sorted(order)
                .toList();
        return Json.object()
                .put("total", fit.size())
                .put("from", from)
                .put("waiting", fit.stream().filter(site -> backlog(site) > 0).count())
                .put("backlogBytes", fit.stream().mapToLong(this::backlog).sum())
                .put("refused", fit.stream().mapToLong(SampleSync::refused).sum())
                .put("gaps", fit.stream().mapToLong(SampleSync::gaps).sum())
                .put(
                        "sites",
                        fit.stream()
                                .skip(from)
                                .limit(limit)
                                .map(site -> row(site, now))
                                .toList());
    }

    /** The body of GET /sync/{id}. */
    Json site(SampleFleet.Site site, long now) {
        return Json.object()
                .put("site", row(site, now))
                .put(
                        "nodes",
                        IntStream.range(0, site.nodes())
                                .mapToObj(node -> node(site, node, now))
                                .toList())
                .put("gaps", gaps(site) == 0 ? List.of() : List.of(ringFull(site, now), sourceGone(site, now)));
    }

    private Json row(SampleFleet.Site site, long now) {
        String state = fleet.stateOf(site);
        boolean filling = backlog(site) > 0;
        boolean seen = !state.equals("never-seen");
        return Json.object()
                .put("id", site.id())
                .put("name", site.name())
                .put("state", state)
                .put("backlogBytes", backlog(site))
                .put("backlogBatches", filling ? 360 + site.index() : 0)
                .put("bytesPerSecond", filling ? 1_750 + site.index() : seen ? 52 : 0)
                .put("finishAt", filling ? now + 23 * 60_000 : null)
                .put("lastBatchAt", seen ? now - fleet.silence(site) : null)
                .put("road", site.kind().equals("usb") ? "usb" : "mqtt")
                .put("refused", refused(site))
                .put("gaps", gaps(site))
                .put("summaryDays", seen ? 20.5 + site.index() % 40 : null)
                .put("rawDays", seen ? 1.8 + site.index() % 3 : null);
    }

    private Json node(SampleFleet.Site site, int node, long now) {
        boolean told = !fleet.stateOf(site).equals("never-seen");
        return Json.object()
                .put("uid", SampleFleet.uid(site, node))
                .put("name", site.id() + "-" + (node + 1))
                .put("backlogBytes", backlog(site) / site.nodes())
                .put("backlogBatches", backlog(site) > 0 ? 360 : 0)
                .put("bytesPerSecond", 52)
                .put("lastBatchAt", told ? now - fleet.silence(site) : null)
                .put("summaryDays", told ? 20.5 : null)
                .put("rawDays", told ? 1.8 : null)
                .put(
                        "atHub",
                        Json.object()
                                .put("batches", 30_240)
                                .put("records", records(60_480_000, 41_000, 0))
                                .put("refused", refused(site))
                                .put("lost", gaps(site) * 3)
                                .put("missing", 0))
                .put("toldAt", told ? now - 1_800_000 : null)
                .put("days", told ? days(site, now) : List.of());
    }

    private List<Json> days(SampleFleet.Site site, long now) {
        var days = new ArrayList<Json>();
        days.add(day("earlier", "m", 51_000_000, 33_000, 0, 0, 0));
        for (int back = DAYS - 1; back >= 0; back--) {
            String date = LocalDate.ofEpochDay(Math.floorDiv(now, DAY) - back).toString();
            long held = back < 3 && backlog(site) > 0 ? 500_000 : 0;
            long lost = back == 9 && gaps(site) > 0 ? 1_200 : 0;
            long coarse = back == 10 && gaps(site) > 0 ? 900_000 : 0;
            days.add(day(date, "m", 2_880_000, 1_950 + 37 * back, coarse, held, lost));
            days.add(Json.object()
                    .put("day", date)
                    .put("stream", "e")
                    .put("collected", records(0, 0, 3))
                    .put("delivered", records(0, 0, 3))
                    .put("coarse", records(0, 0, 0))
                    .put("sentUnconfirmed", records(0, 0, 0))
                    .put("held", records(0, 0, 0))
                    .put("dropped", Json.object())
                    .put("refused", records(0, 0, 0))
                    .put("balances", true));
        }
        return days;
    }

    private static Json day(String day, String stream, long samples, long lines, long coarse, long held, long lost) {
        return Json.object()
                .put("day", day)
                .put("stream", stream)
                .put("collected", records(samples, lines, 0))
                .put("delivered", records(samples - held - coarse, lines - lost, 0))
                .put("coarse", records(coarse, 0, 0))
                .put("sentUnconfirmed", records(0, 0, 0))
                .put("held", records(held, 0, 0))
                .put(
                        "dropped",
                        lost == 0
                                ? Json.object()
                                : Json.object()
                                        .put("source-gone", records(0, lost - 200, 0))
                                        .put("ring-full", records(0, 200, 0)))
                .put("refused", records(0, 0, 0))
                .put("balances", true);
    }

    private Json ringFull(SampleFleet.Site site, long now) {
        return loss(site, "4f1c20aa-91b2", "ring-full", now - 9 * DAY)
                .put("firstBatch", 412L)
                .put("lastBatch", 414L)
                .put("batches", 3)
                .put("arrivedSince", 1)
                .put("records", records(0, 200, 0));
    }

    private Json sourceGone(SampleFleet.Site site, long now) {
        return loss(site, "77c0d1e2-03ab", "source-gone", now - 9 * DAY - 7_200_000)
                .put("batches", 0)
                .put("arrivedSince", 0)
                .put("records", records(0, 1_000, 0));
    }

    private static Json loss(SampleFleet.Site site, String id, String cause, long from) {
        return Json.object()
                .put("id", id)
                .put("uid", SampleFleet.uid(site, 0))
                .put("node", site.id() + "-1")
                .put("stream", "m")
                .put("cause", cause)
                .put("from", from)
                .put("to", from + 180_000)
                .put("announcedAt", from + 3_600_000);
    }

    private static Json records(long samples, long lines, long events) {
        return Json.object().put("samples", samples).put("lines", lines).put("events", events);
    }

    private long backlog(SampleFleet.Site site) {
        return fleet.stateOf(site).equals("back-filling") ? 2_400_000L + site.index() * 91_000L : 0;
    }

    private static long refused(SampleFleet.Site site) {
        return site.index() % 29 == 3 ? 2 : 0;
    }

    private static long gaps(SampleFleet.Site site) {
        return site.index() % 3 == 0 ? 2 : 0;
    }
}
