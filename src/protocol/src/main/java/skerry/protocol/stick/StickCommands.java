package skerry.protocol.stick;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.identity.Signer;
import skerry.protocol.identity.VerifyKey;

/**
 * The hub's commands to one agent, on a stick. Each is signed by itself and bound to a time; an agent without a clock to go by
 * runs them if it has heard nothing of the hub since it wrote the manifest that this answers.
 *
 * @param answeredBoot and {@code answeredLsn}: what that manifest said the agent had last heard
 * @param commands as {@link skerry.protocol.control.ControlCodec} writes them, at most {@link Limits#MAX_STICK_COMMANDS}
 */
public record StickCommands(Uid uid, long answeredBoot, long answeredLsn, List<Bytes> commands) {
    private static final SignedFile FORM = new SignedFile(
            "a file of commands on a stick",
            StickStart.COMMANDS,
            "skerry-stick-commands-1",
            Limits.MAX_STICK_COMMANDS_BYTES);

    /** @throws IllegalArgumentException if there are too many, or it answers a commit below 0 */
    public StickCommands {
        commands = List.copyOf(commands);
        if (commands.size() > Limits.MAX_STICK_COMMANDS || answeredLsn < 0) {
            throw new IllegalArgumentException(
                    "a stick brings an agent at most " + Limits.MAX_STICK_COMMANDS + " commands");
        }
    }

    public byte[] encode(Signer hubKey) {
        var out = new CborWriter(1024).map(4);
        out.key(1).bytes(uid.bits().toArray());
        out.key(2).unsigned(answeredBoot);
        out.key(3).unsigned(answeredLsn);
        out.key(4).array(commands.size());
        commands.forEach(command -> out.bytes(command.toArray()));
        return FORM.write(out, hubKey);
    }

    /** @throws ProtocolException with reason {@code SIGNATURE} if this hub did not sign it */
    public static StickCommands decode(byte[] file, VerifyKey hubKey) throws ProtocolException {
        return FORM.read(file, hubKey, StickCommands::read);
    }

    private static StickCommands read(CborReader in) throws ProtocolException {
        Bytes uid = Bytes.of(new byte[0]);
        long answeredBoot = 0;
        long answeredLsn = 0;
        List<Bytes> commands = List.of();
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> uid = Bytes.of(in.exactBytes(16));
                case 2 -> answeredBoot = in.unsigned();
                case 3 -> answeredLsn = in.natural();
                case 4 -> commands = commands(in);
                default -> in.skip();
            }
        }
        fields.require(1, 4);
        return new StickCommands(Uid.of(uid), answeredBoot, answeredLsn, commands);
    }

    private static List<Bytes> commands(CborReader in) throws ProtocolException {
        int count = in.array(Limits.MAX_STICK_COMMANDS);
        var commands = new ArrayList<Bytes>(count);
        for (int i = 0; i < count; i++) {
            commands.add(Bytes.of(in.bytes(Limits.MAX_STICK_COMMANDS_BYTES)));
        }
        return commands;
    }
}
