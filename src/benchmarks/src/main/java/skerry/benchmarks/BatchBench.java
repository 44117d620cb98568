package skerry.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import skerry.protocol.EncodedPayload;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.identity.VerifyKey;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;

/** A minute's batch: its bytes, the time to make and to read it, and what this machine would send in an hour. */
final class BatchBench implements Bench {
    private static final int MINUTES = 300;
    private static final int WARM_UP = 3_000;

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public String about() {
        return "minutes of 300 series, 50 patterns and 5 examples; distributions; then this machine's own series";
    }

    @Override
    public String takes() {
        return "1 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        var measured = new Measured();
        measure(WARM_UP, 0, new Measured());
        for (int run = 0; run < context.runs(); run++) {
            measure(MINUTES, run + 1, measured);
            context.say(
                    "run %d: %,.0f bytes a batch, %,.0f as gzip JSON; load average %s",
                    run + 1, measured.bytes.getLast(), measured.json.getLast(), Machine.currentLoad());
        }
        var figures = new ArrayList<Figure>();
        figures.add(new Figure("a minute's batch", measured.bytes, "bytes", "≤ 3000", "gzip JSON 7.0 kB"));
        figures.add(new Figure("peer: the same as gzip JSON", measured.json, "bytes", "", ""));
        figures.add(new Figure("encode and compress", measured.encode, "µs of CPU", "", ""));
        figures.add(new Figure("sign, and make the batch", measured.sign, "µs of CPU", "", ""));
        figures.add(new Figure("read the batch, and verify it", measured.verify, "µs of CPU", "", ""));
        figures.add(new Figure("inflate and decode", measured.decode, "µs of CPU", "", ""));
        figures.add(new Figure("peer: encode as gzip JSON", measured.encodeJson, "µs of CPU", "", ""));
        figures.addAll(SketchCost.figures(context));
        figures.addAll(OwnSeries.figures(context));
        return figures;
    }

    /** One number per run. */
    private static final class Measured {
        final List<Double> bytes = new ArrayList<>();
        final List<Double> json = new ArrayList<>();
        final List<Double> encode = new ArrayList<>();
        final List<Double> sign = new ArrayList<>();
        final List<Double> verify = new ArrayList<>();
        final List<Double> decode = new ArrayList<>();
        final List<Double> encodeJson = new ArrayList<>();
    }

    /** Of this thread, so that other work on the machine does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void measure(int minutes, long seed, Measured measured) throws ProtocolException {
        var agent = new FieldAgent(seed, System.currentTimeMillis() / 60_000 * 60_000);
        VerifyKey key = agent.identity().card().verifyKey();
        long bytes = 0;
        long jsonBytes = 0;
        long encode = 0;
        long sign = 0;
        long verify = 0;
        long decode = 0;
        long encodeJson = 0;
        for (int i = 0; i < minutes; i++) {
            Summary minute = agent.nextMinute();
            long start = cpuNanos();
            EncodedPayload payload = SummaryCodec.encode(minute, agent.dictionary());
            long encoded = cpuNanos();
            byte[] sent = agent.seal(minute, payload).encode();
            long sealed = cpuNanos();
            Batch received = BatchCodec.decode(sent);
            received.verify(key);
            long verified = cpuNanos();
            Summary read = SummaryCodec.decode(received.header(), received.payload(), agent.dictionary());
            long decoded = cpuNanos();
            byte[] json = JsonMinute.gzip(minute, agent.dictionary());
            encodeJson += cpuNanos() - decoded;
            if (!read.equals(minute)) {
                throw new IllegalStateException("a minute did not come back as it was encoded");
            }
            encode += encoded - start;
            sign += sealed - encoded;
            verify += verified - sealed;
            decode += decoded - verified;
            bytes += sent.length;
            jsonBytes += json.length;
        }
        measured.bytes.add((double) bytes / minutes);
        measured.json.add((double) jsonBytes / minutes);
        measured.encode.add(encode / 1e3 / minutes);
        measured.sign.add(sign / 1e3 / minutes);
        measured.verify.add(verify / 1e3 / minutes);
        measured.decode.add(decode / 1e3 / minutes);
        measured.encodeJson.add(encodeJson / 1e3 / minutes);
    }
}
