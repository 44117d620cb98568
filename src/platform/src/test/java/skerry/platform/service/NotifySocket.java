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
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The service manager's end: a real socket of this machine, which keeps what is sent until it is asked for. */
final class NotifySocket implements AutoCloseable {
    private static final int UNIX = 1;
    private static final int DATAGRAM = 2;
    private static final int ROOM = 4096;
    private static final Linker LINKER = Linker.nativeLinker();

    private final int socket;

    /** @param name a path that is free, or {@code @} and a name */
    @SuppressWarnings("restricted")
    NotifySocket(String name) throws Throwable {
        socket = (int) function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT))
                .invokeExact(UNIX, DATAGRAM, 0);
        byte[] path = name.replace('@', '\0').getBytes(StandardCharsets.UTF_8);
        try (var arena = Arena.ofConfined()) {
            int length = 2 + path.length + (path[0] == 0 ? 0 : 1);
            var address = arena.allocate(length, 2);
            address.set(JAVA_SHORT, 0, (short) UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
            int bound = (int) function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT))
                    .invokeExact(socket, address, length);
            if (socket < 0 || bound != 0) {
                throw new IllegalStateException("no socket at " + name);
            }
        }
    }

    /** The next datagram; waits for it. */
    String next() throws Throwable {
        try (var arena = Arena.ofConfined()) {
            var text = arena.allocate(ROOM);
            long length =
                    (long) function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT))
                            .invokeExact(socket, text, (long) ROOM, 0);
            return new String(text.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), descriptor);
    }

    @Override
    public void close() {
        try {
            int ignored = (int)
                    function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT)).invokeExact(socket);
        } catch (Throwable e) {
            throw new IllegalStateException("closing the socket", e);
        }
    }
}
