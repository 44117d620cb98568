package skerry.protocol.control;

import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.Uid;

/**
 * A signed order to one agent ({@code dn/cmd}). Source: sync protocol, section 9.
 *
 * @param cmdId 16 random bytes; results repeat it
 * @param n rises with each command to this agent; one that does not exceed the last is not run
 * @param type what is to be done, a code of {@link CommandType}; an agent refuses one it does not know
 * @param args CBOR in the form of the type
 * @param ttlMillis how long after its arrival it may run, together with {@code conn}
 * @param conn the only connection in which it may run
 * @param notAfterMillis for agents with a trusted clock, UTC epoch milliseconds
 * @param keyId which command key signed it, 8 bytes
 */
public record Command(
        Bytes cmdId,
        Uid uid,
        long n,
        int type,
        Bytes args,
        long ttlMillis,
        Optional<Long> conn,
        Optional<Long> notAfterMillis,
        Bytes keyId) {
    /** @throws IllegalArgumentException if a component has another size or range than its description says */
    public Command {
        if (cmdId.size() != 16 || keyId.size() != 8) {
            throw new IllegalArgumentException("a command's id has 16 bytes and its key's id 8");
        }
        if (n < 1 || type < 0 || ttlMillis < 0) {
            throw new IllegalArgumentException("a command's number starts at 1 and its type and life are not negative");
        }
        if (args.size() > Limits.MAX_COMMAND_BYTES) {
            throw new IllegalArgumentException("a command's arguments have at most 16 KiB, was " + args.size());
        }
        if (conn.isEmpty() && notAfterMillis.isEmpty()) {
            throw new IllegalArgumentException("a command is bound to a connection or to a time");
        }
    }
}
