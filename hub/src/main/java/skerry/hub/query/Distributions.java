package skerry.hub.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Span;
import skerry.hub.store.Track;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.series.Labels;

/** What agents tell as distributions, added up exactly over nodes, sites and time (ADR 58). Thread-safe. */
public final class Distributions {
    /** Distributions of one answer; what is beyond is counted. */
    public static final int MAX_SERIES = 200;
    /** Nodes that are read for one answer; what is beyond is counted. */
    public static final int MAX_NODES = 1_000;
    /** Longer ranges are read in hours, where their steps allow it. */
    private static final long LONG_MILLIS = 6 * CoarseWindows.HOUR;

    private final FleetStore store;

    public Distributions(FleetStore store) {
        this.store = store;
    }

    /**
     * What is asked. A range of one step that is read in hours begins with a whole one.
     *
     * @param nodes the newest agent of each node
     * @param labels that a series must have
     * @param by labels that tell distributions apart; empty for all that their series have
     * @param from UTC epoch milliseconds, as {@code to}
     * @param stepMillis at least a minute; no more than the range for one step over all of it
     */
    public record Question(
            List<Agent> nodes,
            String metric,
            Map<String, String> labels,
            Optional<List<String>> by,
            long from,
            long to,
            long stepMillis) {
        /** @throws IllegalArgumentException with one sentence if the range is empty or the step too small */
        public Question {
            if (to <= from || stepMillis < 60_000) {
                throw new IllegalArgumentException("'from' must lie before 'to' and 'step' be at least 60000");
            }
            nodes = List.copyOf(nodes);
            labels = Map.copyOf(labels);
            if (isCoarse(from, to, stepMillis) && stepMillis >= to - from) {
                from = Math.floorDiv(from, CoarseWindows.HOUR) * CoarseWindows.HOUR;
                stepMillis = Math.max(stepMillis, to - from);
            }
        }

        private static boolean isCoarse(long from, long to, long stepMillis) {
            return stepMillis >= CoarseWindows.HOUR && to - from > LONG_MILLIS;
        }

        boolean isCoarse() {
            return isCoarse(from, to, stepMillis);
        }

        /** Begin of the first step: a multiple of the step, or of the range if there is one step. */
        public long first() {
            return stepMillis >= to - from ? from : Math.floorDiv(from, stepMillis) * stepMillis;
        }

        /** How many steps there are. */
        public int steps() {
            return stepMillis >= to - from ? 1 : Math.toIntExact(Math.ceilDiv(to - first(), stepMillis));
        }
    }

    /**
     * @param missing steps of which no node told anything, neighbours joined
     * @param empty steps that were told of and in which there was no value
     * @param leftOut series beyond {@link #MAX_SERIES}, once for each node
     * @param nodesLeftOut nodes beyond {@link #MAX_NODES}
     */
    public record Found(
            Map<Labels, Distribution> distributions,
            List<Span> missing,
            List<Span> empty,
            long leftOut,
            int nodesLeftOut) {
        public Found {
            missing = List.copyOf(missing);
            empty = List.copyOf(empty);
        }
    }

    public Found of(Question question) {
        var reading = new Reading(question);
        int nodes = Math.min(MAX_NODES, question.nodes().size());
        for (Agent node : question.nodes().subList(0, nodes)) {
            for (Tenure tenure : Tenure.of(store, node)) {
                for (SeriesBlock block : blocks(question, tenure)) {
                    reading.take(block, tenure.until());
                }
            }
        }
        return reading.found(question.nodes().size() - nodes);
    }

    private List<SeriesBlock> blocks(Question question, Tenure tenure) {
        var uid = tenure.agent().uid();
        long to = Math.min(question.to(), tenure.until());
        Set<String> metric = Set.of(question.metric());
        return question.isCoarse()
                ? CoarseWindows.of(store.history(), uid, question.from(), to, metric)
                : store.history().windows(uid, Kind.MINUTE, question.from(), to, metric);
    }

    private static final class Reading {
        private final Question question;
        private final long first;
        private final int steps;
        private final boolean[] told;
        private final boolean[] filled;
        private final Map<Labels, Distribution> found = new LinkedHashMap<>();
        private long leftOut;

        Reading(Question question) {
            this.question = question;
            this.first = question.first();
            this.steps = question.steps();
            this.told = new boolean[steps];
            this.filled = new boolean[steps];
        }

        void take(SeriesBlock block, long until) {
            for (int i = 0; i < block.size(); i++) {
                if (counts(block, i, until)) {
                    told[step(block, i)] = true;
                }
            }
            block.tracks().forEach((series, track) -> {
                if (track instanceof Track.Distribution sketches && isAsked(series.labels())) {
                    take(block, sketches, key(series.labels()), until);
                }
            });
        }

        private void take(SeriesBlock block, Track.Distribution track, Labels key, long until) {
            Distribution distribution = found.get(key);
            for (int i = 0; i < track.size(); i++) {
                int window = track.window(i);
                if (!counts(block, window, until)) {
                    continue;
                }
                if (distribution == null) {
                    if (found.size() == MAX_SERIES) {
                        leftOut++;
                        return;
                    }
                    distribution = new Distribution(steps);
                    found.put(key, distribution);
                }
                int step = step(block, window);
                distribution.add(step, track.sketch(i));
                filled[step] = true;
            }
        }

        /** A window counts where it begins. */
        private boolean counts(SeriesBlock block, int window, long until) {
            return block.start(window) >= Math.min(first, question.from())
                    && block.start(window) < question.to()
                    && block.end(window) <= until;
        }

        private int step(SeriesBlock block, int window) {
            return steps == 1 ? 0 : (int) ((block.start(window) - first) / question.stepMillis());
        }

        private boolean isAsked(Labels labels) {
            return question.labels().entrySet().stream()
                    .allMatch(one -> labels.get(one.getKey()).equals(one.getValue()));
        }

        private Labels key(Labels labels) {
            if (question.by().isEmpty()) {
                return labels;
            }
            var kept = new HashMap<String, String>();
            for (String name : question.by().get()) {
                kept.put(name, labels.get(name));
            }
            return Labels.of(kept);
        }

        Found found(int nodesLeftOut) {
            var missing = new ArrayList<Span>();
            var empty = new ArrayList<Span>();
            for (int step = 0; step < steps; step++) {
                if (!filled[step]) {
                    add(told[step] ? empty : missing, step);
                }
            }
            return new Found(found, missing, empty, leftOut, nodesLeftOut);
        }

        private void add(List<Span> spans, int step) {
            long from = Math.max(question.from(), first + step * question.stepMillis());
            long to = steps == 1 ? question.to() : Math.min(question.to(), first + (step + 1) * question.stepMillis());
            if (!spans.isEmpty() && spans.getLast().to() == from) {
                spans.set(spans.size() - 1, new Span(spans.getLast().from(), to));
            } else {
                spans.add(new Span(from, to));
            }
        }
    }
}
