package skerry.hub.web.pages;

import java.util.ArrayList;

/** Made-up starts and cards of a machine. */
final class SampleMachines {
    private static final long DAY = 86_400_000;

    private SampleMachines() {}

    static Json boots(long from, long to) {
        var all = new ArrayList<Json>();
        all.add(boot(
                to - DAY / 3,
                "brownout",
                "probably",
                "started again: probably the supply's voltage broke down: the voltage was too low at the end, no shutdown record, the ring"
                        + " ended in the middle of work at 10:41:30"));
        all.add(boot(
                to - 3 * DAY,
                "power-cut",
                "probably",
                "started again: probably power cut: no shutdown record, the file system was repaired (mmcblk0p2)"));
        all.add(boot(
                to - 9 * DAY,
                "update",
                "sure",
                "started again: an update: the journal ends with a shutdown, apt asked for it"));
        all.add(boot(
                to - 30 * DAY,
                "panic",
                "sure",
                "started again: kernel panic: the kernel left a record: Fatal exception"));
        return SampleFleet.span(from, to)
                .put("total", all.size())
                .put("offset", 0)
                .put("boots", all);
    }

    private static Json boot(long at, String cause, String sure, String text) {
        return Json.object()
                .put("node", "gateway")
                .put("at", at)
                .put("arrivedAt", at + 60_000)
                .put("cause", cause)
                .put("sure", sure)
                .put("text", text)
                .put("lasted", 181_000);
    }

    static Json cards(long from, long to) {
        var all = new ArrayList<Json>();
        all.add(card("mmcblk1", "emmc", "between 8 months and 19 months", to)
                .put("life", 0.5)
                .put("earliest", to + 240 * DAY)
                .put("latest", to + 580 * DAY));
        all.add(card("mmcblk0", "sd", "between 2 years and 21 years, by rule of thumb", to)
                .put("own", 14e9)
                .put("low", 3.1e9)
                .put("high", 4.4e9)
                .put("earliest", to + 800 * DAY)
                .put("latest", to + 8_000 * DAY));
        return SampleFleet.span(from, to)
                .put("total", all.size())
                .put("offset", 0)
                .put("cards", all);
    }

    private static Json card(String device, String kind, String sentence, long to) {
        return Json.object()
                .put("node", "gateway")
                .put("device", device)
                .put("kind", kind)
                .put("size", 31.9e9)
                .put("since", to - 200 * DAY)
                .put("written", 700e9)
                .put("toldTo", to)
                .put("word", "between")
                .put("sentence", sentence);
    }
}
