package skerry.agent.site;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.payload.DayAccount;

/**
 * What became of the records of the last days, as bars for the technician's page: filled for what the hub has, pale for
 * what it has as hours alone, outlined for what waits here, red for what is lost. Every number is in words as well.
 */
final class LedgerPicture {
    static final String STYLE = """
            table.days{width:100%;border-collapse:collapse;font-size:.9rem}.days th{text-align:left;font-weight:400;white-space:nowrap;padding-right:.6rem}
            .days td{width:40%}.days td.n{width:auto;text-align:right;padding-left:.6rem}.days svg{display:block;width:100%;height:14px}
            .d,.c{fill:#0b6b4f}.c{fill-opacity:.45}.h{fill:none;stroke:#1f5fae;stroke-width:2}.x{fill:#9c1b2e}
            @media(prefers-color-scheme:dark){.d,.c{fill:#5fd0ae}.h{stroke:#83bdf7}.x{fill:#ff8a8d}}
            """;

    /** Of 1,000 units of a bar: what exists is seen, however few there are. */
    private static final long LEAST = 8;

    private LedgerPicture() {}

    /** @param days of all streams; nothing is drawn if there are none */
    static void append(StringBuilder html, List<DayAccount> days) {
        Map<Long, DayAccount> byDay = new TreeMap<>();
        days.forEach(day -> byDay.merge(day.epochDay(), day, DayAccount::plus));
        if (byDay.isEmpty()) {
            return;
        }
        html.append("<h2>What became of the data</h2><table class=\"days\">");
        var latestFirst = new ArrayList<>(byDay.values()).reversed();
        for (DayAccount day : latestFirst) {
            html.append("<tr><th scope=\"row\">").append(name(day)).append("</th><td>");
            bar(html, day);
            html.append("</td><td class=\"n\">").append(words(day)).append("</td></tr>");
        }
        html.append("</table>");
    }

    private static String name(DayAccount day) {
        return day.epochDay() == DayAccount.EARLIER
                ? "earlier"
                : LocalDate.ofEpochDay(day.epochDay()).toString();
    }

    private static void bar(StringBuilder html, DayAccount day) {
        long all = Math.max(1, day.accountedFor().total());
        long coarse = share(day.coarse().total(), all);
        long held = share(day.held().total(), all);
        long lost = share(day.droppedInAll().plus(day.refused()).total(), all);
        long delivered = Math.max(0, 1000 - coarse - held - lost);
        html.append("<svg viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        rect(html, 'd', 0, delivered);
        rect(html, 'c', delivered, coarse);
        rect(html, 'h', delivered + coarse, held);
        rect(html, 'x', delivered + coarse + held, lost);
        html.append("</svg>");
    }

    private static long share(long part, long all) {
        return part == 0 ? 0 : Math.max(LEAST, Math.round(1000.0 * part / all));
    }

    private static void rect(StringBuilder html, char style, long from, long width) {
        if (width > 0) {
            html.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%c\" x=\"%d\" y=\"1\" width=\"%d\" height=\"12\"/>",
                    style,
                    from,
                    width));
        }
    }

    private static String words(DayAccount day) {
        var words = new ArrayList<String>();
        long gone = day.delivered().plus(day.sentUnconfirmed()).total();
        words.add(rounded(gone) + " sent");
        if (day.coarse().total() > 0) {
            words.add(rounded(day.coarse().total()) + " as hours only");
        }
        if (day.held().total() > 0) {
            words.add(rounded(day.held().total()) + " waiting");
        }
        if (day.droppedInAll().total() > 0) {
            words.add("<b>" + rounded(day.droppedInAll().total()) + " lost</b>");
        }
        if (day.refused().total() > 0) {
            words.add("<b>" + rounded(day.refused().total()) + " refused</b>");
        }
        return String.join(", ", words);
    }

    private static String rounded(long count) {
        if (count < 10_000) {
            return Long.toString(count);
        }
        return count < 10_000_000
                ? String.format(Locale.ROOT, "%.0f\u00a0k", count / 1e3)
                : String.format(Locale.ROOT, "%.0f\u00a0M", count / 1e6);
    }
}
