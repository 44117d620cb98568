package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import skerry.hub.store.BlockBuilder;
import skerry.hub.store.ContentReader;
import skerry.hub.store.GapRow;
import skerry.hub.store.History;
import skerry.hub.store.NodeAccount;
import skerry.hub.store.ReadModels.Content;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Span;
import skerry.hub.store.StoreException;
import skerry.hub.store.Track;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.ClockSpan;
import skerry.protocol.RecordCounts;
import skerry.protocol.Uid;
import skerry.protocol.payload.LossCause;
import skerry.protocol.payload.Summary;
import skerry.protocol.series.Series;

/** Reads day files and {@code control.db}. Thread-safe. */
final class SqliteHistory implements History {
    private final SqliteRegistry registry;
    private final Database control;
    private final DayFiles days;
    private final SqliteBatchLog log;
    private final Clocks clocks;
    private final ContentReader contents;
    private final BlockCache cache;

    SqliteHistory(
            SqliteRegistry registry,
            Database control,
            DayFiles days,
            SqliteBatchLog log,
            Clocks clocks,
            ContentReader contents,
            BlockCache cache) {
        this.registry = registry;
        this.control = control;
        this.days = days;
        this.log = log;
        this.clocks = clocks;
        this.contents = contents;
        this.cache = cache;
    }

    @Override
    public List<SeriesBlock> windows(Uid uid, Kind kind, long from, long to, Set<String> metrics) {
        Optional<Integer> agent = registry.number(uid);
        if (agent.isEmpty() || from >= to) {
            return List.of();
        }
        var blocks = new ArrayList<SeriesBlock>();
        for (long day : candidates(agent.get(), from, to)) {
            days.use(day, file -> {
                file.read("reading windows from " + file.file(), connection -> {
                    read(connection, day, agent.get(), kind, from, to, metrics, blocks);
                    return true;
                });
                return true;
            });
        }
        return blocks;
    }

    @Override
    public void summaries(Uid uid, Kind kind, long from, long to, BiConsumer<ClockSpan, Summary> visitor) {
        Optional<Integer> agent = registry.number(uid);
        if (agent.isEmpty()) {
            return;
        }
        for (long day : candidates(agent.get(), from, to)) {
            days.use(
                    day,
                    file -> file.read("reading summaries from " + file.file(), connection -> {
                        for (int base : BatchTable.basesOf(connection, agent.get(), kind)) {
                            long offset = clocks.offset(base);
                            BatchTable.between(
                                    connection, agent.get(), kind, base, from - offset, to - offset, batch -> {
                                        if (contents.read(batch) instanceof Content.Summarised(var summary)) {
                                            visitor.accept(batch.header().span(), summary);
                                        }
                                    });
                        }
                        return true;
                    }));
        }
    }

    @Override
    public OptionalLong first(Uid uid) {
        Optional<Integer> agent = registry.number(uid);
        if (agent.isEmpty()) {
            return OptionalLong.empty();
        }
        Map<Integer, Long> told = control.read(
                "looking for the oldest data", connection -> AgentDayTable.firsts(connection, agent.get()));
        OptionalLong first = OptionalLong.empty();
        for (long day : candidates(agent.get(), Long.MIN_VALUE, Long.MAX_VALUE)) {
            long of = told.getOrDefault(Math.toIntExact(day), AgentDayTable.UNKNOWN);
            first = least(first, of == AgentDayTable.UNKNOWN ? firstIn(day, agent.get()) : OptionalLong.of(of));
        }
        return first;
    }

    private OptionalLong firstIn(long day, int agent) {
        return days.use(
                day,
                file -> file.read("looking for the oldest data in " + file.file(), connection -> {
                    OptionalLong first = OptionalLong.empty();
                    for (var found : List.of(
                            SegmentTable.firsts(connection, agent), BatchTable.unsegmentedFirsts(connection, agent))) {
                        for (var entry : found.entrySet()) {
                            first = least(first, OptionalLong.of(entry.getValue() + clocks.offset(entry.getKey())));
                        }
                    }
                    return first;
                }));
    }

    private static OptionalLong least(OptionalLong a, OptionalLong b) {
        return a.isEmpty() || (b.isPresent() && b.getAsLong() < a.getAsLong()) ? b : a;
    }

