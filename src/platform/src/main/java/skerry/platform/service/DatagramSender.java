package skerry.platform.service;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;

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
    private final MethodHandle socket;
    private final MethodHandle sendto;
    private final MethodHandle close;

    @SuppressWarnings("restricted") // the programs are started with --enable-native-access
    private DatagramSender(byte[] path, Linker linker, SymbolLookup library) {
        this.path = path;
        this.socket = linker.downcallHandle(
                library.find("socket").orElseThrow(), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        this.sendto = linker.downcallHandle(
                library.find("sendto").orElseThrow(),
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
        this.close =
                linker.downcallHandle(library.find("close").orElseThrow(), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    /**
     * Nothing where the name is none that can be sent to, or the runtime cannot call the C library.
     *
     * @param name a path, or {@code @} and the name of an abstract socket
     */
    static Optional<DatagramSender> to(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (ADDRESS.byteSize() != Long.BYTES
                || path.length < 2
                || path.length >= MAX_PATH
                || (path[0] != '/' && path[0] != '@')) {
            return Optional.empty();
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        try {
            var linker = Linker.nativeLinker();
            return Optional.of(new DatagramSender(path, linker, linker.defaultLookup()));
        } catch (UnsupportedOperationException | NoSuchElementException | IllegalCallerException e) {
            return Optional.empty();
        }
    }

    /** Whether the whole datagram was taken. */
    boolean send(byte[] datagram) {
        try (var arena = Arena.ofConfined()) {
            var text = arena.allocateFrom(JAVA_BYTE, datagram);
            // A path ends with a zero, the name of an abstract socket with its length.
            int length = Short.BYTES + path.length + (path[0] == 0 ? 0 : 1);
            var address = arena.allocate(length, Short.BYTES);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, Short.BYTES, path.length);
            int opened = (int) socket.invokeExact(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (opened < 0) {
                return false;
            }
            try {
                long sent =
                        (long) sendto.invokeExact(opened, text, (long) datagram.length, MSG_NOSIGNAL, address, length);
                return sent == datagram.length;
            } finally {
                int ignored = (int) close.invokeExact(opened);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("calling the C library", e);
        }
    }
}
