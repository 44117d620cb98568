package skerry.protocol.control;

import java.util.List;
import skerry.protocol.Limits;
import skerry.protocol.Stream;

/**
 * The hub's signed and authoritative word on what it holds ({@code dn/hello}); it replaces what the agent believed. When it
 * is encoded, ranges beyond 2,048 in all are left out, each epoch and stream keeping its first: the agent then sends some
 * of what the hub holds once more, which is harmless.
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
    /** @throws IllegalArgumentException if it answers more epochs, or wants more chunks, than a hello may have */
    public HelloReply {
        held = List.copyOf(held);
        want = List.copyOf(want);
        if (held.size() > Hello.MAX_EPOCHS || want.size() > Limits.MAX_WANTED) {
            throw new IllegalArgumentException("an answer tells of at most " + Hello.MAX_EPOCHS
                    + " epochs and wants at most " + Limits.MAX_WANTED + " chunks");
        }
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