    /** Closed days say which span of an agent's data they hold; open ones must be asked. */
    private Set<Long> candidates(int agent, long from, long to) {
        Set<Long> candidates =
                control.read("looking for days", connection -> AgentDayTable.touching(connection, agent, from, to));
        days.days().stream().filter(day -> !log.isClosed(day)).forEach(candidates::add);
        candidates.retainAll(days.days());
        return candidates;
    }

    private void read(
            Connection connection,
            long day,
            int agent,
            Kind kind,
            long from,
            long to,
            Set<String> metrics,
            List<SeriesBlock> into)
            throws SQLException {
        var bases = new TreeSet<>(SegmentTable.bases(connection, agent, kind));
        bases.addAll(BatchTable.unsegmentedBases(connection, agent, kind));
        for (int base : bases) {
            long offset = clocks.offset(base);
            for (var row : SegmentTable.between(connection, agent, kind, base, from - offset, to - offset)) {
                into.add(row.windows().movedBy(offset, tracks(connection, day, row, metrics)));
            }
            var raw = BatchTable.unsegmented(connection, agent, kind, base, from - offset, to - offset);
            SeriesBlock fresh = blockOf(raw, base, metrics);
            if (fresh.size() > 0) {
                into.add(fresh.movedBy(offset, fresh.tracks()));
            }
        }
    }

    private Map<Series, Track> tracks(Connection connection, long day, SegmentTable.Row row, Set<String> metrics)
            throws SQLException {
        var groups = metrics.stream().map(SegmentCodec::groupOf).collect(Collectors.toSet());
        var tracks = new HashMap<Series, Track>();
        for (String group : groups) {
            var key = new BlockCache.Key(day, row.no(), group);
            Map<Series, Track> known = cache.find(key);
            if (known == null) {
                Optional<byte[]> chunk = SegmentTable.chunk(connection, row.no(), group);
                known = chunk.isEmpty()
                        ? Map.of()
                        : SegmentCodec.decodeTracks(row.windows().size(), chunk.get());
                cache.put(key, known);
            }
            known.forEach((series, track) -> {
                if (metrics.contains(series.name())) {
                    tracks.put(series, track);
                }
            });
        }
        return tracks;
    }

    private SeriesBlock blockOf(List<BatchTable.Raw> rows, int base, Set<String> metrics) {
        var builder = new BlockBuilder(series -> metrics.contains(series.name()));
        for (BatchTable.Raw row : rows) {
            addTo(builder, row, base);
        }
        return builder.build();
    }

    /**
     * Adds a decoded batch's window to a block on the clock of {@code base}.
     *
     * @throws StoreException if the batch cannot be decoded any more
     */
    void addTo(BlockBuilder builder, BatchTable.Raw row, int base) {
        switch (contents.read(row.batch())) {
            case Content.Summarised(var summary) -> {
                var span = row.batch().header().span();
                long shift = base == 0 ? 0 : span.monoFirst() - span.wallFirst();
                builder.add(summary.window().startMillis() + shift, row.arrivedAt(), row.road(), summary);
            }
            case Content other ->
                throw new StoreException(
                        StoreException.Kind.BROKEN,
                        "batch " + row.lsn() + " was decoded once and cannot be now: " + other);
        }
    }

    @Override
    public void patterns(long from, long to, PatternVisitor visitor) {
        long first = Math.floorDiv(from, SqliteReadModels.HOUR_MILLIS);
        long last = Math.floorDiv(to, SqliteReadModels.HOUR_MILLIS);
        // Data of an hour arrives in that hour or later.
        for (long day : days.days()) {
            if (day >= DayFiles.dayOf(from) - 1) {
                days.use(
                        day,
                        file -> file.read("reading pattern counts from " + file.file(), connection -> {
                            PatternHourTable.visit(connection, first, last, (hour, agent, counts) -> {
                                Uid uid = registry.uid(agent);
                                PatternCounts.visit(
                                        counts, (pattern, bySeverity) -> visitor.lines(hour, uid, pattern, bySeverity));
                            });
                            return true;
                        }));
            }
        }
    }

    @Override
    public List<Example> examples(long pattern, long from, long to, int limit) {
        long first = Math.floorDiv(from, SqliteReadModels.HOUR_MILLIS);
        long last = Math.floorDiv(to, SqliteReadModels.HOUR_MILLIS);
        var examples = new ArrayList<Example>();
        for (long day : days.days()) {
            if (day >= DayFiles.dayOf(from) - 1) {
                days.use(
                                day,
                                file -> file.read(
                                        "reading examples from " + file.file(),
                                        connection -> ExampleTable.of(connection, pattern, first, last, limit)))
                        .forEach(row -> examples.add(
                                new Example(pattern, registry.uid(row.agent()), row.atMillis(), row.text())));
            }
        }
        examples.sort(Comparator.comparingLong(Example::at)
                .reversed()
                .thenComparing(example -> example.uid().value()));
        return examples.subList(0, Math.min(limit, examples.size()));
    }

