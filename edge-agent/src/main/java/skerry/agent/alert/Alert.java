package skerry.agent.alert;

import java.util.Optional;
import java.util.OptionalLong;
import skerry.protocol.series.Labels;

/** One alert from the first time that its expression holds until it is resolved. Owned by the engine's lock. */
final class Alert {
    /** Characters of a label's value; the expression may make longer ones. */
    static final int MOST_LABEL = 1_024;

    private final String key;
    private final String rule;
    private final Labels labels;
    private final long since;
    private long heldSince;
    private boolean firing;
    private OptionalLong clearedAt = OptionalLong.empty();
    private double value;
    private String summary = "";
    private String description = "";
    private String runbook = "";
    private Optional<Acknowledgement> acknowledged = Optional.empty();
    private OptionalLong toldAt = OptionalLong.empty();

    /**
     * @param rule the id of its rule
     * @param since when its expression began to hold, UTC epoch milliseconds
     * @param heldSince the same on the monotonic clock of this boot
     */
    Alert(String key, String rule, Labels labels, long since, long heldSince) {
        this.key = key;
        this.rule = rule;
        this.labels = labels;
        this.since = since;
        this.heldSince = heldSince;
    }

    String key() {
        return key;
    }

    String rule() {
        return rule;
    }

    /** With {@code alertname}. */
    Labels labels() {
        return labels;
    }

    String name() {
        return labels.get("alertname");
    }

    long since() {
        return since;
    }

    long heldSince() {
        return heldSince;
    }

    boolean isFiring() {
        return firing;
    }

    double value() {
        return value;
    }

    String summary() {
        return summary;
    }

    String description() {
        return description;
    }

    String runbook() {
        return runbook;
    }

    Optional<Acknowledgement> acknowledged() {
        return acknowledged;
    }

    /** Since when the expression holds no longer although the alert still fires; by the monotonic clock. */
    OptionalLong clearedAt() {
        return clearedAt;
    }

    /** When the hub was last told of it in this run; by the monotonic clock. */
    OptionalLong toldAt() {
        return toldAt;
    }

    void says(double newValue, String newSummary, String newDescription, String newRunbook) {
        value = newValue;
        summary = newSummary;
        description = newDescription;
        runbook = newRunbook;
    }

    void fires() {
        firing = true;
    }

    void cleared(OptionalLong mono) {
        clearedAt = mono;
    }

    void told(long mono) {
        toldAt = OptionalLong.of(mono);
    }

    void acknowledged(Optional<Acknowledgement> by) {
        acknowledged = by;
    }

    /** Takes up the counting where an earlier boot left it. */
    void heldSince(long mono) {
        heldSince = mono;
    }
}
