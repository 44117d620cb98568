package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import skerry.hub.store.AlertWord;
import skerry.hub.store.Alerts.Ignored;
import skerry.hub.store.BatchLog.ToDecode;
import skerry.hub.store.ContentReader;
import skerry.hub.store.FleetPresent;
import skerry.hub.store.PatternBook;
import skerry.hub.store.Progress;
import skerry.hub.store.ReadModels;
import skerry.protocol.BatchHeader;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.NamedChunk;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.update.UpgradeNews;

/** The read models of the day files and of {@code control.db}; the package describes the order of its two commits. */
final class SqliteReadModels implements ReadModels {
    static final long HOUR_MILLIS = 3_600_000;
    /** What arrives longer after its end than this came late. */
    private static final long LATE_MILLIS = 5 * 60_000;

    private final SqliteRegistry registry;
    private final Database control;
    private final DayFiles days;
    private final SqliteBatchLog log;
    private final Clocks clocks;
    private final Dictionaries dictionaries;
    private final FleetPresent present;
    private final PatternBook patterns;
    private final SqliteAlerts alerts;
    private final ErasedList erased;
    private final ContentReader contents = new ContentReader(this);
    /** Held while batches are applied, so that nothing comes in that was erased meanwhile. */
    private final ReentrantLock applying = new ReentrantLock();

    private final Set<Long> unscrubbed = ConcurrentHashMap.newKeySet();

    SqliteReadModels(
            SqliteRegistry registry,
            Database control,
            DayFiles days,
            SqliteBatchLog log,
            Clocks clocks,
            Dictionaries dictionaries,
            FleetPresent present,
            PatternBook patterns,
            SqliteAlerts alerts,
            ErasedList erased) {
        this.registry = registry;
        this.control = control;
        this.days = days;
        this.log = log;
        this.clocks = clocks;
        this.dictionaries = dictionaries;
        this.present = present;
        this.patterns = patterns;
        this.alerts = alerts;
        this.erased = erased;
    }

    @Override
    public Optional<Dictionary> dictionary(List<Bytes> refs) throws ProtocolException {
        return dictionaries.get(refs);
    }

    @Override
    public List<Bytes> missing(List<Bytes> refs) {
        return dictionaries.missing(refs);
    }

    @Override
    public List<Bytes> wanted(Uid uid, int limit) {
        return registry.number(uid)
                .map(agent -> control.read("looking for chunks to ask for", c -> WaitingTable.wanted(c, agent, limit)))
                .orElse(List.of());
    }

    /** Rows of one group, collected before any is written. */
    private final class Group {
        private final long day;
        private final long arrivedAt;
        private final List<BatchTable.Ended> ended = new ArrayList<>();
        private final List<EventTable.Row> events = new ArrayList<>();
        private final List<ExampleTable.Row> examples = new ArrayList<>();
        private final Map<Map.Entry<Long, Integer>, PatternCounts> hours = new LinkedHashMap<>();
        private final Map<ArrivalTable.Key, long[]> arrivals = new HashMap<>();
        private final List<Decoded> forControl = new ArrayList<>();
        private final List<SqliteAlerts.Heard> heard = new ArrayList<>();
        private final List<UpgradeWordTable.Heard> upgrades = new ArrayList<>();
        private final List<Bytes> arrived = new ArrayList<>();
        private final List<BatchTexts.Left> left = new ArrayList<>();

        /**
         * @param stored what was decoded
         * @param decoded the same without what was erased
         */
        Group(List<Decoded> stored, List<Decoded> decoded) {
            day = decoded.getFirst().batch().day();
            arrivedAt = decoded.getFirst().batch().arrivedAt();
            decoded.forEach(this::add);
            for (int i = 0; i < decoded.size(); i++) {
                ToDecode batch = decoded.get(i).batch();
                if (!batch.equals(stored.get(i).batch())) {
                    left.add(new BatchTexts.Left(batch.lsn(), batch.batch()));
                }
            }
        }

