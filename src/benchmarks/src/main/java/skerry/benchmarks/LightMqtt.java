package skerry.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

/**
 * As much of MQTT 5 as an agent needs, on one socket and without a thread of its own, so that one process can be thousands
 * of agents. Reading and writing may be two threads.
 */
final class LightMqtt implements AutoCloseable {
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int PUBACK = 0x40;
    private static final int SUBSCRIBE = 0x82;
    private static final int DISCONNECT = 0xe0;
    private static final int AT_LEAST_ONCE = 0x02;
    private static final int CLEAN_START_USER_AND_PASSWORD = 0xc2;
    private static final int KEEP_ALIVE_SECONDS = 600;
    private static final int MESSAGE_EXPIRY = 2;
    private static final int EXPIRY_SECONDS = 3_600;
    private static final int REFUSED = 0x80;

    private final Socket socket = new Socket();
    private DataInputStream in = new DataInputStream(InputStream.nullInputStream());
    private int packetId;

    /** Logs in and hears one topic filter. */
    void connect(int port, Uid uid, String password, String filter) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 2_048));
        write(CONNECT, body -> {
            text(body, "MQTT");
            body.writeByte(5);
            body.writeByte(CLEAN_START_USER_AND_PASSWORD);
            body.writeShort(KEEP_ALIVE_SECONDS);
            body.writeByte(0);
            text(body, uid.value());
            text(body, uid.value());
            text(body, password);
        });
        byte[] answer = expect(CONNACK);
        if (answer[1] != 0) {
            throw new IOException("the broker refused agent " + uid + " with code " + (answer[1] & 0xff));
        }
        write(SUBSCRIBE, body -> {
            body.writeShort(nextId());
            body.writeByte(0);
            text(body, filter);
            body.writeByte(1);
        });
    }

    /** Publishes with QoS 1; whether the broker has it is not waited for. */
    void publish(String topic, byte[] payload) throws IOException {
        write(PUBLISH | AT_LEAST_ONCE, body -> {
            text(body, topic);
            body.writeShort(nextId());
            body.writeByte(5);
            body.writeByte(MESSAGE_EXPIRY);
            body.writeInt(EXPIRY_SECONDS);
            body.write(payload);
        });
    }

    /** A message that came. */
    record Message(String topic, Bytes payload) {}

    /**
     * Waits for the next message, and acknowledges it.
     *
     * @throws java.net.SocketTimeoutException if nothing comes for so long
     */
    Message read(Duration limit) throws IOException {
        socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
        while (true) {
            int header = in.readUnsignedByte();
            byte[] body = in.readNBytes(length());
            switch (header & 0xf0) {
                case PUBLISH -> {
                    return message(header, body);
                }
                case PUBACK -> {
                    if (body.length > 2 && (body[2] & 0xff) >= REFUSED) {
                        throw new IOException("the broker refused a message with code " + (body[2] & 0xff));
                    }
                }
                case DISCONNECT -> throw new IOException("the broker ended the connection");
                default -> {
                    // SUBACK
                }
            }
        }
    }

    private Message message(int header, byte[] body) throws IOException {
        int topicLength = (body[0] & 0xff) << 8 | (body[1] & 0xff);
        String topic = new String(body, 2, topicLength, StandardCharsets.UTF_8);
        int at = 2 + topicLength;
        if ((header & 0x06) != 0) {
            byte high = body[at++];
            byte low = body[at++];
            write(PUBACK, ack -> {
                ack.writeByte(high);
                ack.writeByte(low);
            });
        }
        at += 1 + body[at]; // properties; ours are shorter than 128 bytes
        byte[] payload = new byte[body.length - at];
        System.arraycopy(body, at, payload, 0, payload.length);
        return new Message(topic, Bytes.of(payload));
    }

    private byte[] expect(int type) throws IOException {
        int header = in.readUnsignedByte();
        if (header != type) {
            throw new IOException("the broker sent packet " + header + " for " + type);
        }
        return in.readNBytes(length());
    }

    private int length() throws IOException {
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 0x7f) << shift;
            shift += 7;
        } while (next > 0x7f);
        return length;
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private synchronized void write(int header, Body body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        body.write(new DataOutputStream(bytes));
        var packet = new ByteArrayOutputStream(bytes.size() + 5);
        packet.write(header);
        int rest = bytes.size();
        do {
            packet.write(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
            rest >>= 7;
        } while (rest > 0);
        bytes.writeTo(packet);
        socket.getOutputStream().write(packet.toByteArray());
    }

    private int nextId() {
        packetId = packetId % 0xffff + 1;
        return packetId;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
