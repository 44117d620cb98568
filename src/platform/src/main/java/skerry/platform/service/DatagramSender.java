package skerry.platform.service;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;
import skerry.platform.os.CLibrary;

/**
 * Sends datagrams to a socket of this machine by the C library; 64 bit Linux alone. A datagram that nobody takes is
 * lost without a word. Thread-safe. Source: unix(7), socket(2), sendto(2).
 */
final class DatagramSender {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** Of {@code sun_path}. */
    private static final int MAX_PATH = 108;

    private final byte[] path;
    private final CLibrary.Function socket;
    private final CLibrary.Function sendto;
    private final CLibrary.Function close;

    private DatagramSender(byte[] path, CLibrary library) {
        this.path = path;
        this.socket = library.function("socket");
        this.sendto = library.function("sendto");
        this.close = library.function("close");
    }

    /**
     * Nothing where the name is none that can be sent to, or the runtime cannot call the C library.
     *
     * @param name a path, or {@code @} and the name of an abstract socket
     */
    static Optional<DatagramSender> to(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length < 2 || path.length >= MAX_PATH || (path[0] != '/' && path[0] != '@')) {
            return Optional.empty();
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        try {
            return CLibrary.load().map(library -> new DatagramSender(path, library));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /** Whether the whole datagram was taken. */
    boolean send(byte[] datagram) {
        ByteBuffer text = CLibrary.memory(datagram.length).put(0, datagram);
        // A path ends with a zero, the name of an abstract socket with its length.
        int length = Short.BYTES + path.length + (path[0] == 0 ? 0 : 1);
        ByteBuffer address =
                CLibrary.memory(length).putShort(0, (short) AF_UNIX).put(Short.BYTES, path);
        int opened = socket.callInt(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, 0);
        if (opened < 0) {
            return false;
        }
        try {
            long sent = sendto.call(
                    opened, CLibrary.address(text), datagram.length, MSG_NOSIGNAL, CLibrary.address(address), length);
            return sent == datagram.length;
        } finally {
            Reference.reachabilityFence(text);
            Reference.reachabilityFence(address);
            close.callInt(opened, 0, 0, 0);
        }
    }
}