        private void add(Decoded decoded) {
            ToDecode batch = decoded.batch();
            BatchHeader header = batch.batch().header();
            int agent = agent(header);
            var dating = clocks.date(agent, header.span(), batch.arrivedAt());
            long first = header.span().wallFirst() + dating.shift();
            long last = header.span().wallLast() + dating.shift();
            var state = BatchState.DECODED;
            String reason = "";
            switch (decoded.content()) {
                case Content.Summarised(Summary summary) -> {
                    first = summary.window().startMillis() + dating.shift();
                    last = summary.window().endMillis() + dating.shift();
                    if (header.kind() == BatchHeader.Kind.MINUTE) {
                        addPatterns(agent, summary.patterns(), first + clocks.offset(dating.base()));
                    }
                }
                case Content.Happened(List<Event> happened) -> addEvents(agent, dating.base(), happened, batch);
                case Content.Gaps _, Content.Names _, Content.Answered _ -> forControl.add(decoded);
                case Content.Missing _ -> {
                    state = BatchState.WAITING;
                    forControl.add(decoded);
                }
                case Content.Refused(String why) -> {
                    state = BatchState.REFUSED;
                    reason = why;
                }
            }
            ended.add(new BatchTable.Ended(batch.lsn(), state, reason, dating.base(), first, last));
            long until = last + clocks.offset(dating.base());
            var key = new ArrivalTable.Key(
                    Math.floorDiv(batch.arrivedAt(), ArrivalTable.BUCKET_MILLIS),
                    agent,
                    batch.road(),
                    batch.arrivedAt() - until > LATE_MILLIS);
            long[] sums = arrivals.computeIfAbsent(key, _ -> new long[2]);
            sums[0]++;
            sums[1] += batch.batch().size();
        }

        private void addPatterns(int agent, List<PatternSummary> summaries, long at) {
            if (summaries.isEmpty()) {
                return;
            }
            long hour = Math.floorDiv(at, HOUR_MILLIS);
            hours.computeIfAbsent(Map.entry(hour, agent), _ -> new PatternCounts())
                    .add(summaries);
            for (PatternSummary summary : summaries) {
                String text = summary.lastExample().isEmpty() ? summary.firstExample() : summary.lastExample();
                if (!text.isEmpty()) {
                    examples.add(new ExampleTable.Row(summary.patternId(), hour, agent, at, text));
                }
            }
        }

        private void addEvents(int agent, int base, List<Event> happened, ToDecode batch) {
            for (int i = 0; i < happened.size(); i++) {
                Event event = happened.get(i);
                if (event.type().equals(AlertWord.EVENT)) {
                    addAlert(agent, base, event, i, batch);
                }
                int place = i;
                UpgradeNews.of(event)
                        .ifPresent(news -> upgrades.add(new UpgradeWordTable.Heard(
                                agent, batch.batch().header(), place, event, news, batch.arrivedAt())));
                events.add(new EventTable.Row(
                        agent,
                        base,
                        base == 0 ? event.wallMillis() : event.monoMillis(),
                        event.type(),
                        event.severity(),
                        event.text(),
                        event.attributes(),
                        batch.arrivedAt()));
            }
        }

        private void addAlert(int agent, int base, Event event, int index, ToDecode batch) {
            BatchHeader header = batch.batch().header();
            var place = new AlertWord.Place(
                    header.startNo(), header.key().epoch(), header.key().seq(), index);
            switch (AlertWord.read(event, place, base, batch.arrivedAt())) {
                case AlertWord.Reading.Read(AlertWord word, int unknown) -> {
                    heard.add(new SqliteAlerts.Heard(agent, word));
                    alerts.ignore(Ignored.ATTRIBUTE, unknown);
                }
                case AlertWord.Reading.UnknownState() -> alerts.ignore(Ignored.STATE, 1);
                case AlertWord.Reading.Unreadable() -> alerts.ignore(Ignored.UNREADABLE, 1);
            }
        }

        void writeControl() {
            List<BootTable.Boot> boots = clocks.unwritten();
            if (forControl.isEmpty() && heard.isEmpty() && upgrades.isEmpty() && boots.isEmpty()) {
                return;
            }
            Runnable write = () -> alerts.written(
                    control.write("taking in dictionary chunks, gaps, answers and alerts", connection -> {
                        writeControl(connection, boots);
                        UpgradeWordTable.put(connection, upgrades);
                        return alerts.write(connection, heard);
                    }));
            if (forControl.stream().anyMatch(decoded -> decoded.content() instanceof Content.Gaps)) {
                log.whileNobodyAppends(write);
            } else {
                write.run();
            }
            clocks.written(boots);
        }

        private void writeControl(Connection connection, List<BootTable.Boot> boots) throws SQLException {
            BootTable.put(connection, boots);
            for (Decoded decoded : forControl) {
                ToDecode batch = decoded.batch();
                int agent = agent(batch.batch().header());
                switch (decoded.content()) {
                    case Content.Names(NamedChunk chunk) -> addChunk(connection, agent, batch, chunk);
                    case Content.Missing(List<Bytes> hashes) ->
                        WaitingTable.add(connection, hashes, day, batch.lsn(), agent);
                    case Content.Answered(var answer) ->
                        OrderTable.answered(connection, agent, batch.batch().header(), answer);
                    case Content.Gaps(var table) -> addGaps(connection, agent, batch, table);
                    default -> throw new IllegalStateException("nothing for control.db in " + decoded.content());
                }
            }
        }

