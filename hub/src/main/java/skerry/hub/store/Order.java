package skerry.hub.store;

import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.control.CommandType;
import skerry.protocol.payload.Answer.Outcome;
import skerry.protocol.payload.TicketWord;

/**
 * A command that somebody gave to an agent, and what is known of it. Times are UTC epoch milliseconds by the hub's clock.
 *
 * @param id 16 random bytes
 * @param args as its type has them; often none
 * @param by who gave it
 * @param endsAt from when it is not sent any more
 * @param number of its last sending; 0 before the first
 * @param sentAt of its last sending; 0 before the first
 * @param outcome empty while there is no whole answer
 * @param sentence what the agent said
 * @param name of the file that it answered with; empty if there is none
 * @param partsHere how many parts of the answer have come
 * @param parts how many it has; 0 while none has come
 * @param ticket how far a ticket has come, as the agent says
 * @param verdict of comparing a ticket's answer with what the hub was told before: verified, differs or partial; empty before
 */
public record Order(
        Bytes id,
        Uid uid,
        CommandType type,
        Bytes args,
        String by,
        long orderedAt,
        long endsAt,
        long number,
        long sentAt,
        boolean cancelled,
        Optional<Outcome> outcome,
        String sentence,
        String name,
        int partsHere,
        int parts,
        Optional<TicketWord> ticket,
        String verdict) {
    private static final Bytes NO_ARGUMENTS = Bytes.of(new byte[0]);

    /** One that is new and needs no arguments. */
    public static Order of(Bytes id, Uid uid, CommandType type, String by, long now, long endsAt) {
        return of(id, uid, type, NO_ARGUMENTS, by, now, endsAt);
    }

    /** One that is new. */
    public static Order of(Bytes id, Uid uid, CommandType type, Bytes args, String by, long now, long endsAt) {
        return new Order(
                id,
                uid,
                type,
                args,
                by,
                now,
                endsAt,
                0,
                0,
                false,
                Optional.empty(),
                "",
                "",
                0,
                0,
                Optional.empty(),
                "");
    }

    /** Whether the agent may still be asked. */
    public boolean isOpen(long now) {
        return outcome.isEmpty() && !cancelled && partsHere == 0 && now < endsAt;
    }
}
