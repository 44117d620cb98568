package skerry.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one run of batches has cost a hub: its process and its threads before, when the last receipt was sent, and when all
 * was decoded.
 *
 * @param again batches that were sent more than once
 * @param seconds to the last receipt
 */
record IngestCost(
        int batches,
        long again,
        double seconds,
        ProcessCost before,
        ProcessCost delivered,
        ProcessCost decoded,
        ThreadCosts threadsBefore,
        ThreadCosts threadsDelivered,
        ThreadCosts threadsDecoded) {
    private static final List<String> CHECK = List.of("ingest-check");
    private static final List<String> STORE = List.of("ingest-store");
    private static final List<String> ANSWER = List.of("ingest-answer");
    /** Paho's threads, which it gives other names than ours. */
    private static final List<String> CLIENT = List.of("MQTT ", "ingest-mqtt", "ingest-link", "ingest-desk");

    /** Netty's event loops and Artemis' pools. */
    static final List<String> BROKER = List.of("broker-io", "Thread-", "activemq");

    private static final List<String> DECODE = List.of("ingest-decode");

    private double until(List<String> names) {
        return threadsDelivered.since(threadsBefore, names);
    }

    private double whole() {
        return delivered.cpuSeconds() - before.cpuSeconds();
    }

    /** Without the broker and without decoding, which goes on meanwhile; with what Java itself needs. */
    private double hub() {
        return whole() - until(BROKER) - until(DECODE);
    }

    private double rest() {
        return hub() - until(CHECK) - until(STORE) - until(ANSWER) - until(CLIENT);
    }

    private double withDecoding() {
        return decoded.cpuSeconds() - before.cpuSeconds();
    }

    private double perBatch(double cpuSeconds) {
        return cpuSeconds * 1e6 / batches;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%,d batches, %d sent again: %.1f s; CPU-s: hub %.1f, broker %.1f, decoding meanwhile %.1f and to its end %.1f",
                batches,
                again,
                seconds,
                hub(),
                until(BROKER),
                until(DECODE),
                threadsDecoded.since(threadsBefore, DECODE));
    }

    static List<Figure> figures(List<IngestCost> runs) {
        var figures = new ArrayList<Figure>();
        figures.add(figure(
                "checked, committed, confirmed (hub alone)",
                runs,
                run -> run.batches / run.hub(),
                "batches per CPU-s",
                "≥ 1,000",
                ""));
        figures.add(figure(
                "the same with its broker and decoding meanwhile",
                runs,
                run -> run.batches / run.whole(),
                "batches per CPU-s",
                "≥ 500",
                ""));
        figures.add(figure(
                "the same, until all is decoded",
                runs,
                run -> run.batches / run.withDecoding(),
                "batches per CPU-s",
                "",
                ""));
        figures.add(micros("of it: header, digest and signature checked", runs, run -> run.until(CHECK)));
        figures.add(micros("of it: committed", runs, run -> run.until(STORE)));
        figures.add(micros("of it: receipts made", runs, run -> run.until(ANSWER)));
        figures.add(micros("of it: the hub's end of MQTT", runs, run -> run.until(CLIENT)));
        figures.add(micros("of it: Java's compilers and collector, watch", runs, IngestCost::rest));
        figures.add(micros("beside it: the embedded broker", runs, run -> run.until(BROKER)));
        figures.add(micros(
                "beside it: decoded for pages", runs, run -> run.threadsDecoded.since(run.threadsBefore, DECODE)));
        figures.add(figure(
                "source samples, decoded",
                runs,
                run -> run.batches
                        * (double) FieldAgent.SERIES
                        * FieldAgent.SAMPLES_PER_MINUTE
                        / run.withDecoding()
                        / 1e6,
                "million per CPU-s",
                "",
                "VictoriaMetrics 0.128 when each host posts alone"));
        figures.add(figure("peak memory of the hub", runs, run -> run.decoded.peakKib() / 1024.0, "MiB", "", ""));
        return figures;
    }

    private static Figure micros(String name, List<IngestCost> runs, ToDoubleFunction<IngestCost> cpuSeconds) {
        return figure(name, runs, run -> run.perBatch(cpuSeconds.applyAsDouble(run)), "µs CPU per batch", "", "");
    }

    private static Figure figure(
            String name,
            List<IngestCost> runs,
            ToDoubleFunction<IngestCost> value,
            String unit,
            String reach,
            String quoted) {
        return new Figure(name, runs.stream().map(value::applyAsDouble).toList(), unit, reach, quoted);
    }
}
