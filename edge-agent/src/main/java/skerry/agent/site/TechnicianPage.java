package skerry.agent.site;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import skerry.agent.alert.AlertBoard;
import skerry.agent.boot.BootRecord;
import skerry.agent.budget.BudgetView;
import skerry.agent.ticket.TicketFolder;

/**
 * The page for the person at the site: plain HTML without script, under 15 kB, readable on a phone in the sun. Colour is
 * never the only sign.
 */
final class TechnicianPage {
    private static final String OWN_STYLE = """
            :root{color-scheme:light dark}
            body{font:18px/1.45 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1rem;background:#fff;color:#111}
            h1,h2{font-size:1rem;font-weight:600;margin:0 0 1rem}
            .word{font-size:2rem;font-weight:700;padding:1rem;border-radius:8px;border:3px solid;margin:0 0 .5rem}
            .good{color:#0b6b4f;border-color:#0b6b4f}.look{color:#9c1b2e;border-color:#9c1b2e}
            h2{font-size:1.1rem;margin:1.5rem 0 .4rem}section p{margin:.3rem 0}
            dl{margin:1.5rem 0}dt{font-weight:600;margin-top:.8rem}dd{margin:0 0 0 1.4rem}
            dt span{display:inline-block;width:1rem}.advice{font-weight:600}
            form{margin:1.5rem 0;border-top:1px solid #8888;padding-top:1rem}
            label{display:block;margin-bottom:.4rem}
            input,select,button{font:inherit;min-height:48px;padding:0 1rem;border-radius:8px;border:2px solid #555;box-sizing:border-box}
            button{width:100%;font-weight:600;margin-top:.6rem;background:#1f5fae;color:#fff;border-color:#1f5fae}
            input,select{width:100%}label{margin-top:.6rem}
            .note{border-left:4px solid #1f5fae;padding:.4rem .8rem}
            .time{margin:0 0 1rem}.time b{white-space:nowrap}
            footer{font-size:.85rem;margin-top:2rem}
            @media(prefers-color-scheme:dark){body{background:#12161b;color:#f2f4f7}
            .good{color:#5fd0ae;border-color:#5fd0ae}.look{color:#ff8a8d;border-color:#ff8a8d}}
            """;

    /** All of the page: the server names its digest to the browser, which applies no other. */
    static final String STYLE = OWN_STYLE + LedgerPicture.STYLE + LeftPage.STYLE;

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private TechnicianPage() {}

    /**
     * @param notice what came of a button, if one was pressed
     * @param buttons whether to offer buttons, which need the site PIN
     */
    static String render(
            NodeFacts facts,
            AlertBoard alerts,
            BudgetView budget,
            List<BootRecord> starts,
            TicketFolder tickets,
            List<Check> checks,
            Optional<String> notice,
            boolean buttons) {
        String reason = OpenAlerts.reason(checks, alerts);
        boolean well = reason.isEmpty();
        var html = new StringBuilder(6_000);
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<title>Skerry: ")
                .append(well ? "all well" : "look here")
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>")
                .append(escape(facts.site()))
                .append(facts.site().isEmpty() ? "" : " · ")
                .append(escape(facts.node()))
                .append("</h1><main><p class=\"time\">This machine believes it is <b>")
                .append(WHEN.format(Instant.ofEpochMilli(facts.now())))
                .append("</b> (UTC).</p>");
        html.append("<p class=\"word ")
                .append(well ? "good\">✓ All well" : "look\">! Look here")
                .append("</p><p>")
                .append(well ? "The machine is healthy and its data is safe." : escape(reason) + ".")
                .append("</p>");
        notice.ifPresent(text -> html.append("<p class=\"note\" role=\"status\">")
                .append(escape(text))
                .append("</p>"));
        html.append(OpenTickets.html(tickets, buttons));
        list(html, checks.stream().filter(check -> !Checkup.isOfCluster(check)).toList());
        List<Check> cluster = checks.stream().filter(Checkup::isOfCluster).toList();
        if (!cluster.isEmpty()) {
            html.append("<section><h2>k3s and Kubernetes</h2>");
            list(html, cluster);
            html.append("</section>");
        }
        html.append(OpenAlerts.html(alerts)).append(StartList.html(starts)).append(BudgetPicture.of(budget));
        LedgerPicture.append(html, facts.days());
        html.append("<p><a href=\"/left\">What left this site</a></p>");
        if (buttons) {
            html.append(OpenAlerts.form(alerts))
                    .append("<form method=\"post\" action=\"/try-link\"><label for=\"pin\">Site PIN</label>")
                    .append(
                            "<input id=\"pin\" name=\"pin\" type=\"password\" inputmode=\"numeric\" autocomplete=\"off\" required>")
                    .append("<button>Try the link now</button></form>");
        }
        return html.append("</main><footer>Skerry agent ")
                .append(escape(facts.version()))
                .append(", id ")
                .append(escape(facts.uid()))
                .append("</footer></body></html>")
                .toString();
    }

    private static void list(StringBuilder html, List<Check> checks) {
        html.append("<dl>");
        for (Check check : checks) {
            html.append("<dt>")
                    .append(sign(check.mark()))
                    .append(' ')
                    .append(escape(check.name()))
                    .append("</dt><dd>")
                    .append(escape(check.text()));
            if (!check.advice().isEmpty()) {
                html.append("<br><span class=\"advice\">→ ")
                        .append(escape(check.advice()))
                        .append("</span>");
            }
            html.append("</dd>");
        }
        html.append("</dl>");
    }

    private static String sign(Check.Mark mark) {
        return switch (mark) {
            case GOOD -> "<span class=\"good\" aria-label=\"good\">✓</span>";
            case LOOK -> "<span class=\"look\" aria-label=\"look here\">!</span>";
            case UNKNOWN -> "<span aria-label=\"not known\">?</span>";
        };
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
