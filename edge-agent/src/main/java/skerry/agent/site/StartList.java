package skerry.agent.site;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import skerry.agent.boot.BootRecord;

/** Why the machine was started again, the newest first, for the page. Pure. */
final class StartList {
    private static final int MOST_SHOWN = 8;
    private static final int MOST_TEXT = 400;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private StartList() {}

    /** As a section; nothing while no start is known whose reason was looked for. */
    static String html(List<BootRecord> starts) {
        List<BootRecord> judged = starts.stream()
                .filter(start -> start.verdict().isPresent())
                .limit(MOST_SHOWN)
                .toList();
        if (judged.isEmpty()) {
            return "";
        }
        var html = new StringBuilder("<section><h2>Starts of this machine</h2><dl>");
        for (BootRecord start : judged) {
            String text = start.verdict().orElseThrow().sentence();
            html.append("<dt>")
                    .append(WHEN.format(Instant.ofEpochMilli(start.seenMillis())))
                    .append(" UTC</dt><dd>")
                    .append(TechnicianPage.escape(
                            text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "…" : text))
                    .append("</dd>");
        }
        return html.append("</dl></section>").toString();
    }
}
