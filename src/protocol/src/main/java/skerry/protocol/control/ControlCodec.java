package skerry.protocol.control;

import java.util.Arrays;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.identity.SignedMessage;
import skerry.protocol.identity.Signer;
import skerry.protocol.identity.VerifyKey;

/**
 * Control messages as bytes. What matters carries proof behind its body: a hello, its answer and a command the sender's
 * signature (64 bytes), a receipt an authentication code (16 bytes). The uid is signed with a hello and its answer, though
 * it travels in the topic only. Thread-safe.
 */
public final class ControlCodec {
    private static final String HELLO_CONTEXT = "skerry-resume-1";
    private static final String REPLY_CONTEXT = "skerry-hello-1";
    private static final String COMMAND_CONTEXT = "skerry-cmd-1";

    /** A command names its agent in its body. */
    private static final Bytes NOT_BOUND = Bytes.of(new byte[0]);

    private ControlCodec() {}

    public static byte[] encode(AgentState state) {
        return StatusFields.write(state).toByteArray();
    }

    public static AgentState decodeState(byte[] bytes) throws ProtocolException {
        return read("a state message", bytes, bytes.length, Limits.MAX_LIVE_BYTES, StatusFields::readState);
    }

    public static byte[] encode(Live live) {
        return StatusFields.write(live).toByteArray();
    }

    public static Live decodeLive(byte[] bytes) throws ProtocolException {
        return read("a live message", bytes, bytes.length, Limits.MAX_LIVE_BYTES, StatusFields::readLive);
    }

    public static byte[] encode(HubState state) {
        return StatusFields.write(state).toByteArray();
    }

    public static HubState decodeHubState(byte[] bytes) throws ProtocolException {
        return read("the hub's state", bytes, bytes.length, Limits.MAX_LIVE_BYTES, StatusFields::readHubState);
    }

    public static byte[] encode(Hello hello, Uid from, Signer agentKey) {
        return signed(HelloFields.write(hello), agentKey, HELLO_CONTEXT, from.bits());
    }

    /** @throws ProtocolException with reason {@code SIGNATURE} if it is not signed by this agent */
    public static Hello decodeHello(byte[] bytes, Uid from, VerifyKey agentKey) throws ProtocolException {
        String subject = "a hello of agent " + from;
        int length = checkSignature(subject, bytes, agentKey, HELLO_CONTEXT, from.bits());
        return read(subject, bytes, length, Limits.MAX_CONTROL_BYTES, HelloFields::readHello);
    }

    public static byte[] encode(HelloReply reply, Uid to, Signer hubKey) {
        return signed(HelloFields.write(reply), hubKey, REPLY_CONTEXT, to.bits());
    }

    /** @throws ProtocolException with reason {@code SIGNATURE} if the hub did not sign it for this agent */
    public static HelloReply decodeHelloReply(byte[] bytes, Uid to, VerifyKey hubKey) throws ProtocolException {
        int length = checkSignature("the hub's answer to a hello", bytes, hubKey, REPLY_CONTEXT, to.bits());
        return read("the hub's answer to a hello", bytes, length, Limits.MAX_CONTROL_BYTES, HelloFields::readReply);
    }

    /** @throws IllegalArgumentException if the keys are of another connection or hub process */
    public static byte[] encode(Ack ack, SessionKeys keys) {
        if (ack.conn() != keys.conn() || ack.hubBoot() != keys.hubBoot()) {
            throw new IllegalArgumentException("these keys are not those of the receipt's connection");
        }
        byte[] body = AckFields.write(ack).toByteArray();
        byte[] all = Arrays.copyOf(body, body.length + SessionKeys.MAC_BYTES);
        System.arraycopy(keys.mac(body, body.length), 0, all, body.length, SessionKeys.MAC_BYTES);
        return all;
    }

    /**
     * Reads a receipt that frees data.
     *
     * @throws ProtocolException with reason {@code SIGNATURE} if the hub did not make it for this connection
     */
    public static Ack decodeAck(byte[] bytes, SessionKeys keys) throws ProtocolException {
        Ack ack = peekAck(bytes);
        if (ack.conn() != keys.conn() || ack.hubBoot() != keys.hubBoot() || !keys.authenticate(bytes)) {
            throw new ProtocolException(Reason.SIGNATURE, "A receipt was not made by the hub for this connection.");
        }
        return ack;
    }

    /**
     * Reads a receipt without knowing who made it, to see which connection and hub process it speaks of. Nothing may be
     * freed by it.
     */
    public static Ack peekAck(byte[] bytes) throws ProtocolException {
        int length = bytes.length - SessionKeys.MAC_BYTES;
        return read("a receipt", bytes, length, Limits.MAX_CONTROL_BYTES, AckFields::read);
    }

    public static byte[] encode(Command command, Signer commandKey) {
        return signed(CommandFields.write(command), commandKey, COMMAND_CONTEXT, NOT_BOUND);
    }

    /** @throws ProtocolException with reason {@code SIGNATURE} if the command key did not sign it */
    public static Command decodeCommand(byte[] bytes, VerifyKey commandKey) throws ProtocolException {
        int length = checkSignature("a command", bytes, commandKey, COMMAND_CONTEXT, NOT_BOUND);
        return read("a command", bytes, length, Limits.MAX_CONTROL_BYTES, CommandFields::read);
    }

    private static byte[] signed(CborWriter out, Signer key, String context, Bytes boundTo) {
        return SignedMessage.of(out.toByteArray(), key, context, boundTo);
    }

    private static int checkSignature(String subject, byte[] bytes, VerifyKey key, String context, Bytes boundTo)
            throws ProtocolException {
        checkLength(subject, bytes, Limits.MAX_CONTROL_BYTES);
        return SignedMessage.check(subject, bytes, key, context, boundTo);
    }

    private static <T> T read(String subject, byte[] bytes, int length, int max, CborReader.Body<T> body)
            throws ProtocolException {
        checkLength(subject, bytes, max);
        return CborReader.message(subject, bytes, 0, Math.max(0, length), body);
    }

    private static void checkLength(String subject, byte[] bytes, int max) throws ProtocolException {
        if (bytes.length > max) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "There is " + subject + " of " + bytes.length + " bytes where at most " + max + " are allowed.");
        }
    }
}
