package skerry.agent.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import skerry.agent.ring.Moment;
import skerry.promql.Sample;
import skerry.protocol.series.Labels;

/** The alerts of one rule, and what each evaluation makes of them. Owned by the engine's lock. */
final class RuleState {
    /** Alerts of one rule. */
    static final int MOST_ALERTS = 100;

    /** A firing alert is said again, for a hub that lost the first word of it. */
    static final Duration TOLD_EVERY = Duration.ofDays(1);

    private static final int MOST_SUMMARY = 512;
    private static final int MOST_DESCRIPTION = 1_024;

    private final RuleGroup group;
    private final Rule rule;
    private final String id;
    private final UnaryOperator<String> redact;
    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private Optional<RuleTrouble> trouble = Optional.empty();

    /** Takes what became of an alert, to store and tell it. */
    interface Changes {
        /** It is to be remembered as it is now. */
        void changed(Alert alert);

        /** It is to be remembered and told. */
        void told(AlertWord word, Alert alert);

        /** It was pending, and its expression holds no longer. */
        void forgotten(Alert alert);

        /** It fired, and its expression holds no longer. */
        void resolved(Alert alert);
    }

    /** @param redact takes personal data out of what labels bring into a text */
    RuleState(RuleGroup group, Rule rule, UnaryOperator<String> redact) {
        this.redact = redact;
        this.group = group;
        this.rule = rule;
        this.id = rule.id();
    }

    Rule rule() {
        return rule;
    }

    RuleGroup group() {
        return group;
    }

    String id() {
        return id;
    }

    Collection<Alert> alerts() {
        return alerts.values();
    }

    Optional<Alert> alert(String key) {
        return Optional.ofNullable(alerts.get(key));
    }

    Optional<RuleTrouble> trouble() {
        return trouble;
    }

    void trouble(Optional<RuleTrouble> now) {
        trouble = now;
    }

    /** Takes an alert from before a restart. */
    void restored(Alert alert) {
        alerts.put(alert.key(), alert);
    }

    /**
     * Takes what the expression yields now.
     *
     * @param whole whether all that was recorded could be read: only then what is missing has ended
     * @param room how many new alerts there may be
     * @param known whether there is an alert of this key, of whatever rule
     * @return how many series were left out because there is no room
     * @throws RuleFailure if two series would be the same alert
     */
    int evaluated(List<Sample> samples, Moment now, boolean whole, int room, Predicate<String> known, Changes changes)
            throws RuleFailure {
        Map<String, Found> found = found(samples);
        for (Map.Entry<String, Found> one : found.entrySet()) {
            if (!alerts.containsKey(one.getKey()) && known.test(one.getKey())) {
                throw new RuleFailure("another rule has an alert with the same labels, "
                        + one.getValue().labels() + ": give one of the rules a label of its own");
            }
        }
        end(found, now, whole, changes);
        int left = 0;
        int free = Math.min(room, MOST_ALERTS - alerts.size());
        for (Map.Entry<String, Found> one : found.entrySet()) {
            Alert alert = alerts.get(one.getKey());
            if (alert == null && free == 0) {
                left++;
            } else {
                free -= alert == null ? 1 : 0;
                holds(one.getKey(), one.getValue(), now, changes);
            }
        }
        return left;
    }

    private record Found(Labels series, Labels labels, double value) {}

    private Map<String, Found> found(List<Sample> samples) throws RuleFailure {
        var found = new LinkedHashMap<String, Found>();
        for (Sample sample : samples) {
            Labels labels = rule.labelsOf(sample.labels(), sample.value());
            if (found.put(Rule.key(labels), new Found(sample.labels(), labels, sample.value())) != null) {
                throw new RuleFailure("two series would be one alert, with the labels " + labels
                        + ": let the expression or the labels of the rule tell them apart");
            }
        }
        return found;
    }

    private void holds(String key, Found found, Moment now, Changes changes) {
        Alert known = alerts.get(key);
        Alert alert = known == null ? new Alert(key, id, found.labels(), now.wallMillis(), now.monoMillis()) : known;
        boolean fresh = known == null;
        alerts.put(key, alert);
        alert.says(
                found.value(),
                summary(found),
                annotation("description", found, MOST_DESCRIPTION),
                annotation("runbook_url", found, MOST_DESCRIPTION));
        boolean back = alert.clearedAt().isPresent();
        alert.cleared(OptionalLong.empty());
        if (!alert.isFiring()
                && now.monoMillis() - alert.heldSince() >= rule.holds().toMillis()) {
            alert.fires();
            alert.told(now.monoMillis());
            changes.told(AlertWord.FIRING, alert);
        } else if (fresh || back) {
            changes.changed(alert);
        }
        tellAgain(alert, now, changes);
    }

    private String summary(Found found) {
        for (String name : List.of("summary", "message", "description")) {
            String text = annotation(name, found, MOST_SUMMARY);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return rule.alert();
    }

    private String annotation(String name, Found found, int most) {
        String text = redact.apply(rule.annotation(name, found.series(), found.value()));
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private void tellAgain(Alert alert, Moment now, Changes changes) {
        OptionalLong told = alert.toldAt();
        boolean due = told.isEmpty() || now.monoMillis() - told.getAsLong() >= TOLD_EVERY.toMillis();
        if (alert.isFiring() && due) {
            alert.told(now.monoMillis());
            changes.told(AlertWord.FIRING, alert);
            if (alert.acknowledged().isPresent()) {
                changes.told(AlertWord.ACKNOWLEDGED, alert);
            }
        }
    }

    private void end(Map<String, Found> found, Moment now, boolean whole, Changes changes) {
        for (Alert alert : new ArrayList<>(alerts.values())) {
            if (!found.containsKey(alert.key())) {
                if (!whole) {
                    tellAgain(alert, now, changes);
                } else if (!alert.isFiring()) {
                    alerts.remove(alert.key());
                    changes.forgotten(alert);
                } else {
                    clear(alert, now, changes);
                }
            }
        }
    }

    private void clear(Alert alert, Moment now, Changes changes) {
        long cleared = alert.clearedAt().orElse(now.monoMillis());
        if (now.monoMillis() - cleared >= rule.keepFiring().toMillis()) {
            alerts.remove(alert.key());
            changes.resolved(alert);
        } else if (alert.clearedAt().isEmpty()) {
            alert.cleared(OptionalLong.of(cleared));
            changes.changed(alert);
        } else {
            tellAgain(alert, now, changes);
        }
    }
}
