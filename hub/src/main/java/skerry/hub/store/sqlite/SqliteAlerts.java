package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skerry.hub.store.Agent;
import skerry.hub.store.AlertEpisode;
import skerry.hub.store.AlertEpisode.Said;
import skerry.hub.store.AlertSeverity;
import skerry.hub.store.AlertWord;
import skerry.hub.store.Alerts;
import skerry.protocol.Uid;

/** The alerts of {@code control.db}; those that are not over lie in memory too. Thread-safe. */
final class SqliteAlerts implements Alerts {
    private static final String READING = "reading alerts";

    private final SqliteRegistry registry;
    private final Database control;
    private final Clocks clocks;
    private final Map<Uid, Map<AlertWord.Id, Unresolved>> unresolved = new ConcurrentHashMap<>();
    private final Map<Ignored, Long> ignored = new EnumMap<>(Ignored.class);

    SqliteAlerts(SqliteRegistry registry, Database control, Clocks clocks) {
        this.registry = registry;
        this.control = control;
        this.clocks = clocks;
        Boolean _ = control.read(READING, connection -> {
            AlertTable.unresolved(connection, row -> remember(row.agent(), row.episode()));
            return true;
        });
    }

    /** A word and the number of the agent that said it. */
    record Heard(int agent, AlertWord word) {}

    /** What a transaction changed: to be told to the memory once it is on the disk. */
    record Written(List<AlertTable.Row> rows, long full) {
        Written {
            rows = List.copyOf(rows);
        }
    }

    /** Joins words with what is known of their episodes. Doing so twice changes nothing. */
    Written write(Connection connection, List<Heard> words) throws SQLException {
        var rows = new ArrayList<AlertTable.Row>();
        var open = new HashMap<Integer, Integer>();
        long full = 0;
        for (Heard heard : words) {
            int agent = heard.agent();
            AlertEpisode told = AlertEpisode.of(heard.word());
            Optional<AlertEpisode> known = AlertTable.find(connection, agent, told.id());
            AlertEpisode all = known.map(told::with).orElse(told);
            if (known.filter(all::equals).isPresent()) {
                continue;
            }
            boolean opens =
                    !all.isResolved() && known.filter(it -> !it.isResolved()).isEmpty();
            boolean ends =
                    all.isResolved() && known.filter(AlertEpisode::isResolved).isEmpty();
            if (opens || (ends && known.isPresent())) {
                int now = open.containsKey(agent) ? open.get(agent) : AlertTable.countAt(connection, agent, false);
                if (opens && now >= MOST_UNRESOLVED) {
                    full++;
                    open.put(agent, now);
                    continue;
                }
                open.put(agent, opens ? now + 1 : now - 1);
            }
            AlertTable.put(connection, agent, all, corrected(all.about().began()));
            rows.add(new AlertTable.Row(agent, all));
        }
        for (int agent : rows.stream()
                .filter(row -> row.episode().isResolved())
                .map(AlertTable.Row::agent)
                .collect(Collectors.toSet())) {
            AlertTable.makeRoom(connection, agent, MOST_RESOLVED);
        }
        return new Written(rows, full);
    }

    /** Takes note that the transaction is on the disk. */
    void written(Written written) {
        written.rows().forEach(row -> remember(row.agent(), row.episode()));
        ignore(Ignored.FULL, written.full());
    }

    void ignore(Ignored why, long count) {
        if (count > 0) {
            synchronized (ignored) {
                ignored.merge(why, count, Long::sum);
            }
        }
    }

    private void remember(int agent, AlertEpisode episode) {
        Uid uid = registry.uid(agent);
        unresolved.compute(uid, (_, before) -> {
            var now = before == null ? new HashMap<AlertWord.Id, Unresolved>() : new HashMap<>(before);
            if (episode.isResolved()) {
                now.remove(episode.id());
            } else {
                now.put(episode.id(), summary(uid, episode));
            }
            return now.isEmpty() ? null : now;
        });
    }

