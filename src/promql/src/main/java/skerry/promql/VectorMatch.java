package skerry.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skerry.protocol.series.Labels;

/** Combines two vectors: finds which samples belong together, and computes, compares or selects them. */
final class VectorMatch {
    private final LabelMemory memory;
    private final IdentityHashMap<Expr.Binary, Map<Pair, Labels>> results = new IdentityHashMap<>();

    private record Pair(Labels many, Labels one) {}

    VectorMatch(LabelMemory memory) {
        this.memory = memory;
    }

    List<Sample> combine(Expr.Binary it, List<Sample> left, List<Sample> right) {
        return switch (it.op()) {
            case AND -> selected(it, left, right, true);
            case UNLESS -> selected(it, left, right, false);
            case OR -> {
                var both = new ArrayList<>(left);
                both.addAll(selected(it, right, left, false));
                yield both;
            }
            default -> computed(it, left, right);
        };
    }

    private List<Sample> selected(Expr.Binary it, List<Sample> from, List<Sample> by, boolean withPartner) {
        var partners = new HashSet<Labels>();
        by.forEach(sample -> partners.add(key(it, sample)));
        return from.stream()
                .filter(sample -> partners.contains(key(it, sample)) == withPartner)
                .toList();
    }

    private List<Sample> computed(Expr.Binary it, List<Sample> left, List<Sample> right) {
        boolean isOneLeft = it.matching().cardinality() == Matching.Cardinality.ONE_TO_MANY;
        List<Sample> many = isOneLeft ? right : left;
        if (left.isEmpty() || right.isEmpty()) {
            return List.of();
        }
        Map<Labels, Sample> ones = ones(it, isOneLeft ? left : right, isOneLeft ? "left" : "right");
        var results = new ArrayList<Sample>();
        Map<Labels, Set<Labels>> taken = new HashMap<>();
        Map<Pair, Labels> known = this.results.computeIfAbsent(it, _ -> new HashMap<>());
        for (Sample sample : many) {
            Labels key = key(it, sample);
            Sample one = ones.get(key);
            if (one == null) {
                continue;
            }
            Labels labels = known.computeIfAbsent(
                    new Pair(sample.labels(), one.labels()), pair -> resultLabels(it, pair.many, pair.one));
            Set<Labels> before = taken.computeIfAbsent(key, _ -> new HashSet<>());
            if (it.matching().cardinality() == Matching.Cardinality.ONE_TO_ONE && !before.isEmpty()) {
                throw RefusedException.failed(
                        "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
            }
            if (!before.add(labels)) {
                throw RefusedException.failed(
                        "multiple matches for labels: grouping labels must ensure unique matches");
            }
            add(it, isOneLeft ? one : sample, isOneLeft ? sample : one, labels, results);
        }
        return results;
    }

    private static void add(Expr.Binary it, Sample left, Sample right, Labels labels, List<Sample> results) {
        if (!it.op().isComparison()) {
            results.add(new Sample(labels, it.op().compute(left.value(), right.value())));
            return;
        }
        boolean holds = it.op().holds(left.value(), right.value());
        if (it.asBool()) {
            results.add(new Sample(labels, holds ? 1 : 0));
        } else if (holds) {
            results.add(new Sample(labels, left.value()));
        }
    }

    private Map<Labels, Sample> ones(Expr.Binary it, List<Sample> side, String name) {
        var ones = new HashMap<Labels, Sample>();
        for (Sample sample : side) {
            Labels key = key(it, sample);
            Sample before = ones.put(key, sample);
            if (before != null) {
                throw RefusedException.failed("found duplicate series for the match group " + LabelSets.text(key)
                        + " on the " + name + " hand-side of the operation: [" + LabelSets.text(sample.labels()) + ", "
                        + LabelSets.text(before.labels())
                        + "]; many-to-many matching not allowed: matching labels must be unique on one side");
            }
        }
        return ones;
    }

    /** What must agree. Without {@code on}, a metric's name never counts. */
    private Labels key(Expr.Binary it, Sample sample) {
        Matching matching = it.matching();
        return memory.made(
                it,
                sample.labels(),
                labels -> matching.on()
                        ? LabelSets.only(labels, matching.labels())
                        : LabelSets.without(LabelSets.withoutName(labels), matching.labels()));
    }

    private static Labels resultLabels(Expr.Binary it, Labels many, Labels one) {
        Matching matching = it.matching();
        Labels labels = it.op().isComparison() ? many : LabelSets.withoutName(many);
        if (matching.cardinality() == Matching.Cardinality.ONE_TO_ONE) {
            labels = matching.on()
                    ? LabelSets.only(labels, matching.labels())
                    : LabelSets.without(labels, matching.labels());
        }
        for (String name : matching.included()) {
            labels = LabelSets.with(labels, name, one.get(name));
        }
        return it.asBool() ? LabelSets.withoutName(labels) : labels;
    }
}
