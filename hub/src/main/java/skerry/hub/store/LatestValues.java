package skerry.hub.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import skerry.protocol.Uid;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.series.Series;

/**
 * The newest value of each series of each agent, in memory: one column per series over all agents, so that a question
 * about one metric of the whole fleet reads neighbouring numbers. Taking in summaries twice or in another order leads to
 * the same values. Thread-safe.
 */
public final class LatestValues {
    /** Series kept of one agent; those beyond are left out here, and remain in what is stored. */
    static final int MAX_SERIES_PER_AGENT = 20_000;

    /**
     * The newest value of a series.
     *
     * @param last the gauge, or the counter's total
     * @param rate the counter's growth per second over its newest window; NaN for a gauge
     * @param at end of that window, UTC epoch milliseconds
     */
    public record Latest(Uid uid, Series series, double last, double rate, long at) {}

    private static final class Column {
        private final Series series;
        private int size;
        private int[] agents = new int[1];
        private double[] last = new double[1];
        private double[] rate = new double[1];
        private long[] at = new long[1];

        Column(Series series) {
            this.series = series;
        }

        int find(int agent) {
            return Arrays.binarySearch(agents, 0, size, agent);
        }

        void insert(int place, int agent) {
            if (size == agents.length) {
                int capacity = size * 2;
                agents = Arrays.copyOf(agents, capacity);
                last = Arrays.copyOf(last, capacity);
                rate = Arrays.copyOf(rate, capacity);
                at = Arrays.copyOf(at, capacity);
            }
            System.arraycopy(agents, place, agents, place + 1, size - place);
            System.arraycopy(last, place, last, place + 1, size - place);
            System.arraycopy(rate, place, rate, place + 1, size - place);
            System.arraycopy(at, place, at, place + 1, size - place);
            agents[place] = agent;
            at[place] = Long.MIN_VALUE;
            size++;
        }

        void remove(int place) {
            System.arraycopy(agents, place + 1, agents, place, size - place - 1);
            System.arraycopy(last, place + 1, last, place, size - place - 1);
            System.arraycopy(rate, place + 1, rate, place, size - place - 1);
            System.arraycopy(at, place + 1, at, place, size - place - 1);
            size--;
        }
    }

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Series, Column> columns = new HashMap<>();
    private final Map<String, List<Column>> byMetric = new TreeMap<>();
    private final List<Uid> agents = new ArrayList<>();
    private final Map<Uid, Integer> numbers = new HashMap<>();
    private final List<List<Column>> ofAgent = new ArrayList<>();

    /**
     * Takes in a window.
     *
     * @param endMillis its end in corrected time
     */
    public void apply(Uid uid, Summary summary, long endMillis) {
        double seconds = summary.window().lengthMillis() / 1_000.0;
        lock.writeLock().lock();
        try {
            int agent = number(uid);
            for (GaugeSummary gauge : summary.gauges()) {
                put(agent, gauge.series(), gauge.last(), Double.NaN, endMillis);
            }
            for (CounterSummary counter : summary.counters()) {
                put(agent, counter.series(), counter.last(), counter.increase() / seconds, endMillis);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Puts back what {@link #ofAgent} gave in an earlier run. */
    public void restore(Uid uid, Collection<Latest> values) {
        lock.writeLock().lock();
        try {
            int agent = number(uid);
            for (Latest value : values) {
                put(agent, value.series(), value.last(), value.rate(), value.at());
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private int number(Uid uid) {
        return numbers.computeIfAbsent(uid, added -> {
            agents.add(added);
            ofAgent.add(new ArrayList<>());
            return agents.size() - 1;
        });
    }

    private void put(int agent, Series series, double last, double rate, long at) {
        Column known = columns.get(series);
        boolean full = ofAgent.get(agent).size() >= MAX_SERIES_PER_AGENT;
        if (full && (known == null || known.find(agent) < 0)) {
            return;
        }
        Column column = known == null ? newColumn(series) : known;
        int place = column.find(agent);
        if (place < 0) {
            place = -place - 1;
            column.insert(place, agent);
            ofAgent.get(agent).add(column);
        }
        if (at >= column.at[place]) {
            column.last[place] = last;
            column.rate[place] = rate;
            column.at[place] = at;
        }
    }

    private Column newColumn(Series series) {
        var column = new Column(series);
        columns.put(series, column);
        byMetric.computeIfAbsent(series.name(), _ -> new ArrayList<>()).add(column);
        return column;
    }

    /** The newest values of all series of one metric over all agents. */
    public List<Latest> ofMetric(String metric) {
        lock.readLock().lock();
        try {
            var values = new ArrayList<Latest>();
            for (Column column : byMetric.getOrDefault(metric, List.of())) {
                values.ensureCapacity(values.size() + column.size);
                for (int i = 0; i < column.size; i++) {
                    values.add(latest(column, i));
                }
            }
            return values;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The newest values of all series of one agent. */
    public List<Latest> ofAgent(Uid uid) {
        lock.readLock().lock();
        try {
            Integer agent = numbers.get(uid);
            if (agent == null) {
                return List.of();
            }
            var values = new ArrayList<Latest>();
            for (Column column : ofAgent.get(agent)) {
                int place = column.find(agent);
                if (place >= 0) {
                    values.add(latest(column, place));
                }
            }
            return values;
        } finally {
            lock.readLock().unlock();
        }
    }

    private Latest latest(Column column, int place) {
        return new Latest(
                agents.get(column.agents[place]),
                column.series,
                column.last[place],
                column.rate[place],
                column.at[place]);
    }

    /** Names of all metrics that any agent has. */
    public List<String> metrics() {
        lock.readLock().lock();
        try {
            return List.copyOf(byMetric.keySet());
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Forgets an agent's series that had no value since {@code before}: pods that are gone, disks that were pulled. */
    public void forget(Uid uid, long before) {
        lock.writeLock().lock();
        try {
            Integer agent = numbers.get(uid);
            if (agent != null) {
                ofAgent.get(agent).removeIf(column -> isForgotten(column, agent, before));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private boolean isForgotten(Column column, int agent, long before) {
        int place = column.find(agent);
        if (place < 0 || column.at[place] >= before) {
            return place < 0;
        }
        column.remove(place);
        if (column.size == 0) {
            columns.remove(column.series);
            @Nullable List<Column> sameMetric = byMetric.get(column.series.name());
            if (sameMetric != null && sameMetric.remove(column) && sameMetric.isEmpty()) {
                byMetric.remove(column.series.name());
            }
        }
        return true;
    }
}
