package skerry.agent.site;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import skerry.agent.ticket.Decision;
import skerry.agent.ticket.TicketFolder;
import skerry.agent.ticket.WaitingTicket;

/** What the hub asks for and a person at the site has to decide about, on the page. Pure. */
final class OpenTickets {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private OpenTickets() {}

    /**
     * As a section with a form; nothing while no ticket waits.
     *
     * @param buttons whether to offer the form, which needs the site PIN
     */
    static String html(TicketFolder folder, boolean buttons) {
        List<WaitingTicket> waiting = folder.waiting();
        if (waiting.isEmpty()) {
            return "";
        }
        var html = new StringBuilder("<section><h2>The hub asks for detail</h2><dl>");
        for (WaitingTicket ticket : waiting) {
            html.append("<dt><span class=\"look\" aria-label=\"look here\">!</span> ")
                    .append(shown(ticket.id() + ": " + ticket.what()))
                    .append("</dt><dd>")
                    .append(when(ticket.request().fromMillis()))
                    .append(" to ")
                    .append(when(ticket.request().toMillis()))
                    .append(" UTC<br>Asked by ")
                    .append(shown(
                            ticket.request().by().isEmpty()
                                    ? "somebody at the hub"
                                    : ticket.request().by()))
                    .append(
                            ticket.request().reason().isEmpty()
                                    ? ", no reason given"
                                    : ": " + shown(ticket.request().reason()))
                    .append("<br>")
                    .append(ticket.records())
                    .append(" records, ")
                    .append(ticket.bytes())
                    .append(" bytes would leave the site, redacted, such as:<br><code>")
                    .append(shown(ticket.example()))
                    .append("</code><br>");
            folder.decision(ticket.cmdId())
                    .ifPresentOrElse(
                            said -> html.append("<b>")
                                    .append(said.approved() ? "Approved" : "Denied")
                                    .append("</b> by ")
                                    .append(shown(said.by())),
                            () -> html.append("Refused by itself on ")
                                    .append(when(ticket.untilMillis()))
                                    .append(" UTC"));
            html.append("</dd>");
        }
        html.append("</dl>");
        if (buttons) {
            form(html, waiting);
        } else {
            html.append("<p>Decide with <code>skerry-agent tickets approve ID</code> or <code>deny ID</code>.</p>");
        }
        return html.append("</section>").toString();
    }

    private static void form(StringBuilder html, List<WaitingTicket> waiting) {
        html.append("<form method=\"post\" action=\"/ticket\"><label for=\"ticket\">Ticket</label>")
                .append("<select id=\"ticket\" name=\"ticket\">");
        for (WaitingTicket ticket : waiting) {
            html.append("<option value=\"")
                    .append(ticket.cmdId().hex())
                    .append("\">")
                    .append(shown(ticket.id() + ": " + ticket.what()))
                    .append("</option>");
        }
        html.append("</select><label for=\"ticket-by\">My name</label><input id=\"ticket-by\" name=\"by\" maxlength=\"")
                .append(Decision.MOST_BY)
                .append("\" autocomplete=\"name\" required>")
                .append(
                        "<label for=\"ticket-pin\">Site PIN</label><input id=\"ticket-pin\" name=\"pin\" type=\"password\"")
                .append(" inputmode=\"numeric\" autocomplete=\"off\" required>")
                .append("<button name=\"say\" value=\"approve\">Approve: hand it out</button>")
                .append("<button name=\"say\" value=\"deny\">Deny</button></form>");
    }

    private static String when(long millis) {
        return WHEN.format(Instant.ofEpochMilli(millis));
    }

    private static String shown(String text) {
        return TechnicianPage.escape(text);
    }
}
