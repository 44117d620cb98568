package skerry.agent.services;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.ValueSink;
import skerry.protocol.series.Labels;

/** The values that were told of each series. */
final class Told implements ValueSink {
    final Map<String, List<Double>> values = new LinkedHashMap<>();
    long leftOut;

    @Override
    public void value(MetricFamily family, Labels labels, double value, long times) {
        for (long i = 0; i < times; i++) {
            values.computeIfAbsent(family.name() + labels, _ -> new ArrayList<>())
                    .add(value);
        }
    }

    @Override
    public void leftOut(long more) {
        leftOut += more;
    }
}
