package skerry.agent.site;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import skerry.agent.alert.AlertBoard;
import skerry.agent.alert.AlertView;

/** The alerts that fire, for the page and for a terminal. Pure. */
final class OpenAlerts {
    /** The page stays short; the command lists all. */
    private static final int MOST_SHOWN = 20;

    private static final int MOST_TEXT = 300;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private OpenAlerts() {}

    /** The first thing that needs a look, a check or an alert that nobody has acknowledged; empty if all is well. */
    static String reason(List<Check> checks, AlertBoard alerts) {
        String reason = Checkup.reason(checks);
        return reason.isEmpty()
                ? alerts.alerts().stream()
                        .filter(AlertView::isOpen)
                        .findFirst()
                        .map(AlertView::summary)
                        .orElse("")
                : reason;
    }

    /** As a section; nothing while no alert fires and all rules can be evaluated. */
    static String html(AlertBoard alerts) {
        List<AlertView> firing = firing(alerts);
        if (firing.isEmpty() && alerts.troubles().isEmpty()) {
            return "";
        }
        var html = new StringBuilder("<section><h2>Alerts</h2><dl>");
        for (AlertView alert : firing.stream().limit(MOST_SHOWN).toList()) {
            html.append("<dt>")
                    .append(
                            alert.isOpen()
                                    ? "<span class=\"look\" aria-label=\"look here\">!</span> "
                                    : "<span>·</span> ")
                    .append(shown(alert.summary()))
                    .append("</dt><dd>")
                    .append(shown(alert.name()))
                    .append(alert.severity().isEmpty() ? "" : ", " + shown(alert.severity()))
                    .append(", since ")
                    .append(WHEN.format(Instant.ofEpochMilli(alert.since())))
                    .append(" UTC, key ")
                    .append(alert.key());
            alert.acknowledged()
                    .ifPresent(known -> html.append("<br>acknowledged by ")
                            .append(shown(known.by()))
                            .append(known.note().isEmpty() ? "" : ": " + shown(known.note())));
            if (!alert.description().isEmpty()) {
                html.append("<br><span class=\"advice\">→ ")
                        .append(shown(alert.description()))
                        .append("</span>");
            }
            html.append("</dd>");
        }
        html.append("</dl>");
        if (firing.size() > MOST_SHOWN) {
            html.append("<p>").append(firing.size() - MOST_SHOWN).append(" more: see skerry-agent alerts</p>");
        }
        alerts.troubles().stream()
                .limit(MOST_SHOWN)
                .forEach(trouble -> html.append("<p>The rule ")
                        .append(shown(trouble.alert()))
                        .append(" cannot be evaluated: ")
                        .append(shown(trouble.problem()))
                        .append("</p>"));
        return html.append("</section>").toString();
    }

    /** By which somebody says that they know of an alert; nothing while there is none that needs it. */
    static String form(AlertBoard alerts) {
        List<AlertView> open = alerts.alerts().stream()
                .filter(AlertView::isOpen)
                .limit(MOST_SHOWN)
                .toList();
        if (open.isEmpty()) {
            return "";
        }
        var html = new StringBuilder("<form method=\"post\" action=\"/acknowledge\">"
                + "<label for=\"key\">I know of this alert</label><select id=\"key\" name=\"key\">");
        open.forEach(alert -> html.append("<option value=\"")
                .append(alert.key())
                .append("\">")
                .append(shown(alert.summary()))
                .append("</option>"));
        return html.append("</select><label for=\"by\">My name</label>")
                .append("<input id=\"by\" name=\"by\" maxlength=\"100\" autocomplete=\"name\" required>")
                .append("<label for=\"ack-pin\">Site PIN</label><input id=\"ack-pin\" name=\"pin\" type=\"password\"")
                .append(" inputmode=\"numeric\" autocomplete=\"off\" required><button>Acknowledge</button></form>")
                .toString();
    }

    /** As lines, with an empty one in front; nothing while no alert fires. */
    static String text(AlertBoard alerts) {
        List<AlertView> firing = firing(alerts);
        var text = new StringBuilder();
        for (AlertView alert : firing.stream().limit(MOST_SHOWN).toList()) {
            text.append(text.isEmpty() ? "\n" : "")
                    .append(alert.isOpen() ? "! " : "- ")
                    .append(alert.name())
                    .append(": ")
                    .append(alert.summary().replaceAll("\\s+", " "))
                    .append(alert.acknowledged()
                            .map(known -> " (acknowledged by " + known.by() + ")")
                            .orElse(""))
                    .append('\n');
        }
        return text.toString();
    }

    private static List<AlertView> firing(AlertBoard alerts) {
        return alerts.alerts().stream().filter(AlertView::firing).toList();
    }

    private static String shown(String text) {
        return TechnicianPage.escape(text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…");
    }
}