    private Unresolved summary(Uid uid, AlertEpisode episode) {
        Said told = episode.told().orElseThrow();
        return new Unresolved(
                uid,
                episode.id(),
                episode.about().rule().intern(),
                episode.about().severity(),
                corrected(episode.about().began()),
                firstHeard(episode),
                corrected(told.at()),
                told.arrivedAt(),
                episode.acknowledgement().isPresent());
    }

    /** The first word that it fires may have come later than a newer one. */
    private static long firstHeard(AlertEpisode episode) {
        return Stream.of(episode.first(), episode.last(), episode.acknowledged(), episode.resolved())
                .flatMap(Optional::stream)
                .mapToLong(Said::arrivedAt)
                .min()
                .orElse(0);
    }

    private long corrected(AlertWord.Moment moment) {
        return moment.millis() + clocks.offset(moment.base());
    }

    @Override
    public List<Unresolved> unresolved(Uid uid) {
        return List.copyOf(unresolved.getOrDefault(uid, Map.of()).values());
    }

    @Override
    public List<Unresolved> unresolved() {
        return unresolved.values().stream()
                .flatMap(one -> one.values().stream())
                .toList();
    }

    @Override
    public List<Resolved> resolved() {
        return control.read(READING, AlertTable::resolved).stream()
                .map(cause -> new Resolved(
                        registry.uid(cause.agent()),
                        cause.rule(),
                        cause.severity(),
                        cause.episodes(),
                        cause.oldest(),
                        cause.newest()))
                .toList();
    }

    @Override
    public Map<AlertSeverity, Long> resolvedCounts() {
        return control.read(READING, AlertTable::counts);
    }

    @Override
    public Optional<Episode> find(Uid uid, AlertWord.Id id) {
        return registry.number(uid)
                .flatMap(agent -> control.read(READING, connection -> AlertTable.find(connection, agent, id)))
                .map(episode -> corrected(uid, episode));
    }

    @Override
    public List<Episode> resolved(String rule, AlertSeverity severity, Set<Uid> agents, long from, int limit) {
        Set<Integer> numbers =
                agents.stream().flatMap(uid -> registry.number(uid).stream()).collect(Collectors.toSet());
        if (numbers.isEmpty() && !agents.isEmpty()) {
            return List.of();
        }
        return control
                .read(READING, connection -> AlertTable.ofCause(connection, rule, severity, numbers, from, limit))
                .stream()
                .map(row -> corrected(registry.uid(row.agent()), row.episode()))
                .toList();
    }

    private Episode corrected(Uid uid, AlertEpisode episode) {
        return new Episode(
                uid,
                episode.id(),
                episode.about(),
                corrected(episode.about().began()),
                episode.first().map(said -> corrected(said.at())).orElse(0L),
                firstHeard(episode),
                episode.last().map(Said::detail).orElse(""),
                episode.resolved().filter(_ -> episode.isResolved()).map(this::mark),
                episode.acknowledgement().map(this::mark));
    }

    private Mark mark(Said said) {
        return new Mark(corrected(said.at()), said.arrivedAt(), said.detail(), said.note());
    }

    @Override
    public Map<Ignored, Long> ignored() {
        synchronized (ignored) {
            return new EnumMap<>(ignored);
        }
    }

    /**
     * Forgets what was heard of last before {@code heardBefore}: episodes that are over, and those that are not where nothing
     * more will come of them.
     *
     * @param ended whether the agent has been heard since without a word of it
     */
    void retain(long heardBefore, Predicate<Unresolved> ended) {
        control.writeAll("forgetting old alerts", connection -> AlertTable.expire(connection, heardBefore));
        for (Unresolved one : unresolved()) {
            if (one.toldArrivedAt() < heardBefore && (isRetired(one.uid()) || ended.test(one))) {
                int agent = registry.number(one.uid()).orElseThrow();
                control.writeAll(
                        "forgetting an old alert", connection -> AlertTable.remove(connection, agent, one.id()));
                unresolved.computeIfPresent(one.uid(), (_, before) -> {
                    var now = new HashMap<>(before);
                    now.remove(one.id());
                    return now.isEmpty() ? null : now;
                });
            }
        }
    }

    private boolean isRetired(Uid uid) {
        return registry.find(uid).filter(Agent::retired).isPresent();
    }
}
