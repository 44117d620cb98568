package skerry.agent.command;

import java.util.Map;
import java.util.Optional;
import skerry.agent.sync.WallReading;
import skerry.protocol.ClockQuality;
import skerry.protocol.control.Command;
import skerry.protocol.control.CommandType;

/**
 * Which commands run. Their signature, agent and key were checked when they came. Source: sync protocol, section 9. Stateless
 * and thread-safe.
 */
final class CommandRules {
    private CommandRules() {}

    /** What is to be done with a command. */
    sealed interface Ruling {
        /** It may run once it is noted. */
        record Run(CommandType type, Work work) implements Ruling {}

        /** It will never run, and the hub is told why. */
        record Refuse(String reason) implements Ruling {}

        /** It ran or was refused before, and the hub is told the same again. */
        record Repeat(CommandBook.Entry known) implements Ruling {}

        /** Somebody sends an old command again: nobody is told, since that could go on for ever. */
        record Ignore() implements Ruling {}
    }

    /**
     * A command as it came.
     *
     * @param thisConnection whether it names the connection it came by
     * @param cameAt and {@code now}: monotonic milliseconds
     */
    record Arrival(Command command, boolean thisConnection, long cameAt, long now) {}

    /** @param wall the wall clock now, for commands that are bound to a time */
    static Ruling on(Arrival arrival, CommandBook book, Map<CommandType, Work> works, WallReading wall) {
        Command command = arrival.command();
        Optional<CommandBook.Entry> known = book.find(command.cmdId());
        if (known.isPresent()) {
            return new Ruling.Repeat(known.get());
        }
        if (command.n() <= book.last()) {
            return new Ruling.Ignore();
        }
        if (!isInTime(arrival, wall, book.isWhole())) {
            return new Ruling.Refuse("the time in which this command could run was over");
        }
        Optional<CommandType> type = CommandType.of(command.type());
        if (type.isEmpty()) {
            return new Ruling.Refuse("this agent does not know commands of type " + command.type() + ": update it");
        }
        Work work = works.get(type.get());
        return work == null
                ? new Ruling.Refuse("this site does not allow " + type.get().word()
                        + ": its setting commands.allow has no such word")
                : new Ruling.Run(type.get(), work);
    }

    private static boolean isInTime(Arrival arrival, WallReading wall, boolean bookIsWhole) {
        Command command = arrival.command();
        boolean here = arrival.thisConnection() && arrival.now() - arrival.cameAt() <= command.ttlMillis();
        boolean now = bookIsWhole
                && command.notAfterMillis().isPresent()
                && wall.quality().code() >= ClockQuality.NTP.code()
                && wall.wallMillis() < command.notAfterMillis().get();
        return here || now;
    }
}