    @Override
    public List<HappenedAt> events(Uid uid, long from, long to, int limit) {
        Optional<Integer> agent = registry.number(uid);
        if (agent.isEmpty()) {
            return List.of();
        }
        var events = new ArrayList<HappenedAt>();
        for (long day : days.days()) {
            if (day >= DayFiles.dayOf(from) - 1) {
                days.use(
                                day,
                                file -> file.read(
                                        "reading events from " + file.file(),
                                        connection -> EventTable.between(connection, agent.get(), from, to, limit)))
                        .forEach(row -> events.add(new HappenedAt(
                                uid,
                                row.atMillis() + clocks.offset(row.base()),
                                row.type(),
                                row.severity(),
                                row.text(),
                                row.attributes(),
                                row.arrivedAt())));
            }
        }
        return events.stream()
                .filter(event -> event.at() >= from && event.at() <= to)
                .sorted(Comparator.comparingLong(HappenedAt::at).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<GapRow> gaps(Uid uid, long from, long to) {
        return registry.number(uid)
                .map(agent -> control.read(
                        "reading gaps", connection -> GapRowTable.between(connection, agent, uid, from, to)))
                .orElse(List.of());
    }

    @Override
    public Map<Uid, Long> gapCounts() {
        var counts = new HashMap<Uid, Long>();
        control.read("counting gaps", GapRowTable::counts)
                .forEach((agent, count) -> counts.put(registry.uid(agent), count));
        return counts;
    }

    @Override
    public Optional<NodeAccount> account(Uid uid) {
        return registry.number(uid)
                .flatMap(agent ->
                        control.read("reading an account", connection -> NodeAccountTable.find(connection, agent)));
    }

    @Override
    public Map<Uid, Map<LossCause, RecordCounts>> dropped() {
        var dropped = new HashMap<Uid, Map<LossCause, RecordCounts>>();
        control.read("adding up gaps", GapRowTable::sums)
                .forEach((agent, byCause) -> dropped.put(registry.uid(agent), byCause));
        return dropped;
    }

    @Override
    public List<Arrived> arrivals(Uid uid, long from, long to) {
        Optional<Integer> agent = registry.number(uid);
        if (agent.isEmpty()) {
            return List.of();
        }
        long first = Math.floorDiv(from, ArrivalTable.BUCKET_MILLIS);
        long last = Math.floorDiv(to, ArrivalTable.BUCKET_MILLIS);
        var arrived = new ArrayList<Arrived>();
        for (long day : days.days()) {
            if (day >= DayFiles.dayOf(from) && day <= DayFiles.dayOf(to) + 1) {
                days.use(
                                day,
                                file -> file.read(
                                        "reading arrivals from " + file.file(),
                                        connection -> ArrivalTable.between(connection, agent.get(), first, last)))
                        .forEach(row -> arrived.add(new Arrived(
                                uid,
                                row.key().bucket() * ArrivalTable.BUCKET_MILLIS,
                                row.key().road(),
                                row.key().late(),
                                row.batches(),
                                row.bytes())));
            }
        }
        return arrived;
    }

    @Override
    public List<Span> contacts(Uid uid, long from, long to) {
        return registry.number(uid)
                .map(agent -> control.read(
                        "reading contacts", connection -> ContactTable.between(connection, agent, from, to)))
                .orElse(List.of());
    }

    @Override
    public List<Span> downtime(long from, long to) {
        List<Span> runs = control.read("reading the hub's runs", connection -> HubRunTable.since(connection, from));
        var down = new ArrayList<Span>();
        for (int i = 1; i < runs.size(); i++) {
            long begin = Math.max(from, runs.get(i - 1).to());
            long end = Math.min(to, runs.get(i).from());
            if (begin < end) {
                down.add(new Span(begin, end));
            }
        }
        return down;
    }

    @Override
    public long oldest() {
        return days.days().stream()
                .findFirst()
                .map(day -> day * DayFiles.DAY_MILLIS)
                .orElse(Long.MAX_VALUE);
    }
}
