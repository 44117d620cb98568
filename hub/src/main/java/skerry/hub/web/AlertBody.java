package skerry.hub.web;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skerry.hub.fleet.AlertStanding;
import skerry.hub.query.AlertBook.Judged;
import skerry.hub.store.Agent;
import skerry.hub.store.Alerts.Episode;
import skerry.hub.store.Alerts.Mark;
import skerry.hub.store.FleetStore;

/**
 * One episode of an alert in the shape of the HTTP API. Times are UTC epoch milliseconds.
 *
 * @param since when its expression became true
 * @param firedAt when it began to fire; absent if only its end was heard
 * @param arrivedAt when the hub first heard of it
 * @param standing {@code open}, or why it is past: {@code late}, {@code end-unheard}, {@code over}
 * @param overOnArrival it was over before the hub heard of it
 * @param reason of its end: {@code condition}, {@code gone} or {@code restart}
 */
record AlertBody(
        String site,
        String siteName,
        String node,
        String uid,
        String rule,
        String severity,
        Map<String, String> labels,
        String summary,
        Optional<String> description,
        Optional<String> runbook,
        Optional<String> value,
        String standing,
        boolean open,
        boolean overOnArrival,
        long since,
        Optional<Long> firedAt,
        long arrivedAt,
        Optional<Long> resolvedAt,
        Optional<String> reason,
        Optional<String> acknowledgedBy,
        Optional<Long> acknowledgedAt,
        Optional<String> note) {

    /** Empty if it ended or went with its agent in the meantime. */
    static Optional<AlertBody> of(Judged judged, FleetStore store) {
        return store.alerts()
                .find(judged.agent().uid(), judged.alert().id())
                .map(episode -> of(
                        episode,
                        judged.agent(),
                        episode.resolved().isPresent() ? AlertStanding.OVER : judged.standing(),
                        store));
    }

    /** Of one that is over. */
    static Optional<AlertBody> of(Episode episode, FleetStore store) {
        return store.registry().find(episode.uid()).map(agent -> of(episode, agent, AlertStanding.OVER, store));
    }

    private static AlertBody of(Episode episode, Agent agent, AlertStanding standing, FleetStore store) {
        var about = episode.about();
        return new AlertBody(
                agent.site(),
                store.registry().site(agent.site()).map(site -> site.name()).orElse(agent.site()),
                agent.node(),
                agent.uid().value(),
                about.rule(),
                about.severity().word(),
                new TreeMap<>(about.labels()),
                about.summary(),
                text(about.description()),
                text(about.runbook()),
                text(episode.value()),
                standing.word(),
                standing.isOpen(),
                episode.resolved()
                        .filter(end -> end.at() <= episode.arrivedAt())
                        .isPresent(),
                episode.began(),
                FleetBodies.present(episode.firedAt()),
                episode.arrivedAt(),
                episode.resolved().map(Mark::at),
                episode.resolved().flatMap(end -> text(end.detail())),
                episode.acknowledged().flatMap(mark -> text(mark.detail())),
                episode.acknowledged().map(Mark::at),
                episode.acknowledged().flatMap(mark -> text(mark.note())));
    }

    private static Optional<String> text(String text) {
        return Optional.of(text).filter(it -> !it.isEmpty());
    }
}
