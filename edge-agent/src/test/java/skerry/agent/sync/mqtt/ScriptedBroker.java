package skerry.agent.sync.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import skerry.protocol.Bytes;

/** Speaks as much MQTT 5 as a test lets it: takes packets, and answers each as it is told. */
final class ScriptedBroker implements AutoCloseable {
    static final int CONNECT = 1;
    static final int PUBLISH = 3;
    static final int SUBSCRIBE = 8;
    static final int DISCONNECT = 14;

    /** CONNACK without properties. */
    static final byte[] CONNACK = {0x20, 3, 0, 0, 0};

    private final ServerSocket server;
    private final Script script;
    private final List<Packet> packets = new CopyOnWriteArrayList<>();

    /** What a client sent. */
    record Packet(int type, int flags, Bytes body) {
        /** Of a PUBLISH with QoS 1, or a SUBSCRIBE. */
        int id() {
            byte[] bytes = body.toArray();
            return twoBytes(bytes, type == PUBLISH ? 2 + twoBytes(bytes, 0) : 0);
        }

        /** Of a PUBLISH. */
        String topic() {
            byte[] bytes = body.toArray();
            return new String(bytes, 2, twoBytes(bytes, 0), StandardCharsets.UTF_8);
        }

        private static int twoBytes(byte[] bytes, int at) {
            return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
        }

        boolean isAnswered() {
            return type == SUBSCRIBE || (type == PUBLISH && (flags & 0x06) != 0);
        }
    }

    /** Answers a packet; an empty answer says nothing. */
    interface Script {
        byte[] answer(Packet packet);
    }

    ScriptedBroker(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().name("scripted-broker").daemon().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    List<Packet> packets() {
        return packets;
    }

    /** PUBACK or SUBACK for a packet with this reason code. */
    static byte[] ack(Packet packet, int code) {
        byte high = (byte) (packet.id() >> 8);
        byte low = (byte) packet.id();
        return packet.type() == SUBSCRIBE
                ? new byte[] {(byte) 0x90, 5, high, low, 0, (byte) code, (byte) code}
                : new byte[] {0x40, 3, high, low, (byte) code};
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            talk(client);
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private void talk(Socket client) throws IOException {
        var in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        for (int first = in.read(); first >= 0; first = in.read()) {
            byte[] body = new byte[remaining(in)];
            in.readFully(body);
            var packet = new Packet(first >> 4, first & 0x0f, Bytes.of(body));
            packets.add(packet);
            out.write(script.answer(packet));
            out.flush();
        }
    }

    private static int remaining(DataInputStream in) throws IOException {
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 0x7f) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0);
        return length;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
