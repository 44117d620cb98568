package skerry.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import skerry.protocol.Bytes;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.PublicKeys;
import skerry.protocol.identity.VerifyKey;

/** What a signature alone costs, so that it can be seen in what a whole batch costs. CPU time of one thread. */
final class SignatureBench implements Bench {
    private static final int ROUNDS = 2_000;
    private static final int HEADER_BYTES = 134;
    private static final String CONTEXT = "skerry-batch-1";

    @Override
    public String name() {
        return "signature";
    }

    @Override
    public String about() {
        return "Ed25519 over the header of a batch, signed as the agent does and verified as the hub does";
    }

    @Override
    public String takes() {
        return "some seconds";
    }

    @Override
    public List<Figure> run(BenchContext context) {
        var random = new SecureRandom();
        var identity = AgentIdentity.generate(random);
        byte[] header = new byte[HEADER_BYTES];
        random.nextBytes(header);
        var message = Bytes.of(header);
        var key = identity.signingKey();
        byte[] signature = key.sign(CONTEXT, message).toArray();
        byte[] signed =
                (CONTEXT + new String(header, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
        var point =
                Ed25519.validatePublicKeyPartialExport(identity.card().signKey().toArray(), 0);
        var byJdk = VerifyKey.of(PublicKeys.ed25519(identity.card().signKey()));
        var sign = new ArrayList<Double>();
        var verify = new ArrayList<Double>();
        var verifyJdk = new ArrayList<Double>();
        for (int run = 0; run <= context.runs(); run++) {
            double signing = micros(() -> key.sign(CONTEXT, message));
            double verifying = micros(() -> {
                if (!Ed25519.verify(signature, 0, point, signed, 0, signed.length)) {
                    throw new IllegalStateException("a good signature was not taken for one");
                }
            });
            double verifyingByJdk = micros(() -> {
                if (!byJdk.holds(Bytes.of(signature), signed)) {
                    throw new IllegalStateException("a good signature was not taken for one");
                }
            });
            if (run > 0) { // the first warms up
                sign.add(signing);
                verify.add(verifying);
                verifyJdk.add(verifyingByJdk);
            }
        }
        return List.of(
                new Figure("verified by the hub (BouncyCastle)", perSecond(verify), "per CPU-s", "", ""),
                new Figure("the same", verify, "µs CPU", "", ""),
                Figure.peer("verified by the JDK", perSecond(verifyJdk), "per CPU-s"),
                new Figure("signed by the agent (JDK)", sign, "µs CPU", "", ""));
    }

    private static List<Double> perSecond(List<Double> micros) {
        return micros.stream().map(each -> 1e6 / each).toList();
    }

    private static double micros(Runnable task) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < ROUNDS; i++) {
            task.run();
        }
        return (threads.getCurrentThreadCpuTime() - before) / 1e3 / ROUNDS;
    }
}