        private void addChunk(Connection connection, int agent, ToDecode batch, NamedChunk chunk) throws SQLException {
            DictionaryTable.put(connection, chunk.hash(), batch.batch().encode(), agent, batch.arrivedAt());
            arrived.add(chunk.hash());
        }

        private void addGaps(Connection connection, int agent, ToDecode batch, GapTable table) throws SQLException {
            boolean newest = log.isNewestTable(agent, batch.batch().header());
            for (Gap gap : table.gaps()) {
                if (gap.epoch() != 0) {
                    HoldingTable.put(
                            connection,
                            List.of(new HoldingTable.Owned(
                                    agent, log.lose(agent, gap.epoch(), gap.stream(), gap.fromSeq(), gap.toSeq()))));
                }
            }
            if (newest) {
                GapRowTable.put(connection, agent, table.gaps(), batch.arrivedAt());
            }
            if (newest && !table.days().isEmpty()) {
                NodeAccountTable.put(connection, agent, batch.arrivedAt(), table.days());
            }
        }

        void writeDay(Database file) {
            if (left.isEmpty()) {
                file.writeLazily("taking in decoded batches", this::writeDay);
            } else {
                file.erase("taking in decoded batches without what was erased", connection -> {
                    BatchTexts.put(connection, left, arrivedAt);
                    writeDay(connection);
                    return true;
                });
                unscrubbed.add(day);
            }
        }

        private void writeDay(Connection connection) throws SQLException {
            BatchTable.end(connection, ended);
            for (var hour : hours.entrySet()) {
                PatternHourTable.add(
                        connection, hour.getKey().getKey(), hour.getKey().getValue(), hour.getValue());
            }
            ExampleTable.put(connection, examples);
            EventTable.add(connection, events);
            ArrivalTable.add(connection, arrivals);
            DecodingTable.end(
                    connection, ended.stream().map(BatchTable.Ended::lsn).toList());
        }
    }

    private int agent(BatchHeader header) {
        return registry.number(header.key().uid()).orElseThrow();
    }

    @Override
    public void apply(List<Decoded> decoded) {
        if (decoded.isEmpty()) {
            return;
        }
        applying.lock();
        try {
            List<Decoded> allowed = erased.without(decoded, contents);
            var group = new Group(decoded, allowed);
            group.writeControl();
            days.use(group.day, file -> {
                group.writeDay(file);
                return true;
            });
            allowed.forEach(this::remember);
            group.arrived.forEach(this::wake);
        } finally {
            applying.unlock();
        }
    }

    /** For work after which nothing may come in that was decoded before it. */
    void whileNobodyApplies(Runnable work) {
        applying.lock();
        try {
            work.run();
        } finally {
            applying.unlock();
        }
    }

    /** Empties the logs of files into which batches came that held erased text; what is read now, the next time. */
    void scrub() {
        for (long day : List.copyOf(unscrubbed)) {
            if (!days.days().contains(day) || days.use(day, Database::emptyLogIfNobodyReads)) {
                unscrubbed.remove(day);
            }
        }
    }

    /** Decodes again what waited for a chunk that is there now. What lacks another one will wait again. */
    void wake(Bytes hash) {
        List<WaitingTable.Row> rows =
                control.read("looking for batches that wait", c -> WaitingTable.waitingFor(c, hash));
        if (rows.isEmpty()) {
            return;
        }
        rows.forEach(row -> log.decodeAgain(row.day(), row.lsn()));
        long first = rows.getFirst().lsn();
        control.writeAll("waking batches that waited", connection -> {
            WaitingTable.done(connection, hash);
            SqliteBatchLog.decodedLate(connection, first);
        });
    }

    /** Brings the present up to date; also with batches that an earlier run decoded. */
    void remember(Decoded decoded) {
        BatchHeader header = decoded.batch().batch().header();
        Uid uid = header.key().uid();
        switch (decoded.content()) {
            case Content.Summarised(Summary summary) -> {
                if (header.kind() == BatchHeader.Kind.MINUTE) {
                    int agent = agent(header);
                    var dating =
                            clocks.date(agent, header.span(), decoded.batch().arrivedAt());
                    long shift = dating.shift() + clocks.offset(dating.base());
                    present.latest().apply(uid, summary, summary.window().endMillis() + shift);
                    patterns.seen(summary.patterns(), summary.window().startMillis() + shift);
                }
            }
            case Content.Names(NamedChunk chunk) -> patterns.name(chunk.chunk().patterns());
            case Content.Refused _ -> {
                log.refuse(agent(header), header);
                present.refused(uid);
                present.progress(uid, Progress.of(log.holdings(uid)));
            }
            case Content.Gaps _ -> present.progress(uid, Progress.of(log.holdings(uid)));
            case Content.Happened _, Content.Answered _, Content.Missing _ -> {
                // Nothing of these is present state.
            }
        }
    }
}
