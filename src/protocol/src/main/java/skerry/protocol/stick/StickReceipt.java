package skerry.protocol.stick;

import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.control.HeldFields;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.identity.Signer;
import skerry.protocol.identity.VerifyKey;

/**
 * The hub's word, on a stick, on what it holds durably of an agent.
 *
 * @param hubBoot random id of the hub process
 * @param lsn the hub's durable commit counter
 * @param nowMillis the hub's wall clock, UTC epoch milliseconds; for people
 * @param answeredBoot and {@code answeredLsn}: what the manifest that this answers said the agent had last heard
 * @param held of the epochs and streams on the stick
 */
public record StickReceipt(
        Uid uid, long hubBoot, long lsn, long nowMillis, long answeredBoot, long answeredLsn, List<Held> held) {
    private static final SignedFile FORM = new SignedFile(
            "a receipt on a stick", StickStart.RECEIPT, "skerry-stick-receipt-1", Limits.MAX_STICK_RECEIPT_BYTES);
    private static final Bytes NOTHING = Bytes.of(new byte[0]);

    /** @throws IllegalArgumentException if it tells of too many epochs and streams, or of a commit below 0 */
    public StickReceipt {
        held = List.copyOf(held);
        if (held.size() > Limits.MAX_STICK_RECEIPT_ROWS || lsn < 0 || answeredLsn < 0) {
            throw new IllegalArgumentException("a receipt on a stick tells of at most " + Limits.MAX_STICK_RECEIPT_ROWS
                    + " epochs and streams, and of no commit below 0");
        }
    }

    public byte[] encode(Signer hubKey) {
        var out = new CborWriter(1024).map(7);
        out.key(1).bytes(uid.bits().toArray());
        out.key(2).unsigned(hubBoot);
        out.key(3).unsigned(lsn);
        out.key(4).integer(nowMillis);
        out.key(5).unsigned(answeredBoot);
        out.key(6).unsigned(answeredLsn);
        HeldFields.write(out.key(7), held);
        return FORM.write(out, hubKey);
    }

    /** @throws ProtocolException with reason {@code SIGNATURE} if this hub did not sign it */
    public static StickReceipt decode(byte[] file, VerifyKey hubKey) throws ProtocolException {
        return FORM.read(file, hubKey, StickReceipt::read);
    }

    private static StickReceipt read(CborReader in) throws ProtocolException {
        Bytes uid = NOTHING;
        long hubBoot = 0;
        long lsn = 0;
        long nowMillis = 0;
        long answeredBoot = 0;
        long answeredLsn = 0;
        List<Held> held = List.of();
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> uid = Bytes.of(in.exactBytes(16));
                case 2 -> hubBoot = in.unsigned();
                case 3 -> lsn = in.natural();
                case 4 -> nowMillis = in.integer();
                case 5 -> answeredBoot = in.unsigned();
                case 6 -> answeredLsn = in.natural();
                case 7 -> held = HeldFields.read(in, Limits.MAX_STICK_RECEIPT_ROWS);
                default -> in.skip();
            }
        }
        fields.require(1, 7);
        return new StickReceipt(Uid.of(uid), hubBoot, lsn, nowMillis, answeredBoot, answeredLsn, held);
    }
}
