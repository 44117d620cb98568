package skerry.agent.sync;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.RecordCounts;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Summary;

/**
 * Says how many source records each part of a window covers, so that the parts add up to the whole to the record. What no
 * entry accounts for, such as samples of series that stay at the site, goes to the first part.
 */
final class RecordShares {
    private RecordShares() {}

    static List<RecordCounts> of(RecordCounts total, List<Summary> parts) {
        var shares = new ArrayList<RecordCounts>(parts.size());
        long samplesLeft = total.samples();
        long linesLeft = total.lines();
        for (int i = parts.size() - 1; i > 0; i--) {
            long samples = Math.min(samplesLeft, samples(parts.get(i)));
            long lines = Math.min(linesLeft, lines(parts.get(i)));
            shares.addFirst(new RecordCounts(samples, lines, 0));
            samplesLeft -= samples;
            linesLeft -= lines;
        }
        shares.addFirst(new RecordCounts(samplesLeft, linesLeft, total.events()));
        return shares;
    }

    /** Samples that the entries of a summary stand for. */
    static long samples(Summary summary) {
        return summary.gauges().stream().mapToLong(GaugeSummary::count).sum()
                + summary.counters().stream().mapToLong(CounterSummary::count).sum();
    }

    private static long lines(Summary summary) {
        return summary.patterns().stream().mapToLong(PatternSummary::total).sum();
    }
}
