package skerry.protocol.control;

import java.util.List;
import skerry.protocol.Stream;

/**
 * The hub's signed and authoritative word on what it holds ({@code dn/hello}); it replaces what the agent believed.
 *
 * @param hubBoot random id of the hub process
 * @param lsn the hub's durable commit counter
 * @param nowMillis the hub's wall clock, UTC epoch milliseconds
 * @param page the page of the hello that this answers
 */
public record HelloReply(
        long conn,
        long hubBoot,
        long lsn,
        long nowMillis,
        int page,
        List<Held> held,
        Credit credit,
        List<String> want) {
    public HelloReply {
        held = List.copyOf(held);
        want = List.copyOf(want);
    }

    /**
     * What the hub holds of one epoch and stream.
     *
     * @param cum all up to this are applied or quarantined
     * @param applied further ranges applied, beyond {@code cum}
     * @param lost ranges that the hub counts as lost; what is still in the ring of these is to be sent
     * @param quarantined ranges refused for good
     */
    public record Held(
            long epoch,
            Stream stream,
            long cum,
            List<SeqRange> applied,
            List<SeqRange> lost,
            List<SeqRange> quarantined) {
        public Held {
            applied = List.copyOf(applied);
            lost = List.copyOf(lost);
            quarantined = List.copyOf(quarantined);
        }
    }
}
