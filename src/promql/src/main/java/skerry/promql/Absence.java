package skerry.promql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import skerry.protocol.series.Labels;

/** The labels of what is not there, as far as a selector tells them. */
final class Absence {
    private Absence() {}

    /** Those that must have one value; a label that is named more than once is not told. */
    static Labels labels(Expr of) {
        List<Matcher> matchers = switch (of) {
            case Expr.Selector it -> it.matchers();
            case Expr.Range it -> it.matchers();
            default -> List.of();
        };
        var labels = new HashMap<String, String>();
        var named = new HashSet<String>();
        for (Matcher matcher : matchers) {
            if (matcher.label().equals(LabelSets.NAME)) {
                continue;
            }
            if (matcher.op() == Matcher.Op.EQUAL && named.add(matcher.label())) {
                labels.put(matcher.label(), matcher.value());
            } else {
                labels.remove(matcher.label());
            }
        }
        return Labels.of(labels);
    }
}
