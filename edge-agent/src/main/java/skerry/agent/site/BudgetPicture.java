package skerry.agent.site;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import skerry.agent.budget.BudgetView;
import skerry.agent.budget.Forecast;

/** The bytes of a month as a bar: what is used, what is expected, and where the budget ends. Pure. */
final class BudgetPicture {
    private static final int WIDTH = 600;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private BudgetPicture() {}

    /** As HTML; the words say all that the bar shows. */
    static String of(BudgetView budget) {
        var html = new StringBuilder("<section><h2>Data over the link</h2>");
        for (Forecast forecast : budget.forecasts()) {
            html.append("<p>").append(sentence(forecast)).append("</p>").append(bar(forecast));
        }
        if (budget.forecasts().stream().anyMatch(forecast -> forecast.limit() > 0)) {
            html.append("<p>Now ").append(budget.plan().step().sentence()).append(".</p>");
        }
        return html.append("</section>").toString();
    }

    static String sentence(Forecast forecast) {
        String used = Checkup.bytes((double) forecast.spent())
                + (forecast.limit() > 0 ? " of " + Checkup.bytes((double) forecast.limit()) : "")
                + " used this " + forecast.period().word();
        String expected = forecast.expected().isPresent()
                ? ", " + Checkup.bytes((double) forecast.expected().getAsLong()) + " expected by "
                        + DAY.format(Instant.ofEpochMilli(forecast.period().toMillis()))
                : ", a forecast needs an hour of running";
        return used + expected;
    }

    private static String bar(Forecast forecast) {
        if (forecast.limit() == 0 && forecast.expected().isEmpty()) {
            return "";
        }
        long all = Math.max(
                1,
                Math.max(
                        forecast.limit(),
                        Math.max(forecast.spent(), forecast.expected().orElse(0))));
        var svg = new StringBuilder("<svg viewBox=\"0 0 600 24\" width=\"100%\" aria-hidden=\"true\">");
        svg.append(rectangle(forecast.expected().orElse(0), all, "0.35"));
        svg.append(rectangle(forecast.spent(), all, "1"));
        if (forecast.limit() > 0) {
            long at = Math.min(WIDTH - 3, place(forecast.limit(), all));
            svg.append("<path d=\"M").append(at).append(" 0v24\" stroke=\"#9c1b2e\" stroke-width=\"5\"/>");
        }
        return svg.append("</svg>").toString();
    }

    private static String rectangle(long bytes, long all, String opacity) {
        return "<rect y=\"4\" height=\"16\" width=\"" + place(bytes, all) + "\" fill=\"#1f5fae\" fill-opacity=\""
                + opacity + "\"/>";
    }

    private static long place(long bytes, long all) {
        return Math.round((double) WIDTH * bytes / all);
    }
}
