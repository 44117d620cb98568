package skerry.protocol.control;

import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/** The fields of a command. */
final class CommandFields {
    private CommandFields() {}

    static CborWriter write(Command command) {
        var out = new CborWriter(256)
                .map(7
                        + (command.conn().isPresent() ? 1 : 0)
                        + (command.notAfterMillis().isPresent() ? 1 : 0));
        out.key(1).bytes(command.cmdId().toArray());
        out.key(2).bytes(command.uid().bits().toArray());
        out.key(3).unsigned(command.n());
        out.key(4).unsigned(command.type());
        out.key(5).bytes(command.args().toArray());
        out.key(6).unsigned(command.ttlMillis());
        out.key(7).bytes(command.keyId().toArray());
        command.conn().ifPresent(conn -> out.key(8).unsigned(conn));
        command.notAfterMillis().ifPresent(notAfter -> out.key(9).integer(notAfter));
        return out;
    }

    static Command read(CborReader in) throws ProtocolException {
        Bytes cmdId = Bytes.of(new byte[0]);
        Bytes uid = cmdId;
        long n = 0;
        int type = 0;
        Bytes args = cmdId;
        long ttlMillis = 0;
        Bytes keyId = cmdId;
        Optional<Long> conn = Optional.empty();
        Optional<Long> notAfterMillis = Optional.empty();
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> cmdId = Bytes.of(in.exactBytes(16));
                case 2 -> uid = Bytes.of(in.exactBytes(16));
                case 3 -> n = in.natural();
                case 4 -> type = in.natural(0, Integer.MAX_VALUE);
                case 5 -> args = Bytes.of(in.bytes(Limits.MAX_COMMAND_BYTES));
                case 6 -> ttlMillis = in.naturalUpTo(Limits.MAX_SPAN_MILLIS);
                case 7 -> keyId = Bytes.of(in.exactBytes(8));
                case 8 -> conn = Optional.of(in.unsigned());
                case 9 -> notAfterMillis = Optional.of(in.integer());
                default -> in.skip();
            }
        }
        fields.require(1, 7);
        return new Command(cmdId, Uid.of(uid), n, type, args, ttlMillis, conn, notAfterMillis, keyId);
    }
}
