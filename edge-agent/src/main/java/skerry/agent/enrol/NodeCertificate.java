package skerry.agent.enrol;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import skerry.platform.tls.KnownTime;
import skerry.platform.tls.NodeTls;

/** TLS towards other nodes by the certificate that this node has at present. Thread-safe. */
public final class NodeCertificate implements Supplier<Optional<NodeTls>> {
    private final Supplier<Optional<Enrolment>> enrolment;
    private final Supplier<KnownTime> time;
    private @Nullable Enrolment made;
    private @Nullable NodeTls tls;

    /**
     * @param enrolment the present one; empty while there is none
     * @param time when the other's certificate is judged
     */
    public NodeCertificate(Supplier<Optional<Enrolment>> enrolment, Supplier<KnownTime> time) {
        this.enrolment = enrolment;
        this.time = time;
    }

    @Override
    public synchronized Optional<NodeTls> get() {
        Enrolment present = enrolment.get().orElse(null);
        if (!Objects.equals(present, made)) {
            made = present;
            tls = present == null ? null : new NodeTls(present.authority(), present.identity(), time);
        }
        return Optional.ofNullable(tls);
    }
}
