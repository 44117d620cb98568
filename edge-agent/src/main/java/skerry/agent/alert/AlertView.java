package skerry.agent.alert;

import java.util.Optional;
import skerry.protocol.series.Labels;

/**
 * An alert as people see it.
 *
 * @param key names it within its agent
 * @param labels without {@code alertname}
 * @param severity its label; may be empty
 * @param since when its expression began to hold, UTC epoch milliseconds
 * @param value of the expression, when it last held
 * @param summary what is the matter
 * @param description what to do next; may be empty
 */
public record AlertView(
        String key,
        String name,
        Labels labels,
        String severity,
        boolean firing,
        long since,
        double value,
        String summary,
        String description,
        Optional<Acknowledgement> acknowledged) {
    static AlertView of(Alert alert) {
        var labels = alert.labels().asMap();
        labels.remove("alertname");
        return new AlertView(
                alert.key(),
                alert.name(),
                Labels.of(labels),
                alert.labels().get("severity"),
                alert.isFiring(),
                alert.since(),
                alert.value(),
                alert.summary(),
                alert.description(),
                alert.acknowledged());
    }

    /** Whether somebody should do something about it and nobody has said that they do. */
    public boolean isOpen() {
        return firing && acknowledged.isEmpty() && !severity.equals("info") && !severity.equals("none");
    }
}
